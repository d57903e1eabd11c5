package dev.bijou.cli.speech;

import dev.bijou.cli.console.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The models that come with the program, in the folder that the launcher names.
final class Bundled {
  private static final String FOLDER = "bijou.bundled";

  private Bundled() {}

  /// A bundled file.
  ///
  /// @param option what names another one
  static Path file(String name, String option) {
    String folder = System.getProperty(FOLDER, "");
    Path file = Path.of(folder, name);
    if (folder.isEmpty() || !Files.isRegularFile(file)) {
      throw new UsageException(
          "%s does not come with this program; name one with %s".formatted(name, option));
    }
    return file;
  }
}
