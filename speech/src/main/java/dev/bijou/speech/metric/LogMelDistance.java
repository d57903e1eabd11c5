package dev.bijou.speech.metric;

import dev.bijou.tensor.Tensor;

/// The mean absolute difference of two log-mel spectrograms, in natural logarithms:
/// (1 / bands·frames) Σ |a(b, t) − b(b, t)| over the frames that both have.
///
/// Ranks vocoders of one family as listeners do. The Griffin–Lim algorithm optimizes it, and so scores better than
/// it sounds: read it together with [StftDistance].
final class LogMelDistance {
  private LogMelDistance() {}

  /// The distance of two spectrograms, bands × frames; NaN where there are no frames.
  public static double of(Tensor reference, Tensor candidate) {
    int frames = CommonFrames.of(reference, candidate);
    double sum = 0;
    for (int b = 0; b < reference.features(); b++) {
      for (int t = 0; t < frames; t++) {
        sum += Math.abs(reference.get(b, t) - candidate.get(b, t));
      }
    }
    return sum / ((double) reference.features() * frames);
  }
}
