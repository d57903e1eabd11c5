package dev.bijou.table.schema;

import java.util.Arrays;

/// Chooses the offset and the unit of a column, so that floats keep its digits.
final class Offsets {
  private static final double FAR =
      32; // median deviations; beyond, a float loses four bits of the spread

  /// Powers of two beyond which a column's spread is scaled. Squares of what lies between, and their inverses, are
  /// ordinary floats.
  private static final int USUAL = 40;

  /// Powers of two by which a cell may exceed the spread and still be a float.
  private static final int ROOM = 120;

  private Offsets() {}

  /// The median if zero is far from it, relative to their median deviation from it, and are not floats already;
  /// otherwise zero. Medians, because a few absurd cells must not cost all others their digits.
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

  /// A power of two of the size of the typical distance from the offset if that is very large or very small, otherwise
  /// 1.
  ///
  /// @param values a sample of the column
  static double unit(double[] values, double offset) {
    double[] sizes = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      sizes[i] = Math.abs(values[i] - offset);
    }
    Arrays.sort(sizes);
    double largest = sizes[sizes.length - 1];
    if (largest == 0) {
      return 1;
    }
    double typical = sizes[sizes.length / 2] > 0 ? sizes[sizes.length / 2] : largest;
    int exponent = Math.max(Math.getExponent(typical), Math.getExponent(largest) - ROOM);
    return Math.abs(exponent) <= USUAL ? 1 : Math.scalb(1.0, exponent);
  }
}
