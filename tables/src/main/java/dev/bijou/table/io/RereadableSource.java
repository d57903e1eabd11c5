package dev.bijou.table.io;

import dev.bijou.BijouException;
import dev.bijou.OutputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A table that can be read more than once: a file as it is, a stream or a pipe through a temporary file.
public final class RereadableSource implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final TableSource source;
  private final @Nullable Path copy; // null for a file

  private RereadableSource(TableSource source, @Nullable Path copy) {
    this.source = source;
    this.copy = copy;
  }

  /// Wraps a source; a stream is read to its end now.
  ///
  /// Throws a [TableException] if it cannot be read, an [OutputException] if the temporary file cannot be written.
  public static RereadableSource of(TableSource source) {
    InputStream stream = source.stream();
    if (stream == null && (source.rows() != null || isFile(source.name()))) {
      return new RereadableSource(source, null);
    }
    Path copy;
    try {
      copy = Files.createTempFile("bijou-", ".table");
    } catch (IOException e) {
      throw new OutputException("a temporary file", e);
    }
    copy.toFile().deleteOnExit(); // also when the program is interrupted
    RereadableSource result = new RereadableSource(source.copied(copy), copy);
    try (InputStream in = stream == null ? Files.newInputStream(Path.of(source.name())) : stream) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return result;
    } catch (IOException e) {
      result.close();
      throw unreadable(source, e);
    }
  }

  private static boolean isFile(String name) {
    try {
      Path path = Path.of(name);
      // A missing file or a folder is refused when it is opened.
      return !Files.exists(path) || Files.isRegularFile(path) || Files.isDirectory(path);
    } catch (InvalidPathException _) {
      return true;
    }
  }

  /// The table from its beginning, as often as wanted.
  public TableSource source() {
    return source;
  }

  /// The SHA-256 of all bytes, in lower-case hexadecimal digits; of rows that a program has, of their cells as text.
  ///
  /// Throws a [TableException] if they cannot be read.
  public String sha256() {
    MessageDigest digest = sha256Digest();
    TableReader.Rows rows = source.rows();
    if (rows != null) {
      rows.iterator()
          .forEachRemaining(row -> {
            for (Object cell : row) {
              digest.update(RowTableReader.text(cell).getBytes(StandardCharsets.UTF_8));
              digest.update((byte) 0);
            }
          });
      return HexFormat.of().formatHex(digest.digest());
    }
    try (InputStream in = Files.newInputStream(source.path())) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw unreadable(source, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static TableException unreadable(TableSource source, IOException failure) {
    return new TableException(
        source.name() + ": cannot be read: " + BijouException.reason(failure), failure);
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /// Removes the temporary file.
  @Override
  public void close() {
    if (copy != null) {
      Closing.quietly(() -> Files.deleteIfExists(copy));
    }
  }
}
