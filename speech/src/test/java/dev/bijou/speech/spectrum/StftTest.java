package dev.bijou.speech.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bijou.speech.Signals;
import dev.bijou.speech.audio.Framing;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StftTest {
  private static final Framing CENTRED = Framing.centred(1024, 1024, 256);
  private static final Framing ALIGNED = Framing.aligned(1024, 1024, 256);

  @Test
  void countsFrames() {
    assertEquals(87, CENTRED.frames(22_016));
    assertEquals(87, CENTRED.frames(22_271));
    assertEquals(64, ALIGNED.frames(16_384));
    assertEquals(65, ALIGNED.frames(16_385));
    assertEquals(1, ALIGNED.frames(1));
    assertEquals(0, ALIGNED.frames(0));
    assertEquals(384, ALIGNED.padding());
    assertEquals(16_384, ALIGNED.samples(64));
    assertEquals(22_016, CENTRED.samples(87));
  }

  /// Every length around those where blocks, hops and reflections end.
  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 2, 3, 255, 256, 257, 511, 512, 513, 514, 1023, 1025, 8191, 8192, 8703, 8704, 8705,
        12_287, 20_000
      })
  void framesAreThoseOfTheReflectedSound(int samples) {
    float[] sound = Signals.chirp(samples);
    for (Framing framing : new Framing[] {CENTRED, ALIGNED, Framing.centred(512, 240, 50)}) {
      Spectrogram actual = new Stft(framing).forward(sound);
      assertEquals(framing.frames(samples), actual.frames());
      float[] filled = Arrays.copyOf(sound, (int) framing.filled(samples));
      double[] window = framing.window();
      RealFft fft = new RealFft(framing.fftSize());
      double[] frame = new double[framing.fftSize()];
      double[] real = new double[framing.bins()];
      double[] imaginary = new double[framing.bins()];
      for (int t = 0; t < actual.frames(); t++) {
        for (int n = 0; n < frame.length; n++) {
          frame[n] =
              window[n] * filled[reflect(t * framing.hop() - framing.padding() + n, filled.length)];
        }
        fft.forward(frame, real, imaginary);
        for (int k = 0; k < framing.bins(); k++) {
          assertEquals((float) real[k], actual.real()[t * framing.bins() + k], 1e-6f);
          assertEquals((float) imaginary[k], actual.imaginary()[t * framing.bins() + k], 1e-6f);
        }
      }
    }
  }

  private static int reflect(int t, int size) {
    int index = t;
    while (size > 1 && (index < 0 || index >= size)) {
      index = index < 0 ? -index : 2 * (size - 1) - index;
    }
    return size == 1 ? 0 : index;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300, 1024, 8193, 20_000})
  void theInverseGivesTheSoundBack(int samples) {
    float[] sound = Signals.chirp(samples);
    for (Framing framing : new Framing[] {CENTRED, ALIGNED}) {
      Stft stft = new Stft(framing);
      assertArrayEquals(sound, stft.inverse(stft.forward(sound), samples), 1e-6f);
    }
  }

  @Test
  void aSinePeaksAtHalfTheWindowsSum() {
    double hz = 40 * 22_050 / 1024.0;
    float[] magnitudes =
        new Stft(CENTRED).forward(Signals.sine(hz, 22_050, 10_000, 0.5)).magnitudes();
    assertEquals(0.5 * 512 / 2, magnitudes[20 * 513 + 40], 1e-3);
    assertEquals(0.5 * 512 / 4, magnitudes[20 * 513 + 41], 1e-3);
    assertEquals(0, magnitudes[20 * 513 + 43], 1e-3);
  }

  @Test
  void refusesWhatCannotBeFramed() {
    assertThrows(IllegalArgumentException.class, () -> Framing.centred(1000, 1000, 250));
    assertThrows(IllegalArgumentException.class, () -> Framing.centred(1024, 1200, 256));
    assertThrows(IllegalArgumentException.class, () -> Framing.centred(1024, 1024, 512));
    assertThrows(IllegalArgumentException.class, () -> Framing.aligned(1024, 1024, 0));
    assertThrows(IllegalArgumentException.class, () -> Framing.aligned(1024, 1024, 255));
    Spectrogram other = new Stft(Framing.centred(512, 512, 128)).forward(new float[2000]);
    assertThrows(IllegalArgumentException.class, () -> new Stft(CENTRED).inverse(other, 2000));
  }
}
