package dev.bijou.distribution;

import dev.bijou.tensor.Numerics;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;

/// Trained log-scales, bounded smoothly by ±80: e⁸⁰ and e⁻⁸⁰ are both normal floats, so no scale over- or underflows.
final class LogScale {
  private static final float LIMIT = 80;

  private LogScale() {}

  /// The log-scales of a parameter, as an operation that a tape records.
  static Tensor read(Parameter parameter) {
    return Numerics.softClip(LIMIT, Workspace.current().read(parameter));
  }

  /// The log-scales of a parameter as plain numbers.
  static Tensor values(Parameter parameter) {
    return Numerics.softClip(LIMIT, parameter.value());
  }

  /// The parameter value for a scale: the inverse of the soft clip, within 0.95 of the limit.
  static float of(double scale) {
    double s = Math.clamp(Math.log(scale), -0.95 * LIMIT, 0.95 * LIMIT);
    return (float) (s / (1 - Math.abs(s) / LIMIT));
  }
}
