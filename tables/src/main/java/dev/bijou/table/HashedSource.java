package dev.bijou.table;

import dev.bijou.BijouException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A table source whose bytes are hashed, and that can be read several times: what can be read only once becomes a
/// temporary file.
final class HashedSource implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final TableSource source;
  private final @Nullable Path copy;
  private final MessageDigest digest;

  private HashedSource(TableSource source, @Nullable Path copy, MessageDigest digest) {
    this.source = source;
    this.copy = copy;
    this.digest = digest;
  }

  static HashedSource of(TableSource source) {
    MessageDigest digest = sha256Digest();
    try {
      InputStream stream = source.stream();
      if (stream == null && isPipe(source.name())) {
        stream = Files.newInputStream(Path.of(source.name()));
      }
      if (stream == null) {
        return new HashedSource(source, null, digest);
      }
      Path copy = Files.createTempFile("bijou-", ".table");
      boolean done = false;
      try (InputStream hashing = new DigestInputStream(stream, digest)) {
        Files.delete(copy);
        Files.copy(hashing, copy);
        done = true;
      } finally {
        if (!done) {
          Files.deleteIfExists(copy);
        }
      }
      return new HashedSource(source.copied(copy), copy, digest);
    } catch (IOException failure) {
      throw unreadable(source, failure);
    }
  }

  private static boolean isPipe(String name) {
    try {
      Path path = Path.of(name);
      return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    } catch (InvalidPathException _) {
      return false; // opening it will say so
    }
  }

  /// The source to read from.
  TableSource source() {
    return source;
  }

  /// The SHA-256 of all bytes in lower-case hexadecimal digits; to be asked for once.
  String sha256() {
    if (copy == null) {
      try (InputStream in = Files.newInputStream(Path.of(source.name()))) {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      } catch (IOException failure) {
        throw unreadable(source, failure);
      }
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

  /// Deletes the temporary file, if there is one.
  @Override
  public void close() {
    if (copy != null) {
      TableSource.closeQuietly(() -> Files.deleteIfExists(copy));
    }
  }
}
