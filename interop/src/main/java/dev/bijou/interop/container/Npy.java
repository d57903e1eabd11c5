package dev.bijou.interop.container;

import dev.bijou.ModelFileException;
import dev.bijou.storage.Dtype;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header of an array of NumPy's (`.npy`).
///
/// @param bytes of the header
/// @param dtype the type of its elements
/// @param columnMajor whether the first index runs fastest
/// @param shape its extents
record Npy(int bytes, Dtype dtype, boolean columnMajor, int[] shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final long LARGEST = 1L << 30;

  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([ -&(-~]{1,16})'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]{0,256})\\)");

  private static final Map<String, Dtype> DTYPES =
      Map.ofEntries(
          Map.entry("<f8", Dtype.F64),
          Map.entry("<f4", Dtype.F32),
          Map.entry("<f2", Dtype.F16),
          Map.entry("<V2", Dtype.BF16),
          Map.entry("|V2", Dtype.BF16),
          Map.entry("<i8", Dtype.I64),
          Map.entry("<i4", Dtype.I32),
          Map.entry("<i2", Dtype.I16),
          Map.entry("|i1", Dtype.I8),
          Map.entry("|u1", Dtype.U8),
          Map.entry("|b1", Dtype.BOOL));

  /// Whether a file starts as one of these does.
  static boolean isMagic(byte[] start) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (i >= start.length || start[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  static Npy read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !isMagic(start)) {
      throw new ModelFileException("damaged: no array of NumPy's");
    }
    int lengthBytes = start[6] == 1 ? 2 : 4;
    byte[] lengths = in.readNBytes(lengthBytes);
    int length = 0;
    for (int i = lengths.length - 1; i >= 0; i--) {
      length = length << 8 | lengths[i] & 0xff;
    }
    if (lengths.length < lengthBytes || length < 0 || length > LONGEST_HEADER) {
      throw new ModelFileException("damaged: the header of an array is too long");
    }
    byte[] header = in.readNBytes(length);
    if (header.length < length) {
      throw new EOFException("it ends too early");
    }
    String text = new String(header, StandardCharsets.ISO_8859_1);
    String descr = field(DESCR, text);
    Dtype dtype = DTYPES.get(descr);
    if (dtype == null) {
      throw new ModelFileException(
          descr.contains("O")
              ? "an array of Python objects, which are not read"
              : "an array of type %s, but little-endian floats, whole numbers and booleans are read"
                  .formatted(descr));
    }
    return new Npy(
        8 + lengthBytes + length,
        dtype,
        field(ORDER, text).equals("True"),
        shape(field(SHAPE, text)));
  }

  private static String field(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new ModelFileException("damaged: an array without type, order or shape");
    }
    return String.valueOf(matcher.group(1));
  }

  private static int[] shape(String text) {
    String extents = text.replace(" ", "");
    String[] parts = extents.isEmpty() ? new String[0] : extents.split(",", 0);
    int[] shape = new int[parts.length];
    long size = 1;
    for (int i = 0; i < parts.length; i++) {
      long extent = parts[i].matches("[0-9]{1,10}") ? Long.parseLong(parts[i]) : LARGEST + 1;
      size *= Math.max(1, extent);
      if (extent > LARGEST || size > LARGEST) {
        throw new ModelFileException("damaged: an array of shape (%s)".formatted(text));
      }
      shape[i] = (int) extent;
    }
    return shape;
  }

  /// The number of elements.
  long size() {
    long size = 1;
    for (int extent : shape) {
      size *= extent;
    }
    return size;
  }

  /// Reads the elements, row by row in the target, from a stream that is behind the header.
  void read(InputStream in, float[] target) throws IOException {
    if (!columnMajor || shape.length < 2) {
      Numbers.read(in, dtype, target);
      return;
    }
    float[] run = new float[target.length];
    Numbers.read(in, dtype, run);
    long[] stride = new long[shape.length];
    long step = 1;
    for (int d = 0; d < shape.length; d++) {
      stride[d] = step;
      step *= shape[d];
    }
    Numbers.gather(run, shape, stride, target);
  }
}
