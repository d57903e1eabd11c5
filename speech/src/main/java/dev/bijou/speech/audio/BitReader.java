package dev.bijou.speech.audio;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Bits from a stream of bytes, most significant first, with the two checksums of FLAC over the bytes since
/// [#startChecksums].
final class BitReader {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int[] CRC_8 = table(8, 0x07);
  private static final int[] CRC_16 = table(16, 0x8005);

  private final InputStream stream;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long
      cache; // its low `cached` bits are the next ones; never a whole byte more than was asked for
  private int cached;
  private int crc8;
  private int crc16;

  BitReader(InputStream stream) {
    this.stream = stream;
  }

  private static int[] table(int bits, int polynomial) {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int remainder = i << (bits - 8);
      for (int bit = 0; bit < 8; bit++) {
        boolean carry = (remainder >> (bits - 1) & 1) != 0;
        remainder = (remainder << 1) ^ (carry ? polynomial : 0);
      }
      table[i] = remainder & ((1 << bits) - 1);
    }
    return table;
  }

  /// Whether the stream has ended. Call it between bytes only.
  boolean atEnd() throws IOException {
    if (position == limit) {
      limit = Math.max(0, stream.read(buffer, 0, buffer.length));
      position = 0;
    }
    return limit == 0;
  }

  private void load() throws IOException {
    if (atEnd()) {
      throw new EOFException();
    }
    int next = buffer[position++] & 0xFF;
    cache = (cache << 8) | next;
    cached += 8;
    crc8 = CRC_8[crc8 ^ next];
    crc16 = ((crc16 << 8) & 0xFFFF) ^ CRC_16[(crc16 >> 8) ^ next];
  }

  /// The next 0 to 56 bits as an unsigned number.
  long unsigned(int bits) throws IOException {
    while (cached < bits) {
      load();
    }
    cached -= bits;
    return (cache >>> cached) & ((1L << bits) - 1);
  }

  /// The next 0 to 31 bits as an unsigned number.
  int bits(int bits) throws IOException {
    return (int) unsigned(bits);
  }

  /// The next 0 to 56 bits as a number in two's complement.
  long signed(int bits) throws IOException {
    if (bits == 0) {
      return 0;
    }
    int unused = 64 - bits;
    return unsigned(bits) << unused >> unused;
  }

  /// The number of 0 bits before the next 1 bit, which is read too.
  int unary() throws IOException {
    int zeros = 0;
    while (true) {
      if (cached == 0) {
        load();
      }
      long rest = cache << (64 - cached);
      int leading = Math.min(Long.numberOfLeadingZeros(rest), cached);
      zeros += leading;
      if (leading < cached) {
        cached -= leading + 1;
        return zeros;
      }
      cached = 0;
    }
  }

  /// Skips the rest of the current byte.
  void align() {
    cached = 0;
  }

  /// Skips whole bytes.
  void skip(long bytes) throws IOException {
    for (long i = 0; i < bytes; i++) {
      bits(8);
    }
  }

  void startChecksums() {
    crc8 = 0;
    crc16 = 0;
  }

  int crc8() {
    return crc8;
  }

  int crc16() {
    return crc16;
  }
}
