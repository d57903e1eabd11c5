package dev.bijou.spark;

import dev.bijou.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/// Bytes of what is written to files, and read from them.
final class TemporaryFile {
  private TemporaryFile() {}

  /// The bytes that something writes to a file.
  static byte[] bytes(Consumer<Path> write) {
    return with(file -> {
      write.accept(file);
      return Files.readAllBytes(file);
    });
  }

  /// What something reads from a file of these bytes.
  static <T> T read(byte[] bytes, Function<Path, T> read) {
    return with(file -> {
      Files.write(file, bytes);
      return read.apply(file);
    });
  }

  private interface Use<T> {
    T with(Path file) throws IOException;
  }

  private static <T> T with(Use<T> use) {
    try {
      Path file = Files.createTempFile("bijou-", ".bijou");
      try {
        return use.with(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new OutputException("a temporary file", e);
    }
  }
}
