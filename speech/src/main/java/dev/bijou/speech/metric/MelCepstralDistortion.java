package dev.bijou.speech.metric;

import dev.bijou.tensor.Tensor;

/// Mel-cepstral distortion in dB: the mean over frames of (10 / ln 10)·√(2 Σ (c(d) − ĉ(d))²), d = 1 … 13, where c is
/// the orthonormal cosine transform (DCT-II) of the log-mel spectrum (Kubichek, 1993).
///
/// Frames are those of the reference within 40 dB of its loudest; frames are compared as they are, without time
/// warping. So the numbers are not those of a WORLD mel-cepstrum.
final class MelCepstralDistortion {
  private static final int COEFFICIENTS = 13;
  private static final double RANGE_DB = 40;

  private MelCepstralDistortion() {}

  /// The distortion of two log-mel spectrograms, bands × frames, in dB; NaN where there are no frames.
  public static double of(Tensor reference, Tensor candidate) {
    int frames = CommonFrames.of(reference, candidate);
    boolean[] loud = loud(reference, frames);
    double sum = 0;
    int count = 0;
    for (int t = 0; t < frames; t++) {
      if (loud[t]) {
        sum += Math.sqrt(2 * squares(reference, candidate, t));
        count++;
      }
    }
    return 10 / Math.log(10) * sum / count;
  }

  private static double squares(Tensor reference, Tensor candidate, int t) {
    int bands = reference.features();
    double squares = 0;
    for (int d = 1; d <= COEFFICIENTS; d++) {
      double difference = 0;
      for (int b = 0; b < bands; b++) {
        difference +=
            (reference.get(b, t) - candidate.get(b, t)) * Math.cos(Math.PI * d * (b + 0.5) / bands);
      }
      squares += difference * difference * 2 / bands;
    }
    return squares;
  }

  /// Which frames are within the range of the loudest, by the sum of their bands.
  private static boolean[] loud(Tensor reference, int frames) {
    double[] level = new double[frames];
    double loudest = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < frames; t++) {
      double sum = 0;
      for (int b = 0; b < reference.features(); b++) {
        sum += Math.exp(reference.get(b, t));
      }
      level[t] = 20 * Math.log10(sum);
      loudest = Math.max(loudest, level[t]);
    }
    boolean[] loud = new boolean[frames];
    for (int t = 0; t < frames; t++) {
      loud[t] = level[t] >= loudest - RANGE_DB;
    }
    return loud;
  }
}
