package dev.bijou.storage;

import java.nio.ByteBuffer;

/// The element types that are read as float; F32, F16 and I8 are written, too. Models have floating ones, and I8 with a scale for
/// each row.
public enum Dtype {
  /// IEEE 754 binary16, widened exactly.
  F16(2) {
    @Override
    public void decode(ByteBuffer source, float[] target, int offset, int count) {
      short[] bits = new short[count];
      source.asShortBuffer().get(bits);
      for (int i = 0; i < count; i++) {
        target[offset + i] = Float.float16ToFloat(bits[i]);
      }
    }

    @Override
    void encode(float[] source, int offset, int count, ByteBuffer target) {
      for (int i = 0; i < count; i++) {
        target.putShort(Float.floatToFloat16(source[offset + i]));
      }
    }
  },
  /// The upper half of a binary32, widened exactly.
  BF16(2) {
    @Override
    public void decode(ByteBuffer source, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = Float.intBitsToFloat(source.getShort() << 16);
      }
    }
  },
  /// IEEE 754 binary32: what Bijou computes with and writes.
  F32(4) {
    @Override
    public void decode(ByteBuffer source, float[] target, int offset, int count) {
      source.asFloatBuffer().get(target, offset, count);
    }

    @Override
    void encode(float[] source, int offset, int count, ByteBuffer target) {
      target.asFloatBuffer().put(source, offset, count);
    }
  },
  /// IEEE 754 binary64, rounded to the nearest float.
  F64(8) {
    @Override
    public void decode(ByteBuffer source, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = (float) source.getDouble();
      }
    }
  },
  /// Whole numbers of 64 bits, rounded to the nearest float.
  I64(8) {
    @Override
    public void decode(ByteBuffer source, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = source.getLong();
      }
    }
  },
  /// Whole numbers of 32 bits, rounded to the nearest float.
  I32(4) {
    @Override
    public void decode(ByteBuffer source, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = source.getInt();
      }
    }
  },
  /// Whole numbers of 16 bits.
  I16(2) {
    @Override
    public void decode(ByteBuffer source, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = source.getShort();
      }
    }
  },
  /// Whole numbers of 8 bits.
  I8(1) {
    @Override
    public void decode(ByteBuffer source, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = source.get();
      }
    }

    @Override
    void encode(float[] source, int offset, int count, ByteBuffer target) {
      for (int i = 0; i < count; i++) {
        target.put((byte) Math.round(source[offset + i]));
      }
    }
  },
  /// Whole numbers from 0 to 255.
  U8(1) {
    @Override
    public void decode(ByteBuffer source, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = source.get() & 0xff;
      }
    }
  },
  /// 0 or 1.
  BOOL(1) {
    @Override
    public void decode(ByteBuffer source, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = source.get() == 0 ? 0 : 1;
      }
    }
  };

  private final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  /// Whether its elements are floating-point numbers, as most of a model's are.
  public boolean isFloating() {
    return ordinal() <= F64.ordinal();
  }

  /// Bytes of one element.
  public int bytes() {
    return bytes;
  }

  /// Reads `count` elements from a little-endian buffer.
  public abstract void decode(ByteBuffer source, float[] target, int offset, int count);

  /// Writes `count` elements to a little-endian buffer, rounded to the nearest.
  void encode(float[] source, int offset, int count, ByteBuffer target) {
    throw new UnsupportedOperationException(this + " is not written");
  }
}
