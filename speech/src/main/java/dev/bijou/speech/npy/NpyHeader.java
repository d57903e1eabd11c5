package dev.bijou.speech.npy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The header of a `.npy` file: NumPy's format, versions 1 to 3.
///
/// @param type the kind of number, such as `<f4`
/// @param columnMajor whether the first index runs fastest
/// @param shape the lengths of the array's dimensions
record NpyHeader(String type, boolean columnMajor, int[] shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,]*)\\)");
  private static final int ALIGNMENT = 64;
  private static final int LONGEST = 1 << 16;

  /// Reads a header; null if it is invalid.
  static @Nullable NpyHeader read(InputStream stream) throws IOException {
    byte[] start = stream.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      return null;
    }
    boolean first = start[MAGIC.length] == 1;
    byte[] size = stream.readNBytes(first ? 2 : 4);
    if (size.length < (first ? 2 : 4)) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
    int length = first ? bytes.getShort() & 0xFFFF : bytes.getInt();
    if (length < 0 || length > LONGEST) {
      return null;
    }
    String text = new String(stream.readNBytes(length), StandardCharsets.UTF_8);
    Matcher type = TYPE.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!type.find() || !order.find() || !shape.find()) {
      return null;
    }
    try {
      int[] lengths =
          Pattern.compile(",")
              .splitAsStream(shape.group(1))
              .map(String::strip)
              .filter(s -> !s.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      return new NpyHeader(type.group(1), order.group(1).equals("True"), lengths);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /// The header of a matrix of 32-bit floats, row by row, as bytes.
  static byte[] ofMatrix(int rows, int columns) {
    String text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, columns);
    int start = MAGIC.length + 4;
    int filled = Math.ceilDiv(start + text.length() + 1, ALIGNMENT) * ALIGNMENT - start;
    String padded = text + " ".repeat(filled - text.length() - 1) + "\n";
    return ByteBuffer.allocate(start + filled)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) filled)
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
