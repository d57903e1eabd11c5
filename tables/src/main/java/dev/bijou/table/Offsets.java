package dev.bijou.table;

import java.util.Arrays;

/// Chooses what to subtract from a column so that floats keep its digits.
final class Offsets {
  private static final double FAR =
      32; // median deviations; beyond, a float loses four bits of the spread

  private Offsets() {}

  /// The median if zero is far from it, relative to their median deviation from it, and are not floats
  /// already; otherwise zero. Medians, because absurd cells must not cost all others their digits.
  ///
  /// @param values a sample of the column; sorted by this method
  static double choose(double[] values) {
    Arrays.sort(values);
    double median = values[values.length / 2];
    double[] deviations = new double[values.length];
    boolean floats = true;
    for (int i = 0; i < values.length; i++) {
      deviations[i] = Math.abs(values[i] - median);
      floats &= (float) values[i] == values[i];
    }
    Arrays.sort(deviations);
    return floats || Math.abs(median) <= FAR * deviations[values.length / 2] ? 0 : median;
  }
}
