package dev.bijou.table.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/// Gzip streams of one or several members.
final class Gzip {
  private static final int BUFFER_BYTES = 1 << 16;

  private Gzip() {}

  /// @param in supports mark and reset
  static InputStream inflate(InputStream in) throws IOException {
    return new GZIPInputStream(new ExactlyAvailable(in), BUFFER_BYTES);
  }

  static TableException damaged(String name, long row, Exception cause) {
    String where = row == 0 ? "" : " after row " + row;
    return new TableException(
        name
            + ": the gzip data is cut short or damaged"
            + where
            + "; fetch or compress the file again",
        cause);
  }

  /// Reports a byte as available whenever one is left. GZIPInputStream takes zero for the end of the file, and so would
  /// lose the later members of a concatenation that arrives through a slow pipe.
  private static final class ExactlyAvailable extends FilterInputStream {
    ExactlyAvailable(InputStream in) {
      super(in);
    }

    @Override
    public int available() throws IOException {
      in.mark(1);
      int next = in.read();
      in.reset();
      return next < 0 ? 0 : 1;
    }
  }
}
