package dev.bijou.speech.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bijou.speech.Signals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WavWriterTest {
  private static byte[] written(long announced, float... samples) {
    return Signals.bytes(stream -> {
      try (WavWriter writer = new WavWriter(stream, 22_050, announced)) {
        writer.write(samples);
      }
    });
  }

  @Test
  void writesWhatWasReadBitForBit() {
    float[] all = new float[65_536];
    for (int i = 0; i < all.length; i++) {
      all[i] = (i - 32_768) / 32_768f;
    }
    byte[] file = written(all.length, all);
    assertEquals(44 + 2 * all.length, file.length);
    assertArrayEquals(all, AudioFile.open("out", new ByteArrayInputStream(file)).readAll());
  }

  @Test
  void roundsAndClips() {
    byte[] file = written(5, 1.5f, -1.5f, 0.6f / 32768, -0.6f / 32768, 1);
    float[] read = AudioFile.open("out", new ByteArrayInputStream(file)).readAll();
    float step = 1 / 32768f;
    assertArrayEquals(new float[] {1 - step, -1, step, -step, 1 - step}, read);
  }

  @Test
  void aStreamOfUnknownLengthIsReadToItsEnd() {
    byte[] known = written(3, 0.25f, 0.5f, -0.5f);
    byte[] unknown = written(SampleStream.UNKNOWN, 0.25f, 0.5f, -0.5f);
    byte[] data = Arrays.copyOfRange(unknown, 44, unknown.length);
    assertArrayEquals(Arrays.copyOfRange(known, 44, known.length), data);
    assertArrayEquals(
        new float[] {0.25f, 0.5f, -0.5f},
        AudioFile.open("out", new ByteArrayInputStream(unknown)).readAll());
  }

  @Test
  void samplesAreWithTheStreamAtOnce() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    WavWriter writer = new WavWriter(stream, 22_050, SampleStream.UNKNOWN);
    writer.write(0.5f);
    assertEquals(46, stream.size());
    writer.write(SampleStream.of(22_050, new float[9_999]));
    assertEquals(46 + 2 * 9_999, stream.size());
  }

  @Test
  void holdsTheCallerToItsWord() throws IOException {
    WavWriter writer = new WavWriter(OutputStream.nullOutputStream(), 22_050, 2);
    writer.write(0f);
    assertThrows(IllegalStateException.class, writer::close);
    assertThrows(
        IllegalArgumentException.class,
        () -> new WavWriter(OutputStream.nullOutputStream(), 22_050, WavWriter.MAX_SAMPLES + 1));
  }
}
