package dev.bijou.speech.audio;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes mono WAV of 16-bit PCM, as the samples come.
///
/// A sample x becomes round(32768·x), clipped to −32768…32767, so that what was read from a 16-bit file is written as
/// it was. The header comes before the samples: give their number if it is known; a stream of unknown length
/// announces the largest size, which players take as "until the end".
public final class WavWriter implements AutoCloseable {
  /// The largest length that the header can announce, in samples.
  public static final long MAX_SAMPLES = (0xFFFF_FFFFL - 36) / 2;

  private static final int BLOCK_SAMPLES = 4096;
  private static final int HEADER_BYTES = 44;
  private static final int UNKNOWN_BYTES = -1; // 0xFFFFFFFF

  private final OutputStream stream;
  private final long samples;
  private final ByteBuffer block =
      ByteBuffer.allocate(2 * BLOCK_SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  /// Writes the header.
  ///
  /// @param samples how many will follow, or [SampleStream#UNKNOWN]
  /// @throws IOException if the stream cannot be written
  public WavWriter(OutputStream stream, int sampleRateHz, long samples) throws IOException {
    if (sampleRateHz <= 0 || samples < SampleStream.UNKNOWN || samples > MAX_SAMPLES) {
      throw new IllegalArgumentException(
          "a WAV file cannot have %d samples at %d Hz".formatted(samples, sampleRateHz));
    }
    this.stream = stream;
    this.samples = samples;
    block.put(header(sampleRateHz, samples));
    send();
  }

  /// The header of a file, for one whose length is known when all is written.
  ///
  /// @param samples how many follow, or [SampleStream#UNKNOWN]
  public static byte[] header(int sampleRateHz, long samples) {
    boolean unknown = samples == SampleStream.UNKNOWN || samples > MAX_SAMPLES;
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ascii("RIFF")).putInt(unknown ? UNKNOWN_BYTES : (int) (36 + 2 * samples));
    header.put(ascii("WAVEfmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    header.putInt(sampleRateHz).putInt(2 * sampleRateHz).putShort((short) 2).putShort((short) 16);
    header.put(ascii("data")).putInt(unknown ? UNKNOWN_BYTES : (int) (2 * samples));
    return header.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Writes samples. They are handed to the stream before this returns.
  ///
  /// @throws IOException if the stream cannot be written
  public void write(float[] source, int offset, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (!block.hasRemaining()) {
        send();
      }
      int value = Math.round(source[offset + i] * 32768f);
      block.putShort((short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE));
    }
    send();
    written += count;
  }

  /// Writes samples.
  ///
  /// @throws IOException if the stream cannot be written
  public void write(float... source) throws IOException {
    write(source, 0, source.length);
  }

  /// Writes what a stream holds.
  ///
  /// @throws IOException if the stream cannot be written
  public void write(SampleStream source) throws IOException {
    float[] part = new float[BLOCK_SAMPLES];
    for (int read; (read = source.read(part, 0, part.length)) >= 0; ) {
      write(part, 0, read);
    }
  }

  private void send() throws IOException {
    stream.write(block.array(), 0, block.position());
    block.clear();
  }

  /// Flushes and closes the stream.
  ///
  /// @throws IllegalStateException if another number of samples was announced
  @Override
  public void close() throws IOException {
    stream.close();
    if (samples != SampleStream.UNKNOWN && samples != written) {
      throw new IllegalStateException(
          "%d samples were announced, but %d written".formatted(samples, written));
    }
  }
}
