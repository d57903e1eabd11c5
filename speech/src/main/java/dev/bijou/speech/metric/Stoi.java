package dev.bijou.speech.metric;

import dev.bijou.speech.audio.SampleStream;
import java.util.Arrays;

/// Short-time objective intelligibility, −1 … 1, about the fraction of words that a listener understands (Taal,
/// Hendriks, Heusdens and Jensen, 2011, doi:10.1109/TASL.2011.2114881).
///
/// At 10 kHz, without the frames that are 40 dB below the loudest of the reference: the mean correlation of the
/// envelopes in 15 third-octave bands over 30 frames, those of the candidate normalized and clipped at 15 dB.
final class Stoi {
  private static final int RATE_HZ = 10_000;
  private static final int BANDS = 15;
  private static final int SEGMENT = 30;
  private static final double CLIP = 1 + Math.pow(10, 15.0 / 20);
  private static final double EPSILON = Math.ulp(1.0);

  private Stoi() {}

  /// The intelligibility of a sound over the samples that both have; NaN where less than 0.4 s of them are not silent.
  public static double of(float[] reference, float[] candidate, int sampleRateHz) {
    int samples = Math.min(reference.length, candidate.length);
    double[][] sounds =
        StoiFrames.withoutSilence(
            resample(reference, samples, sampleRateHz), resample(candidate, samples, sampleRateHz));
    double[][] x = StoiFrames.envelopes(sounds[0], RATE_HZ, BANDS);
    double[][] y = StoiFrames.envelopes(sounds[1], RATE_HZ, BANDS);
    int segments = x[0].length - SEGMENT + 1;
    double sum = 0;
    for (int from = 0; from < segments; from++) {
      for (int b = 0; b < BANDS; b++) {
        sum += correlation(x[b], y[b], from);
      }
    }
    return segments < 1 ? Double.NaN : sum / ((double) segments * BANDS);
  }

  private static float[] resample(float[] sound, int samples, int sampleRateHz) {
    return SampleStream.of(sampleRateHz, Arrays.copyOf(sound, samples))
        .resampled(RATE_HZ)
        .readAll();
  }

  private static double correlation(double[] x, double[] y, int from) {
    double scale = norm(x, from) / (norm(y, from) + EPSILON);
    double[] a = Arrays.copyOfRange(x, from, from + SEGMENT);
    double[] b = new double[SEGMENT];
    for (int i = 0; i < SEGMENT; i++) {
      b[i] = Math.min(scale * y[from + i], CLIP * a[i]);
    }
    center(a);
    center(b);
    double product = 0;
    for (int i = 0; i < SEGMENT; i++) {
      product += a[i] * b[i];
    }
    return product / ((norm(a, 0) + EPSILON) * (norm(b, 0) + EPSILON));
  }

  private static void center(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    for (int i = 0; i < values.length; i++) {
      values[i] -= mean;
    }
  }

  private static double norm(double[] values, int from) {
    double squares = 0;
    for (int i = from; i < from + SEGMENT; i++) {
      squares += values[i] * values[i];
    }
    return Math.sqrt(squares);
  }
}
