package dev.bijou.cli.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The models that come with the program, in the folder that the launcher names.
public final class Bundled {
  private static final String FOLDER = "bijou.bundled";

  private Bundled() {}

  /// A file that was chosen, or else the bundled one; empty where there is none.
  public static Optional<Path> find(@Nullable Path chosen, String name) {
    Path file = Path.of(System.getProperty(FOLDER, ""), name);
    boolean bundled = System.getProperty(FOLDER) != null && Files.isRegularFile(file);
    return chosen == null && bundled ? Optional.of(file) : Optional.ofNullable(chosen);
  }

  /// A bundled file.
  ///
  /// @param option what names another one
  public static Path file(String name, String option) {
    String folder = System.getProperty(FOLDER, "");
    Path file = Path.of(folder, name);
    if (folder.isEmpty() || !Files.isRegularFile(file)) {
      throw new UsageException(
          "%s does not come with this program; name one with %s".formatted(name, option));
    }
    return file;
  }
}
