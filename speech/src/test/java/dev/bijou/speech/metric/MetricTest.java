package dev.bijou.speech.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.speech.Signals;
import dev.bijou.speech.mel.LogMel;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
  @Test
  void logMelByHand() {
    Tensor a = Tensor.of(2, 2, 1, 2, 3, 4);
    Tensor b = Tensor.of(2, 3, 1, 0, 9, 2, 6, 9); // its third frame has no counterpart
    assertEquals((0 + 2 + 1 + 2) / 4.0, LogMelDistance.of(a, b));
    assertEquals(0, LogMelDistance.of(a, a));
    assertTrue(Double.isNaN(LogMelDistance.of(a, Tensor.zeros(2, 0))));
    assertThrows(IllegalArgumentException.class, () -> LogMelDistance.of(a, Tensor.zeros(3, 2)));
  }

  /// A difference that is the cosine of coefficient d alone has the size a·√(bands/2) there and none elsewhere.
  @Test
  void cepstralDistortionByHand() {
    int bands = 80;
    Tensor flat = Tensor.zeros(bands, 3);
    for (int b = 0; b < bands; b++) {
      flat.data()[flat.at(b) + 2] = -6; // 52 dB down: does not count
    }
    Tensor wavy = flat.copy();
    double amplitude = 0.2;
    for (int b = 0; b < bands; b++) {
      double wave = amplitude * Math.cos(Math.PI * 5 * (b + 0.5) / bands);
      wavy.data()[wavy.at(b)] += (float) wave;
      wavy.data()[wavy.at(b) + 1] += (float) (10 + Math.cos(Math.PI * 14 * (b + 0.5) / bands));
      wavy.data()[wavy.at(b) + 2] += (float) (10 * wave);
    }
    double first = 10 / Math.log(10) * Math.sqrt(2) * amplitude * Math.sqrt(bands / 2.0);
    // The second frame differs in its level and in coefficient 14 only.
    assertEquals(first / 2, MelCepstralDistortion.of(flat, wavy), 1e-4);
    assertEquals(0, MelCepstralDistortion.of(wavy, wavy));
    assertTrue(Double.isNaN(MelCepstralDistortion.of(flat, Tensor.zeros(bands, 0))));
  }

  /// From librosa: see `reference.py`.
  @Test
  void spectralDistanceEqualsTheReference() {
    float[] x = Signals.chirp(22_016);
    StftDistance actual = StftDistance.of(x, Signals.plus(x, 0.02, 3));
    assertEquals(0.024421418, actual.convergence(), 1e-6);
    assertEquals(0.899947254, actual.logMagnitude(), 1e-5);
    assertEquals(new StftDistance(0, 0), StftDistance.of(x, x));
  }

  /// Twice the sound: |2X − X| / |X| is 1, and ln 2X − ln X is ln 2.
  @Test
  void spectralDistanceByHand() {
    float[] x = Signals.plus(new float[8000], 0.2, 5);
    float[] twice = new float[9000];
    for (int t = 0; t < x.length; t++) {
      twice[t] = 2 * x[t];
    }
    StftDistance actual = StftDistance.of(x, twice);
    assertEquals(1, actual.convergence(), 1e-6);
    assertEquals(Math.log(2), actual.logMagnitude(), 1e-6);
    assertEquals(0, StftDistance.of(new float[5000], new float[5000]).convergence());
  }

  /// Noise that comes and goes, with a silence, at 10 kHz.
  private static float[] bursts(int count) {
    double[] noise = Signals.noise(count, 2);
    float[] samples = new float[count];
    for (int t = 0; t < count; t++) {
      double envelope =
          0.3
              + 0.25
                  * Math.sin(2 * Math.PI * 4 * t / 10_000)
                  * Math.cos(2 * Math.PI * 1.7 * t / 10_000);
      double silence = t >= 8000 && t < 11_000 ? 1e-4 : 1;
      samples[t] = (float) (noise[t] * envelope * silence);
    }
    return samples;
  }

  /// From pystoi: see `reference.py`.
  @ParameterizedTest
  @CsvSource({"0.05,0.9887009869", "0.3,0.6991573590", "1.0,0.1875656868"})
  void intelligibilityEqualsTheReference(double level, double expected) {
    float[] x = bursts(20_000);
    assertEquals(expected, Stoi.of(x, Signals.plus(x, level, 4), 10_000), 2e-6);
  }

  @Test
  void intelligibilityOfTheSameAndOfTooLittle() {
    float[] x = bursts(20_000);
    assertEquals(1, Stoi.of(x, x, 10_000), 1e-9);
    assertEquals(1, Stoi.of(x, x, 22_050), 1e-9);
    assertTrue(Double.isNaN(Stoi.of(x, new float[2000], 10_000)));
    assertTrue(Double.isNaN(Stoi.of(new float[0], x, 10_000)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {70, 110, 220.5, 440})
  void findsThePitchOfTones(double hz) {
    for (int rate : new int[] {16_000, 22_050}) {
      float[] tone = Signals.sine(hz, rate, rate / 2, 0.3);
      double[] pitch = new PitchTracker(rate).track(tone, tone.length);
      assertTrue(pitch.length > 30);
      for (double f : pitch) {
        assertEquals(0, 1200 / Math.log(2) * Math.log(f / hz), 3, "cents, at " + f + " Hz");
      }
    }
  }

  @Test
  void findsNoPitchInNoiseAndSilence() {
    float[] noise = Signals.plus(new float[11_025], 0.5, 8);
    for (double f : new PitchTracker(22_050).track(noise, noise.length)) {
      assertEquals(0, f);
    }
    for (double f : new PitchTracker(22_050).track(new float[11_025], 11_025)) {
      assertEquals(0, f);
    }
    assertEquals(0, new PitchTracker(22_050).track(noise, 1000).length);
  }

  /// A quarter-tone up is 50 cents; where the voice is missing the decision is wrong.
  @Test
  void pitchDistanceByHand() {
    float[] low = Signals.sine(200, 22_050, 44_100, 0.3);
    float[] high = Signals.sine(200 * Math.pow(2, 50 / 1200.0), 22_050, 44_100, 0.3);
    PitchDistance whole = PitchDistance.of(low, high, 22_050);
    assertEquals(50, whole.rmseCents(), 1);
    assertEquals(0, whole.voicingError());
    Arrays.fill(high, 22_050, 44_100, 0);
    PitchDistance half = PitchDistance.of(low, high, 22_050);
    assertEquals(0.5, half.voicingError(), 0.03);
    assertTrue(Double.isNaN(PitchDistance.of(low, new float[44_100], 22_050).rmseCents()));
  }

  @Test
  void aScoreHasThemAll() {
    LogMel logMel = new LogMel(MelSettings.aligned(22_050));
    float[] x = Signals.chirp(22_050);
    SpeechScore same = SpeechScore.of(x, x, logMel);
    assertEquals(0, same.logMel());
    assertEquals(0, same.melCepstralDb());
    assertEquals(new StftDistance(0, 0), same.stft());
    assertEquals(new PitchDistance(0, 0), same.pitch());
    assertEquals(1, same.stoi(), 1e-6);
    SpeechScore other = SpeechScore.of(x, Signals.plus(x, 0.3, 1), logMel);
    assertTrue(other.logMel() > 1 && other.stft().logMagnitude() > 0.5 && other.stoi() < 0.9);
    SpeechScore mean = SpeechScore.mean(List.of(same, other));
    assertEquals(other.logMel() / 2, mean.logMel());
    assertEquals((1 + other.stoi()) / 2, mean.stoi(), 1e-6);
    SpeechScore mute =
        new SpeechScore(
            1,
            1,
            new StftDistance(1, 1),
            new PitchDistance(Double.NaN, 0),
            1,
            new Periodicity(Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    assertEquals(0, SpeechScore.mean(List.of(same, mute)).pitch().rmseCents());
    assertEquals(
        same.periodicity().harmonicsToNoiseDb(),
        SpeechScore.mean(List.of(same, mute)).periodicity().harmonicsToNoiseDb());
  }

  /// A tone of power P in uniform noise of power N = a²/3 has r = P / (P + N), so P / N is its harmonics to noise.
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.2})
  void harmonicsToNoiseIsTheRatioOfTheirPowers(double noise) {
    float[] tone = Signals.sine(200, 22_050, 22_050, Math.sqrt(2));
    float[] rough = Signals.plus(tone, noise, 5);
    Periodicity periodicity = Periodicity.of(tone, rough, 22_050);
    assertEquals(10 * Math.log10(3 / (noise * noise)), periodicity.harmonicsToNoiseDb(), 0.5);
  }

  /// Periods of 100 and 102 samples by turns differ by 2 of 101.
  @Test
  void jitterIsHowMuchAPeriodDiffersFromTheNext() {
    float[] pulses = new float[22_050];
    float[] even = new float[22_050];
    for (int i = 0, at = 0; at + 60 < pulses.length; at += i++ % 2 == 0 ? 100 : 102) {
      pulse(pulses, at);
    }
    for (int at = 0; at + 60 < even.length; at += 101) {
      pulse(even, at);
    }
    // Where a period begins within a pulse, it is a mixture of two.
    assertEquals(100 * 2 / 101.0, Periodicity.of(even, pulses, 22_050).jitterPercent(), 0.5);
    assertEquals(0, Periodicity.of(even, even, 22_050).jitterPercent(), 0.02);
  }

  /// Periods of heights 1 and 0.9 by turns differ by 0.1 of 0.95.
  @Test
  void shimmerIsHowMuchThePeriodsDifferInHeight() {
    float[] uneven = new float[22_050];
    float[] even = new float[22_050];
    for (int i = 0, at = 0; at + 60 < even.length; at += 100, i++) {
      pulse(even, at);
      float[] one = new float[60];
      pulse(one, 0);
      for (int t = 0; t < 60; t++) {
        uneven[at + t] += (i % 2 == 0 ? 1 : 0.9f) * one[t];
      }
    }
    // A period that is cut within a pulse has the height of two.
    assertEquals(100 * 0.1 / 0.95, Periodicity.of(even, uneven, 22_050).shimmerPercent(), 3);
    assertEquals(0, Periodicity.of(even, 22_050).shimmerPercent(), 0.05);
  }

  /// As long at one pitch as at another, four semitones higher: two from the mean.
  @Test
  void theSpreadOfThePitchIsItsDeviationInSemitones() {
    float[] low = Signals.sine(150, 22_050, 22_050, 0.5);
    float[] high = Signals.sine(150 * Math.pow(2, 4 / 12.0), 22_050, 22_050, 0.5);
    float[] both = Arrays.copyOf(low, 44_100);
    System.arraycopy(high, 0, both, 22_050, 22_050);
    assertEquals(2, Periodicity.of(both, 22_050).spreadSemitones(), 0.05);
    assertEquals(0, Periodicity.of(low, 22_050).spreadSemitones(), 0.01);
  }

  private static void pulse(float[] sound, int at) {
    for (int t = 0; t < 60; t++) {
      sound[at + t] += (float) (Math.sin(Math.PI * (t + 0.5) / 60) * Math.cos(0.1 * t));
    }
  }

  @Test
  void withoutAVoiceThereIsNoPeriodicity() {
    float[] noise = Signals.plus(new float[10_000], 0.1, 4);
    assertTrue(Double.isNaN(Periodicity.of(noise, noise, 22_050).harmonicsToNoiseDb()));
    assertTrue(Double.isNaN(Periodicity.of(new float[0], noise, 22_050).jitterPercent()));
  }
}
