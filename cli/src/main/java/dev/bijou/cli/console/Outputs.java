package dev.bijou.cli.console;

import dev.bijou.OutputException;
import dev.bijou.storage.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes results to files.
public final class Outputs {
  private Outputs() {}

  /// Writes a result.
  @FunctionalInterface
  public interface Content {
    void write(OutputStream stream) throws IOException;
  }

  /// Writes a result to a file, or to standard output for `-`.
  public static void write(Shell shell, String name, Content content) {
    if (!name.equals("-")) {
      toFile(name, content);
      return;
    }
    try {
      content.write(shell.out());
      shell.out().flush();
    } catch (IOException e) {
      throw new OutputException(Shell.STANDARD_OUTPUT, e);
    }
  }

  /// Writes a file, which appears whole or not at all.
  public static void toFile(String name, Content content) {
    try (AtomicFile file = AtomicFile.create(name)) {
      content.write(file.stream());
      file.commit();
    } catch (IOException e) {
      throw new OutputException(name, e);
    }
  }

  /// Writes a text file, which appears whole or not at all.
  public static void text(String name, String text) {
    toFile(name, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Fails early, before anything is learned, if a file cannot be written.
  public static void requireWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new OutputException(file.toString(), "it is a folder; give the name of a file");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new OutputException(file.toString(), "there is no folder " + folder);
    }
    if (!Files.isWritable(folder) || (Files.exists(file) && !Files.isRegularFile(file))) {
      throw new OutputException(file.toString(), "a file cannot be put there");
    }
  }
}
