package dev.bijou.speech.mel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.Signals;
import dev.bijou.speech.audio.Framing;
import dev.bijou.speech.spectrum.MelFilters;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GriffinLimTest {
  private static final LogMel LOG_MEL = new LogMel(MelSettings.aligned(22_050));

  private static float[] synthesize(Tensor mel, int iterations, double momentum, long seed) {
    return new GriffinLim(LOG_MEL.settings(), iterations, momentum)
        .synthesize(mel, new SplittableRandom(seed));
  }

  /// The mean absolute difference of the spectrograms.
  private static double distance(Tensor mel, float[] sound) {
    Tensor other = LOG_MEL.of(sound);
    return IntStream.range(0, mel.size())
        .mapToDouble(i -> Math.abs(mel.data()[i] - other.data()[i]))
        .average()
        .orElseThrow();
  }

  @Test
  void iterationsAndMomentumBringTheSpectrogramNearer() {
    Tensor mel = LOG_MEL.of(Signals.chirp(11_025));
    double none = distance(mel, synthesize(mel, 0, 0, 1));
    double some = distance(mel, synthesize(mel, 20, 0, 1));
    double fast = distance(mel, synthesize(mel, 20, 0.99, 1));
    assertTrue(some < 0.6 * none, some + " after " + none);
    assertTrue(fast < some, fast + " after " + some);
    assertTrue(fast < 0.25, "" + fast);
  }

  @Test
  void aSeedGivesOneSound() {
    Tensor mel = LOG_MEL.of(Signals.chirp(3000));
    float[] sound = synthesize(mel, 3, 0, 5);
    assertEquals(12 * 256, sound.length);
    assertArrayEquals(sound, synthesize(mel, 3, 0, 5));
    assertTrue(sound[1000] != synthesize(mel, 3, 0, 6)[1000]);
  }

  @Test
  void silenceStaysSilent() {
    Tensor mel = LOG_MEL.of(new float[2560]);
    for (float sample : synthesize(mel, 5, 0, 1)) {
      assertEquals(0, sample, 1e-4);
    }
    assertEquals(0, synthesize(Tensor.zeros(80, 0), 5, 0, 1).length);
  }

  @Test
  void thePseudoInverseKeepsBandsThatNoneIsNegativeFor() {
    MelFilters filters = LOG_MEL.settings().filters();
    MelInverse inverse = new MelInverse(filters);
    double[] mel = new double[80];
    Arrays.fill(mel, 0.7);
    double[] magnitudes = new double[513];
    for (int k = 0; k < 513; k++) {
      magnitudes[k] = inverse.apply(k, mel);
    }
    for (int b = 0; b < 80; b++) {
      assertEquals(0.7, filters.apply(b, magnitudes), 1e-9);
    }
  }

  @Test
  void filtersWithoutABinDoNoHarm() {
    MelSettings many = new MelSettings(22_050, Framing.aligned(512, 512, 128), 200, 0, 11_025);
    Tensor mel = new LogMel(many).of(Signals.chirp(4000));
    for (float sample : new GriffinLim(many, 5, 0).synthesize(mel, new SplittableRandom(1))) {
      assertTrue(Math.abs(sample) < 10, "" + sample);
    }
  }

  @Test
  void refusesOtherBands() {
    assertThrows(IllegalArgumentException.class, () -> synthesize(Tensor.zeros(79, 10), 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> synthesize(Tensor.zeros(80, 10), 1, 1.5, 1));
  }
}
