package dev.bijou.table.io.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/// The cells of a column in a group of rows: one page of plain values, and before them whether each is there.
final class Chunk {
  static final int PLAIN = 0;
  static final int RLE = 3;

  private static final long MICROS = 1_000_000;
  private static final long DAY = 86_400;

  private final Field field;
  private final BitSet there = new BitSet();
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private final BitSet truths = new BitSet();
  private int rows;
  private int present;

  Chunk(Field field) {
    this.field = field;
  }

  /// A page as it stands in the file.
  ///
  /// @param bytes its header and its compressed content
  /// @param uncompressed the length of the header and the content before compression
  record Page(byte[] bytes, long uncompressed) {}

  /// Adds a cell; an empty one, or a number that is not finite, is missing.
  void add(String text) {
    double value = text.isEmpty() || field.type() == Field.Type.TEXT ? 0 : number(text);
    boolean missing = text.isEmpty() || !Double.isFinite(value);
    if (!missing) {
      there.set(rows);
      put(text, value);
      present++;
    }
    rows++;
  }

  private double number(String text) {
    return field.value().applyAsDouble(text);
  }

  private void put(String text, double value) {
    switch (field.type()) {
      case TEXT -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        values.writeBytes(little(4).putInt(bytes.length).array());
        values.writeBytes(bytes);
      }
      case NUMBER -> values.writeBytes(little(8).putDouble(value).array());
      case WHOLE_NUMBER -> values.writeBytes(little(8).putLong(Math.round(value)).array());
      case TRUTH -> truths.set(present, value != 0);
      case DATE ->
          values.writeBytes(little(4).putInt((int) Math.floorDiv((long) value, DAY)).array());
      case TIMESTAMP -> {
        double seconds = Math.floor(value);
        long micros = (long) seconds * MICROS + Math.round((value - seconds) * MICROS);
        values.writeBytes(little(8).putLong(micros).array());
      }
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int rows() {
    return rows;
  }

  Page page() {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] levels = levels();
    content.writeBytes(little(4).putInt(levels.length).array());
    content.writeBytes(levels);
    if (field.type() == Field.Type.TRUTH) {
      byte[] bits = new byte[Math.ceilDiv(present, 8)];
      byte[] set = truths.toByteArray();
      System.arraycopy(set, 0, bits, 0, set.length);
      content.writeBytes(bits);
    } else {
      content.writeBytes(values.toByteArray());
    }
    byte[] plain = content.toByteArray();
    byte[] packed = Zstd.compress(plain);
    byte[] header =
        new Compact()
            .i32(1, 0) // a data page
            .i32(2, plain.length)
            .i32(3, packed.length)
            .begin(5)
            .i32(1, rows)
            .i32(2, PLAIN)
            .i32(3, RLE)
            .i32(4, RLE)
            .end()
            .finish();
    byte[] all = new byte[header.length + packed.length];
    System.arraycopy(header, 0, all, 0, header.length);
    System.arraycopy(packed, 0, all, header.length, packed.length);
    return new Page(all, (long) header.length + plain.length);
  }

  /// Runs of cells that are there, or not.
  private byte[] levels() {
    ByteArrayOutputStream runs = new ByteArrayOutputStream();
    for (int at = 0; at < rows; ) {
      boolean is = there.get(at);
      int next = is ? there.nextClearBit(at) : there.nextSetBit(at);
      int end = next < 0 ? rows : Math.min(rows, next);
      int left = end - at << 1;
      while ((left & ~0x7f) != 0) {
        runs.write(left & 0x7f | 0x80);
        left >>>= 7;
      }
      runs.write(left);
      runs.write(is ? 1 : 0);
      at = end;
    }
    return runs.toByteArray();
  }
}
