package dev.bijou.conditional.cell;

import java.util.Arrays;

/// A density on a line that is known at some values and taken to be exponential between neighbours, so that its
/// logarithm is linear and its integral
///
/// ```
/// ∫ = (b − a) · (p(b) − p(a)) / (log p(b) − log p(a))
/// ```
///
/// It need not be normalized.
final class DensityCurve {
  private static final double FLAT = 1e-6; // a slope that counts as none

  private final double[] values;
  private final double[] logDensity;
  private final double[] mass; // the integral up to each value

  /// @param values ascending; may be none
  /// @param logDensity at each, finite and at most about 0
  DensityCurve(double[] values, double[] logDensity) {
    this.values = values;
    this.logDensity = logDensity;
    mass = new double[values.length];
    for (int i = 1; i < values.length; i++) {
      mass[i] = mass[i - 1] + integral(i, logDensity[i], values[i]);
    }
  }

  /// The whole integral.
  double total() {
    return values.length == 0 ? 0 : mass[values.length - 1];
  }

  /// The first value; ∞ if there are none.
  double first() {
    return values.length == 0 ? Double.POSITIVE_INFINITY : values[0];
  }

  /// The last value; −∞ if there are none.
  double last() {
    return values.length == 0 ? Double.NEGATIVE_INFINITY : values[values.length - 1];
  }

  /// The integral from value i − 1 to a place before value i, where the logarithm is `end`.
  private double integral(int i, double end, double place) {
    double start = logDensity[i - 1];
    double mean =
        Math.abs(end - start) < FLAT
            ? Math.exp(0.5 * (start + end))
            : (Math.exp(end) - Math.exp(start)) / (end - start);
    return mean * (place - values[i - 1]);
  }

  /// The integral below a place.
  double below(double place) {
    int i = 0;
    while (i < values.length && values[i] <= place) {
      i++;
    }
    if (i == 0 || i == values.length) {
      return i == 0 ? 0 : total();
    }
    double share = (place - values[i - 1]) / (values[i] - values[i - 1]);
    double end = logDensity[i - 1] + share * (logDensity[i] - logDensity[i - 1]);
    return mass[i - 1] + integral(i, end, place);
  }

  /// The logarithm of the density at a place; −∞ beyond the ends.
  double logAt(double place) {
    int found = Arrays.binarySearch(values, place);
    if (found >= 0) {
      return logDensity[found];
    }
    int i = -1 - found;
    if (i == 0 || i == values.length) {
      return Double.NEGATIVE_INFINITY;
    }
    double share = (place - values[i - 1]) / (values[i] - values[i - 1]);
    return logDensity[i - 1] + share * (logDensity[i] - logDensity[i - 1]);
  }

  /// The place below which the integral is `wanted`, or the end that is nearest to one. There must be values.
  double place(double wanted) {
    int i = 0;
    while (i < values.length - 1 && mass[i] < wanted) {
      i++;
    }
    if (i == 0) {
      return values[0];
    }
    double part = mass[i] - mass[i - 1];
    double share = part > 0 ? Math.clamp((wanted - mass[i - 1]) / part, 0, 1) : 0.5;
    double slope = logDensity[i] - logDensity[i - 1];
    // Inverts the integral of an exponential.
    double way = Math.abs(slope) < FLAT ? share : Math.log1p(share * Math.expm1(slope)) / slope;
    return values[i - 1] + Math.clamp(way, 0, 1) * (values[i] - values[i - 1]);
  }
}
