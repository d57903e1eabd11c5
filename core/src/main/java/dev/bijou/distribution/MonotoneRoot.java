package dev.bijou.distribution;

import java.util.function.DoubleUnaryOperator;

/// The root of an increasing function between two ends: Newton's steps where they shrink the bracket, bisection
/// elsewhere.
final class MonotoneRoot {
  private static final int MAX_STEPS = 200;

  private MonotoneRoot() {}

  /// The root to the last few bits; the nearer end if the function does not change sign between them.
  static double find(
      DoubleUnaryOperator function, DoubleUnaryOperator slope, double low, double high) {
    double lower = low;
    double upper = high;
    double x = 0.5 * (low + high);
    double lastStep = high - low;
    for (int i = 0; i < MAX_STEPS; i++) {
      double value = function.applyAsDouble(x);
      if (value > 0) {
        upper = x;
      } else {
        lower = x;
      }
      double next = x - value / slope.applyAsDouble(x);
      boolean shrinks = Math.abs(next - x) < 0.5 * lastStep;
      if (!(next > lower && next < upper && shrinks)) {
        next = 0.5 * (lower + upper);
      }
      lastStep = Math.abs(next - x);
      x = next;
      if (lastStep <= Math.ulp(x)) {
        break;
      }
    }
    return x;
  }
}
