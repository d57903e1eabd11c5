package dev.bijou.table;

import dev.bijou.BijouException;
import dev.bijou.OutputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// A table that is read more than once: a file as it is, and a stream or a pipe by way of a temporary file.
public final class RereadableSource implements AutoCloseable {
  private final TableSource source;
  private final @Nullable Path copy; // null for a file

  private RereadableSource(TableSource source, @Nullable Path copy) {
    this.source = source;
    this.copy = copy;
  }

  /// Takes a source over; a stream is read to its end now.
  ///
  /// Throws a [TableException] if it cannot be read, an [OutputException] if the temporary file cannot be written.
  public static RereadableSource of(TableSource source) {
    InputStream stream = source.stream();
    if (stream == null && isFile(source.name())) {
      return new RereadableSource(source, null);
    }
    Path copy;
    try {
      copy = Files.createTempFile("bijou-", ".table");
    } catch (IOException e) {
      throw new OutputException("a temporary file", e);
    }
    copy.toFile().deleteOnExit(); // also when the program is interrupted
    RereadableSource result = new RereadableSource(source, copy);
    try (InputStream in = stream == null ? Files.newInputStream(Path.of(source.name())) : stream) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return result;
    } catch (IOException e) {
      result.close();
      throw new TableException(source.name() + ": cannot be read: " + BijouException.reason(e), e);
    }
  }

  private static boolean isFile(String name) {
    try {
      Path path = Path.of(name);
      // What does not exist, or is a folder, is refused when it is opened.
      return !Files.exists(path) || Files.isRegularFile(path) || Files.isDirectory(path);
    } catch (InvalidPathException _) {
      return true;
    }
  }

  /// The table from its beginning, as often as wanted.
  public TableSource source() {
    if (copy == null) {
      return source;
    }
    try {
      return source.copied(Files.newInputStream(copy));
    } catch (IOException e) {
      throw new TableException(source.name() + ": cannot be read: " + BijouException.reason(e), e);
    }
  }

  /// Removes the temporary file.
  @Override
  public void close() {
    if (copy != null) {
      TableSource.closeQuietly(() -> Files.deleteIfExists(copy));
    }
  }
}
