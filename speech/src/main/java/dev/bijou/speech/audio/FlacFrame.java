package dev.bijou.speech.audio;

import java.io.IOException;

/// One frame of FLAC (RFC 9639 §9.1): the same number of samples of every channel.
///
/// @param samples of channel c at time t in `samples[c][t]`
record FlacFrame(long[][] samples) {
  private static final int SYNC = 0x7FFC; // fourteen bits and a reserved zero
  private static final int LEFT_SIDE = 8;
  private static final int SIDE_RIGHT = 9;
  private static final int MID_SIDE = 10;

  int size() {
    return samples[0].length;
  }

  /// Reads the next frame.
  ///
  /// @throws IOException if it is damaged
  /// @throws java.io.EOFException if the file ends before it does
  static FlacFrame read(BitReader in, FlacInfo info) throws IOException {
    in.startChecksums();
    if (in.bits(15) != SYNC) {
      throw new IOException("no frame begins where one should");
    }
    in.bits(1); // whether blocks vary in size
    int sizeCode = in.bits(4);
    int rateCode = in.bits(4);
    int assignment = in.bits(4);
    int bitsCode = in.bits(3);
    in.bits(1);
    skipNumber(in);
    int size = blockSize(in, sizeCode);
    in.bits(
        switch (rateCode) {
          case 12 -> 8;
          case 13, 14 -> 16;
          default -> 0;
        });
    int check = in.crc8();
    if (in.bits(8) != check) {
      throw new IOException("a frame's header fails its checksum");
    }
    int channels = assignment < LEFT_SIDE ? assignment + 1 : 2;
    if (assignment > MID_SIDE || channels != info.channels()) {
      throw new IOException("the number of channels changes");
    }
    int bits = sampleBits(bitsCode, info);
    long[][] samples = new long[channels][size];
    for (int c = 0; c < channels; c++) {
      boolean side = c == 0 ? assignment == SIDE_RIGHT : isSideSecond(assignment);
      FlacSubframe.read(in, bits + (side ? 1 : 0), samples[c]);
    }
    in.align();
    int whole = in.crc16();
    if (in.bits(16) != whole) {
      throw new IOException("a frame fails its checksum");
    }
    decorrelate(assignment, samples);
    return new FlacFrame(samples);
  }

  private static boolean isSideSecond(int assignment) {
    return assignment == LEFT_SIDE || assignment == MID_SIDE;
  }

  /// Skips the number of the frame or sample, coded like a character in UTF-8.
  private static void skipNumber(BitReader in) throws IOException {
    int first = in.bits(8);
    int ones = Integer.numberOfLeadingZeros(~(first << 24));
    if (ones == 1 || ones > 7) {
      throw new IOException("a frame's number is invalid");
    }
    in.skip(Math.max(0, ones - 1));
  }

  private static int blockSize(BitReader in, int code) throws IOException {
    return switch (code) {
      case 0 -> throw new IOException("a frame's size is invalid");
      case 1 -> 192;
      case 2, 3, 4, 5 -> 576 << (code - 2);
      case 6 -> in.bits(8) + 1;
      case 7 -> in.bits(16) + 1;
      default -> 256 << (code - 8);
    };
  }

  private static int sampleBits(int code, FlacInfo info) throws IOException {
    int bits =
        switch (code) {
          case 0 -> info.bits();
          case 1 -> 8;
          case 2 -> 12;
          case 4 -> 16;
          case 5 -> 20;
          case 6 -> 24;
          case 7 -> 32;
          default -> throw new IOException("a frame's sample size is invalid");
        };
    if (bits != info.bits()) {
      throw new IOException("the sample size changes");
    }
    return bits;
  }

  private static void decorrelate(int assignment, long[][] samples) {
    for (int t = 0; assignment >= LEFT_SIDE && t < samples[0].length; t++) {
      long a = samples[0][t];
      long b = samples[1][t];
      switch (assignment) {
        case LEFT_SIDE -> samples[1][t] = a - b;
        case SIDE_RIGHT -> samples[0][t] = a + b;
        default -> {
          long twice = a << 1 | b & 1;
          samples[0][t] = (twice + b) >> 1;
          samples[1][t] = (twice - b) >> 1;
        }
      }
    }
  }
}
