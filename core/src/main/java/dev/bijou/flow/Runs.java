package dev.bijou.flow;

import java.util.Arrays;

/// The different values of a column on a grid, and how many rows have each.
///
/// @param values ascending
/// @param counts positive
/// @param grid the distance between neighbours
record Runs(double[] values, int[] counts, double grid) {
  private static final double LEAST_DISCOUNT = 0.01;
  private static final double MOST_DISCOUNT = 0.9; // leaves something of a value that was seen once

  /// The runs of values in ascending order.
  static Runs of(double[] sorted, double grid) {
    double[] values = new double[sorted.length];
    int[] counts = new int[sorted.length];
    int runs = 0;
    for (double value : sorted) {
      if (runs == 0 || values[runs - 1] != value) {
        values[runs++] = value;
      }
      counts[runs - 1]++;
    }
    return new Runs(Arrays.copyOf(values, runs), Arrays.copyOf(counts, runs), grid);
  }

  int size() {
    return values.length;
  }

  /// How many rows there are.
  long rows() {
    return Arrays.stream(counts).asLongStream().sum();
  }

  /// How many points of the grid lie between a run and the next one.
  double unseenAfter(int run) {
    return Math.max(0, Math.rint((values[run + 1] - values[run]) / grid) - 1);
  }

  /// What is taken from the count of each value for those that were not seen beside it: n₁ / (n₁ + 2 n₂), with n₁ values
  /// seen once and n₂ twice (absolute discounting; Ney, Essen and Kneser, 1994), between 0.01 and 0.9.
  double discount() {
    double once = Arrays.stream(counts).filter(count -> count == 1).count();
    double twice = Arrays.stream(counts).filter(count -> count == 2).count();
    return once == 0
        ? LEAST_DISCOUNT
        : Math.clamp(once / (once + 2 * twice), LEAST_DISCOUNT, MOST_DISCOUNT);
  }
}
