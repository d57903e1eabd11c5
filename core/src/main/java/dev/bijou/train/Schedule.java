package dev.bijou.train;

/// The learning rate schedule: a linear warm-up, then a cosine decay to zero (Loshchilov and Hutter, 2017,
/// arXiv:1608.03983).
///
/// @param peak the highest rate
/// @param warmup steps of the warm-up
record Schedule(float peak, int warmup) {

  /// The rate of a step.
  ///
  /// @param step counted from 0
  /// @param progress share of the schedule that is done, 0 … 1
  float rate(long step, double progress) {
    double rise = warmup == 0 ? 1 : Math.min(1, (step + 1.0) / warmup);
    double fall = 0.5 * (1 + Math.cos(Math.PI * Math.clamp(progress, 0, 1)));
    return (float) (peak * rise * fall);
  }
}
