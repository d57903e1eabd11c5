package dev.bijou.speech.voice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.sequence.SequenceSampler;
import dev.bijou.speech.Signals;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.metric.PitchTracker;
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
    int first = frames.apply(5).lanes();
    assertEquals(asked.lanes(), first + frames.apply(asked.lanes()).lanes());
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

  /// A voice of ten harmonics at a pitch that may glide.
  private static float[] voice(double from, double to, int samples) {
    float[] sound = new float[samples];
    double phase = 0;
    for (int t = 0; t < samples; t++) {
      phase += 2 * Math.PI * (from + (to - from) * t / samples) / RATE;
      for (int h = 1; h <= 10; h++) {
        sound[t] += (float) (0.1 * Math.cos(h * phase) / h);
      }
    }
    return sound;
  }

  private static float[] intoned(float[] sound, double range, double semitones) {
    return Vocoder.intoned(SampleStream.of(RATE, sound), range, semitones).readAll();
  }

  private static double pitch(float[] sound, double second) {
    return new PitchTracker(RATE, 0.25).pitch(sound, (int) (second * RATE));
  }

  @Test
  void theVoiceMovesUpAndDownByTheSemitonesThatWereAskedFor() {
    float[] sound = voice(200, 200, 2 * RATE);
    for (double semitones : new double[] {-4, 3, 5}) {
      float[] moved = intoned(sound, 1, semitones);
      assertEquals(sound.length, moved.length);
      assertEquals(200 * Math.pow(2, semitones / 12), pitch(moved, 1), 2);
    }
  }

  /// From 180 to 240 Hz. The mean is that of what was heard, so where all goes up the pitch moves half as much more or less
  /// than about the mean of the whole.
  @Test
  void aWiderRangeMovesThePitchFartherFromItsMean() {
    float[] glide = voice(180, 240, 2 * RATE);
    float[] wide = intoned(glide, 2, 0);
    double narrow = Math.log(pitch(glide, 1.8) / pitch(glide, 0.3));
    double wider = Math.log(pitch(wide, 1.8) / pitch(wide, 0.3));
    assertEquals(1.6, wider / narrow, 0.25);
    float[] flat = intoned(glide, 0, 0);
    double still = Math.log(pitch(flat, 1.8) / pitch(flat, 0.3));
    assertEquals(0.4, still / narrow, 0.25);
  }

  /// A voice after a second without one: what was forgotten by then is not asked for.
  @Test
  void aVoiceMayComeLate() {
    float[] late = new float[4 * RATE];
    System.arraycopy(noise(3 * RATE, 0.1), 0, late, 0, 3 * RATE);
    System.arraycopy(voice(200, 200, RATE), 0, late, 3 * RATE, RATE);
    assertEquals(200 * Math.pow(2, 0.25), pitch(intoned(late, 1.5, 3), 3.5), 3);
  }

  @Test
  void whatHasNoVoiceKeepsItsSound() {
    for (int samples : new int[] {0, 1, 127, 4000, 30_000}) {
      float[] sound = noise(samples, 0.1);
      assertArrayEquals(sound, intoned(sound, 2, 4), 1e-5f, samples + " samples");
    }
    float[] tone = Tones.sung(2);
    assertArrayEquals(tone, intoned(tone, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> intoned(tone, Double.NaN, 0));
    assertThrows(IllegalArgumentException.class, () -> intoned(tone, 1, 13));
  }
}
