package dev.bijou.speech.audio;

import java.io.IOException;

/// The header of a FLAC file (STREAMINFO, RFC 9639 §8.2).
///
/// @param samples for each channel; zero if the encoder did not know it
record FlacInfo(int sampleRateHz, int channels, int bits, long samples) {
  private static final int STREAM_INFO = 0;
  private static final int STREAM_INFO_BYTES = 34;
  private static final int INVALID = 127;

  /// Reads all metadata, up to the first frame.
  static FlacInfo read(BitReader in) throws IOException {
    skipTag(in);
    FlacInfo info = null;
    boolean last = false;
    while (!last) {
      last = in.bits(1) == 1;
      int type = in.bits(7);
      int length = in.bits(24);
      boolean wanted = type == STREAM_INFO;
      if (type == INVALID || wanted != (info == null) || wanted && length != STREAM_INFO_BYTES) {
        throw new IOException("its header is invalid");
      }
      if (wanted) {
        info = streamInfo(in);
      } else {
        in.skip(length);
      }
    }
    if (info == null) {
      throw new IOException("its header is missing");
    }
    return info;
  }

  /// Reads the mark of the format, and an ID3v2 tag if one stands before it.
  private static void skipTag(BitReader in) throws IOException {
    int mark = in.bits(24);
    if (mark == 0x494433) {
      in.skip(3);
      long size = 0;
      for (int i = 0; i < 4; i++) {
        size = size << 7 | in.bits(8);
      }
      in.skip(size);
      mark = in.bits(24);
    }
    if (mark != 0x664C61 || in.bits(8) != 0x43) {
      throw new IOException("it is not FLAC");
    }
  }

  private static FlacInfo streamInfo(BitReader in) throws IOException {
    in.skip(10); // sizes of blocks and frames
    int rate = in.bits(20);
    int channels = in.bits(3) + 1;
    int bits = in.bits(5) + 1;
    long samples = in.unsigned(36);
    in.skip(16); // MD5 of all samples
    if (rate == 0 || bits < 4) {
      throw new IOException("its header is invalid");
    }
    return new FlacInfo(rate, channels, bits, samples);
  }
}
