package dev.bijou.server.studio;

import dev.bijou.OutputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/// A folder for the files of one run of the studio, removed with it. Names of files are made here and never come from a
/// request.
public final class Workplace implements AutoCloseable {
  private static final int ID_BYTES = 6;

  private final Path folder;
  private final SecureRandom random = new SecureRandom();

  /// Makes the folder.
  public Workplace() {
    try {
      folder = Files.createTempDirectory("bijou-studio-");
    } catch (IOException e) {
      throw new OutputException("a temporary folder", e);
    }
  }

  /// A name that nobody guesses.
  public String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// A file of the folder.
  Path file(String id, String extension) {
    return folder.resolve(id + extension);
  }

  /// Keeps bytes in a file.
  Path keep(String id, String extension, byte[] bytes) {
    Path file = file(id, extension);
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new OutputException(file.toString(), e);
    }
    return file;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException _) {
      // The system empties its temporary folder.
    }
  }
}
