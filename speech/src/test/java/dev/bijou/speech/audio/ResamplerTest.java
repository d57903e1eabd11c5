package dev.bijou.speech.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.Signals;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  private static float[] resample(int from, int to, float[] samples) {
    return Resampler.to(to, SampleStream.of(from, samples)).readAll();
  }

  /// A sine is the same sine at the other rate, without delay, to 80 dB.
  @ParameterizedTest
  @CsvSource({
    "48000,22050",
    "44100,22050",
    "16000,22050",
    "8000,22050",
    "22050,16000",
    "22050,10000",
    "96000,22050",
    "44056,22050",
    "22050,48000"
  })
  void keepsSines(int from, int to) {
    double nyquist = Math.min(from, to) / 2.0;
    for (double hz : new double[] {100, 1000, 0.5 * nyquist, 0.9 * nyquist}) {
      float[] actual = resample(from, to, Signals.sine(hz, from, from, 0.8));
      assertEquals(to, actual.length);
      float[] expected = Signals.sine(hz, to, to, 0.8);
      double worst = 0;
      for (int t = to / 4; t < 3 * to / 4; t++) {
        worst = Math.max(worst, Math.abs(expected[t] - actual[t]));
      }
      assertTrue(worst < 8e-5, hz + " Hz is off by " + worst);
    }
  }

  @Test
  void whatWouldAliasIsGone() {
    for (double hz : new double[] {11_030, 12_000, 15_000, 23_000}) {
      float[] actual = resample(48_000, 22_050, Signals.sine(hz, 48_000, 48_000, 1));
      double worst = 0;
      for (int t = 5_000; t < 17_000; t++) {
        worst = Math.max(worst, Math.abs(actual[t]));
      }
      assertTrue(worst < 3.2e-5, hz + " Hz leaves " + worst); // −90 dB
    }
  }

  @Test
  void keepsAConstant() {
    float[] ones = new float[3000];
    Arrays.fill(ones, 1);
    float[] actual = resample(44_100, 16_000, ones);
    assertEquals(Math.ceilDiv(3000 * 16_000, 44_100), actual.length);
    assertEquals(1, actual[actual.length / 2], 3e-5);
  }

  @Test
  void partsAreTheWhole() {
    float[] sound = Signals.chirp(30_000);
    float[] whole = resample(48_000, 22_050, sound);
    SampleStream stream = Resampler.to(22_050, SampleStream.of(48_000, sound));
    assertEquals(whole.length, stream.length());
    float[] parts = new float[whole.length];
    int done = 0;
    for (int read; (read = stream.read(parts, done, Math.min(61, parts.length - done))) > 0; ) {
      done += read;
    }
    assertEquals(whole.length, done);
    assertEquals(-1, stream.read(parts, 0, 1));
    assertArrayEquals(whole, parts);
  }

  @Test
  void takesRatesThatAreFarApart() {
    float[] slow = resample(1_000_000, 1_000, Signals.sine(100, 1_000_000, 1_000_000, 0.5));
    float[] fast = resample(1_000, 1_000_000, Signals.sine(100, 1_000, 1_000, 0.5));
    assertEquals(0.5 * Math.sin(2 * Math.PI * 0.1 * 503), slow[503], 1e-4);
    assertEquals(0.5 * Math.sin(2 * Math.PI * 1e-4 * 503_123), fast[503_123], 1e-4);
  }

  @Test
  void shortSoundStaysSound() {
    assertEquals(1, resample(22_050, 8_000, new float[] {0.5f}).length);
    assertEquals(6, resample(8_000, 22_050, new float[] {0.5f, 0.5f}).length);
    assertEquals(0, resample(8_000, 22_050, new float[0]).length);
  }

  @Test
  void theSameRateIsTheSameStream() {
    SampleStream stream = SampleStream.of(22_050, 1, 2);
    assertSame(stream, Resampler.to(22_050, stream));
    assertThrows(IllegalArgumentException.class, () -> Resampler.to(0, stream));
  }
}
