package dev.bijou.speech.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import org.jspecify.annotations.Nullable;

/// How the bytes of a sample encode a number in −1…1.
enum SampleFormat {
  UNSIGNED_8(Encoding.PCM_UNSIGNED, 8) {
    @Override
    double next(ByteBuffer bytes) {
      return ((bytes.get() & 0xFF) - 128) / 128.0;
    }
  },
  SIGNED_8(Encoding.PCM_SIGNED, 8) {
    @Override
    double next(ByteBuffer bytes) {
      return bytes.get() / 128.0;
    }
  },
  SIGNED_16(Encoding.PCM_SIGNED, 16) {
    @Override
    double next(ByteBuffer bytes) {
      return bytes.getShort() / 32768.0;
    }
  },
  SIGNED_24(Encoding.PCM_SIGNED, 24) {
    @Override
    double next(ByteBuffer bytes) {
      int first = bytes.get();
      int middle = bytes.get();
      int last = bytes.get();
      boolean big = bytes.order() == ByteOrder.BIG_ENDIAN;
      int high = big ? first : last;
      int low = big ? last : first;
      return ((high << 16) | ((middle & 0xFF) << 8) | (low & 0xFF)) / 8388608.0;
    }
  },
  SIGNED_32(Encoding.PCM_SIGNED, 32) {
    @Override
    double next(ByteBuffer bytes) {
      return bytes.getInt() / 2147483648.0;
    }
  },
  FLOAT_32(Encoding.PCM_FLOAT, 32) {
    @Override
    double next(ByteBuffer bytes) {
      return bytes.getFloat();
    }
  },
  FLOAT_64(Encoding.PCM_FLOAT, 64) {
    @Override
    double next(ByteBuffer bytes) {
      return bytes.getDouble();
    }
  };

  private final Encoding encoding;
  private final int bits;

  SampleFormat(Encoding encoding, int bits) {
    this.encoding = encoding;
    this.bits = bits;
  }

  /// The next sample, in the order of bytes that the buffer has.
  abstract double next(ByteBuffer bytes);

  /// The format that fits, or null.
  static @Nullable SampleFormat of(AudioFormat format) {
    for (SampleFormat candidate : values()) {
      if (candidate.encoding.equals(format.getEncoding())
          && candidate.bits == format.getSampleSizeInBits()
          && format.getFrameSize() == format.getChannels() * candidate.bits / 8) {
        return candidate;
      }
    }
    return null;
  }
}
