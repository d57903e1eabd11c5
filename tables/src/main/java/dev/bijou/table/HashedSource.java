package dev.bijou.table;

import java.io.FilterInputStream;
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

/// A table source whose bytes are hashed. What can be read only once is hashed as it is read, and a file in a pass of
/// its own, because Parquet is not read from start to end.
final class HashedSource {
  private static final int BUFFER_BYTES = 1 << 18;

  private final TableSource source;
  private final @Nullable InputStream once; // hashed as it is read; null for a file
  private final MessageDigest digest;

  private HashedSource(TableSource source, @Nullable InputStream once, MessageDigest digest) {
    this.source = source;
    this.once = once;
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
      InputStream hashing = new DigestInputStream(new Unclosed(stream), digest);
      return new HashedSource(TableSource.of(source.name(), hashing), hashing, digest);
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

  /// The SHA-256 of all bytes in lower-case hexadecimal digits; to be asked for once, when the table has been read.
  String sha256() {
    try (InputStream rest = once == null ? Files.newInputStream(Path.of(source.name())) : once) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = rest.read(buffer); read >= 0; read = rest.read(buffer)) {
        if (once == null) {
          digest.update(buffer, 0, read);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException failure) {
      throw unreadable(source, failure);
    }
  }

  private static TableException unreadable(TableSource source, IOException failure) {
    return new TableException(
        source.name() + ": cannot be read: " + OutputException.reason(failure), failure);
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /// Stays open when the reader of the table is closed, since some bytes may be left to hash.
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return in.read(bytes, from, length);
    }

    @Override
    public void close() {}
  }
}
