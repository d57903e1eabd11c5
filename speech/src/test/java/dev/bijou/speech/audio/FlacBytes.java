package dev.bijou.speech.audio;

import java.io.ByteArrayOutputStream;

/// Writes FLAC bit by bit, as RFC 9639 has it, for the decoder to read.
final class FlacBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int frameStart;
  private int current;
  private int filled;

  /// The head of a file.
  static FlacBytes start(int rateHz, int channels, int bits, long samples) {
    FlacBytes out = new FlacBytes();
    out.bits("fLaC".charAt(0), 8).bits('L', 8).bits('a', 8).bits('C', 8);
    out.bits(0, 8).bits(34, 24); // STREAMINFO, more follows
    out.bits(16, 16).bits(65_535, 16).bits(0, 24).bits(0, 24);
    out.bits(rateHz, 20).bits(channels - 1, 3).bits(bits - 1, 5).bits(samples, 36);
    for (int i = 0; i < 16; i++) {
      out.bits(0, 8);
    }
    return out.bits(0x81, 8).bits(3, 24).bits(0, 24); // the last: three bytes of padding
  }

  FlacBytes bits(long value, int count) {
    for (int i = count - 1; i >= 0; i--) {
      current = current << 1 | (int) (value >> i & 1);
      if (++filled == 8) {
        bytes.write(current);
        current = 0;
        filled = 0;
      }
    }
    return this;
  }

  /// The head of a frame whose block size stands in 16 bits.
  FlacBytes frame(int size, int assignment, int bitsCode) {
    frameStart = bytes.size();
    bits(0x3FFE, 14).bits(0, 2).bits(7, 4).bits(0, 4).bits(assignment, 4).bits(bitsCode, 3);
    bits(0, 1).bits(0xC2, 8).bits(0x80, 8).bits(size - 1, 16); // frame 128, in two bytes
    return bits(remainder(8, 0x07), 8);
  }

  FlacBytes subframe(int type) {
    return bits(0, 1).bits(type, 6).bits(0, 1);
  }

  FlacBytes unary(int zeros) {
    return bits(0, zeros).bits(1, 1);
  }

  /// One Rice code.
  FlacBytes rice(long value, int parameter) {
    long folded = value < 0 ? -2 * value - 1 : 2 * value;
    return unary((int) (folded >> parameter)).bits(folded, parameter);
  }

  FlacBytes endFrame() {
    while (filled != 0) {
      bits(0, 1);
    }
    return bits(remainder(16, 0x8005), 16);
  }

  /// The checksum of the frame so far, by long division.
  private int remainder(int width, int polynomial) {
    byte[] all = bytes.toByteArray();
    int register = 0;
    for (int i = frameStart; i < all.length; i++) {
      for (int bit = 7; bit >= 0; bit--) {
        int carry = (register >> (width - 1) ^ all[i] >> bit) & 1;
        register = (register << 1 & (1 << width) - 1) ^ (carry == 1 ? polynomial : 0);
      }
    }
    return register;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
