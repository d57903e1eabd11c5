package dev.bijou.table;

import java.util.Arrays;

/// Chooses what to subtract from a column so that floats keep its digits.
final class Offsets {
  private static final double FAR = 16; // interquartile ranges; beyond, a float loses four bits of the spread

  private Offsets() {}

  /// The median if the values lie far from zero relative to their interquartile range and are not floats already;
  /// otherwise zero. Median and quartiles, because a single absurd cell must not cost all others their digits.
  ///
  /// @param values a sample of the column; sorted by this method
  static double choose(double[] values) {
    Arrays.sort(values);
    double median = values[values.length / 2];
    double range = values[3 * values.length / 4] - values[values.length / 4];
    if (Math.abs(median) <= FAR * range) {
      return 0;
    }
    for (double value : values) {
      if ((float) value != value) {
        return median;
      }
    }
    return 0;
  }
}
