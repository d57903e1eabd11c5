package dev.bijou.table.io.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Structures in Thrift's compact protocol, in which Parquet describes itself.
final class Compact {
  private static final int TRUE = 1;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int LONG_LIST = 15;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int[] last = new int[16]; // the number of the last field of each open structure
  private int depth;

  private void header(int field, int type) {
    int delta = field - last[depth];
    if (delta > 0 && delta <= 15) {
      out.write(delta << 4 | type);
    } else {
      out.write(type);
      varint(zigzag(field));
    }
    last[depth] = field;
  }

  private static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  Compact i32(int field, int value) {
    header(field, I32);
    varint(zigzag(value));
    return this;
  }

  Compact i64(int field, long value) {
    header(field, I64);
    varint(zigzag(value));
    return this;
  }

  Compact yes(int field, boolean value) {
    header(field, value ? TRUE : TRUE + 1);
    return this;
  }

  Compact text(int field, String value) {
    header(field, BINARY);
    return bytes(value);
  }

  private Compact bytes(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  private void list(int field, int size, int type) {
    header(field, LIST);
    if (size < LONG_LIST) {
      out.write(size << 4 | type);
    } else {
      out.write(LONG_LIST << 4 | type);
      varint(size);
    }
  }

  Compact i32s(int field, int... values) {
    list(field, values.length, I32);
    for (int value : values) {
      varint(zigzag(value));
    }
    return this;
  }

  Compact texts(int field, String... values) {
    list(field, values.length, BINARY);
    for (String value : values) {
      bytes(value);
    }
    return this;
  }

  /// Begins a list of structures, each between [#begin()] and [#end()].
  Compact structs(int field, int size) {
    list(field, size, STRUCT);
    return this;
  }

  /// Begins a structure in a list.
  Compact begin() {
    last[++depth] = 0;
    return this;
  }

  /// Begins a structure that is a field.
  Compact begin(int field) {
    header(field, STRUCT);
    return begin();
  }

  /// Ends a structure.
  Compact end() {
    out.write(0);
    depth--;
    return this;
  }

  /// All bytes, with the end of the outermost structure.
  byte[] finish() {
    out.write(0);
    return out.toByteArray();
  }
}
