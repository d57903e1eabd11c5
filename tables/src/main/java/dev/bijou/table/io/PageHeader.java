package dev.bijou.table.io;

import java.nio.ByteBuffer;

/// The header of a Parquet page, as far as it states sizes. It is a Thrift struct in the compact protocol.
///
/// @param type 0 and 3 are data pages, of version 1 and 2
/// @param uncompressedBytes size of the page after decompression
/// @param compressedBytes size of the page in the file, after the header
/// @param values number of values in a data page
/// @param levelBytes size of the levels that precede the compressed part of a data page of version 2
/// @param compressed whether a data page of version 2 is compressed
/// @param headerBytes size of this header
record PageHeader(
    int type,
    int uncompressedBytes,
    int compressedBytes,
    int values,
    int levelBytes,
    boolean compressed,
    int headerBytes) {
  private static final int DEEPEST = 16;

  boolean isData() {
    return type == 0 || type == 3;
  }

  /// Reads a header. Throws a [java.nio.BufferUnderflowException] or an [IllegalArgumentException] if the bytes are
  /// none.
  static PageHeader read(ByteBuffer bytes) {
    return new Reader(bytes.slice()).header();
  }

  private static final class Reader {
    private static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int STRUCT = 12;

    private final ByteBuffer in;
    private int type = -1;
    private int uncompressed = -1;
    private int bytes = -1;
    private int values;
    private int levels;
    private boolean compressed = true;

    Reader(ByteBuffer in) {
      this.in = in;
    }

    PageHeader header() {
      for (int field = 0, kind = in.get(); kind != STOP; kind = in.get()) {
        field = field(field, kind);
        switch (field) {
          case 1 -> type = integer(kind);
          case 2 -> uncompressed = integer(kind);
          case 3 -> bytes = integer(kind);
          case 5, 8 -> dataPage(kind);
          default -> skip(kind & 15, 0);
        }
      }
      require(type >= 0 && uncompressed >= 0 && bytes >= 0 && values >= 0 && levels >= 0);
      return new PageHeader(type, uncompressed, bytes, values, levels, compressed, in.position());
    }

    /// The header of a data page of either version; where both use the same number for different things, the types
    /// differ.
    private void dataPage(int struct) {
      require((struct & 15) == STRUCT);
      for (int field = 0, kind = in.get(); kind != STOP; kind = in.get()) {
        field = field(field, kind);
        boolean integer = (kind & 15) == I32;
        if (field == 1 && integer) {
          values = integer();
        } else if ((field == 5 || field == 6) && integer) {
          levels = Math.addExact(levels, integer());
        } else if (field == 7 && (kind & 15) <= FALSE) {
          compressed = (kind & 15) == TRUE;
        } else {
          skip(kind & 15, 0);
        }
      }
    }

    /// The number of a field: a step from the last, or, for long steps, written out.
    private int field(int last, int kind) {
      int step = (kind >> 4) & 15;
      return step == 0 ? integer() : last + step;
    }

    private int integer(int kind) {
      require((kind & 15) == I32);
      return integer();
    }

    private int integer() {
      return Math.toIntExact(zigzag(unsigned()));
    }

    private static void require(boolean wellFormed) {
      if (!wellFormed) {
        throw new IllegalArgumentException("a page header is malformed");
      }
    }

    private static long zigzag(long bits) {
      return (bits >>> 1) ^ -(bits & 1);
    }

    private long unsigned() {
      long bits = 0;
      for (int shift = 0; shift < Long.SIZE; shift += 7) {
        byte next = in.get();
        bits |= (next & 127L) << shift;
        if (next >= 0) {
          return bits;
        }
      }
      throw new IllegalArgumentException("a page header is malformed");
    }

    private void skip(int kind, int depth) {
      require(depth <= DEEPEST);
      switch (kind) {
        case TRUE, FALSE -> {}
        case BYTE -> in.get();
        case I16, I32, I64 -> unsigned();
        case DOUBLE -> advance(Double.BYTES);
        case BINARY -> advance(Math.toIntExact(unsigned()));
        case LIST, SET -> skipList(depth);
        case STRUCT -> {
          for (int inner = in.get(); inner != STOP; inner = in.get()) {
            field(0, inner);
            skip(inner & 15, depth + 1);
          }
        }
        default -> throw new IllegalArgumentException("a page header is malformed");
      }
    }

    private void advance(int length) {
      in.position(Math.addExact(in.position(), length));
    }

    private void skipList(int depth) {
      int head = in.get() & 255;
      long size = head >> 4 == 15 ? unsigned() : head >> 4;
      for (long i = 0; i < size; i++) {
        if ((head & 15) <= FALSE) {
          in.get(); // in a list, a boolean takes a byte
        } else {
          skip(head & 15, depth + 1);
        }
      }
    }
  }
}
