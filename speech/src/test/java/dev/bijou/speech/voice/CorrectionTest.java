package dev.bijou.speech.voice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.sequence.SequenceSampler;
import dev.bijou.speech.Signals;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// What is corrected in drawn sound, and what is left alone.
class CorrectionTest {
  private static final int RATE = 22_050;
  private static final MelSettings MEL = MelSettings.aligned(RATE);
  private static final LogMel FRONT_END = new LogMel(MEL);

  private static float[] noise(int samples, double scale) {
    return Signals.plus(new float[samples], scale, 3);
  }

  private static float[] matched(float[] sound, Tensor asked, int passes) {
    MelMatch match = new MelMatch(MEL, passes);
    IntFunction<Tensor> frames = match.remembering(SequenceSampler.piecewise(asked));
    frames.apply(5);
    frames.apply(asked.lanes());
    return match.apply(SampleStream.of(RATE, sound)).readAll();
  }

  private static double distance(Tensor a, Tensor b) {
    double sum = 0;
    for (int f = 0; f < a.features(); f++) {
      for (int t = 0; t < a.lanes(); t++) {
        sum += Math.abs(a.get(f, t) - b.get(f, t));
      }
    }
    return sum / a.size();
  }

  @Test
  void soundThatHasItsSpectrogramStays() {
    for (int samples : new int[] {1, 300, 5000, 20_001}) {
      float[] sound = noise(samples, 0.1);
      assertArrayEquals(sound, matched(sound, FRONT_END.of(sound), 2), 1e-4f, samples + " samples");
    }
  }

  @Test
  void eachPassComesNearerToTheSpectrogram() {
    float[] sound = noise(30_000, 0.05);
    Tensor asked = FRONT_END.of(Signals.plus(Tones.sung(3), 0.01, 4));
    float[] cut = Arrays.copyOf(sound, 256 * Math.min(asked.lanes(), 100));
    Tensor wanted = Tensor.zeros(80, cut.length / 256).setLanes(asked, 0);
    double before = distance(FRONT_END.of(cut), wanted);
    double once = distance(FRONT_END.of(matched(cut, wanted, 1)), wanted);
    double twice = distance(FRONT_END.of(matched(cut, wanted, 2)), wanted);
    assertTrue(once < 0.6 * before && twice < 0.8 * once, before + " → " + once + " → " + twice);
  }

  private static float[] combed(float... sound) {
    return new CombedStream(SampleStream.of(RATE, sound), 0.67f).readAll();
  }

  /// A voice of a gliding pitch, cleaned of half the power of its noise; its own wave changes little.
  @Test
  void theCombTakesNoiseFromAVoice() {
    float[] clean = new float[RATE];
    double phase = 0;
    for (int t = 0; t < clean.length; t++) {
      phase += 2 * Math.PI * (180 + 40.0 * t / clean.length) / RATE;
      for (int h = 1; h <= 10; h++) {
        clean[t] += (float) (0.1 * Math.cos(h * phase) / h);
      }
    }
    float[] rough = Signals.plus(clean, 0.02, 8);
    double before = error(clean, rough);
    double after = error(clean, combed(rough));
    assertTrue(after < 0.6 * before, before + " → " + after);
    assertTrue(error(clean, combed(clean)) < 0.1 * before);
  }

  private static double error(float[] a, float[] b) {
    double sum = 0;
    for (int t = 3000; t < a.length - 3000; t++) {
      sum += (double) (a[t] - b[t]) * (a[t] - b[t]);
    }
    return sum;
  }

  @Test
  void theCombLeavesWhatHasNoVoiceBitForBit() {
    for (int samples : new int[] {0, 1, 255, 256, 257, 5000, 30_000}) {
      float[] sound = noise(samples, 0.1);
      assertArrayEquals(sound, combed(sound), samples + " samples");
    }
    assertArrayEquals(new float[3000], combed(new float[3000]));
  }

  @Test
  void theCombDoesNotDependOnHowSoundComes() {
    float[] sound = Tones.sung(5);
    SampleStream whole = SampleStream.of(RATE, sound);
    SampleStream drops =
        new SampleStream() {
          private final Random random = new Random(1);

          @Override
          public int sampleRateHz() {
            return RATE;
          }

          @Override
          public long length() {
            return whole.length();
          }

          @Override
          public int read(float[] target, int offset, int count) {
            return whole.read(target, offset, Math.min(count, 1 + random.nextInt(700)));
          }
        };
    assertArrayEquals(combed(sound), new CombedStream(drops, 0.67f).readAll());
    assertEquals(sound.length, combed(sound).length);
  }
}
