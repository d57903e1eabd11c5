package dev.bijou.table.schema;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Finds that numbers are whole multiples of a step from the least, whatever the step: those of a rounded measurement in
/// other units, standardized ones, say.
final class Lattice {
  /// Different numbers that are no lattice by coincidence.
  private static final int FEWEST = 5;

  /// Numbers so near to each other, in units of the range, are one.
  private static final double SAME = 1e-9;

  /// The parts into which the smallest difference may fall.
  private static final int MOST_PARTS = 4;

  private static final double CLEAR = 0.1; // steps, while their length is not known well
  private static final double WHOLE = 1e-3; // steps

  private Lattice() {}

  /// The largest step; 0 if there is none.
  ///
  /// @param sorted the numbers in ascending order
  static double step(double[] sorted) {
    double[] distances = distances(sorted);
    if (distances.length < FEWEST) {
      return 0;
    }
    double least =
        IntStream.range(1, distances.length)
            .mapToDouble(i -> distances[i] - distances[i - 1])
            .min()
            .orElseThrow();
    for (int parts = 1; parts <= MOST_PARTS; parts++) {
      double step = refined(least / parts, distances);
      if (step > 0) {
        return step;
      }
    }
    return 0;
  }

  /// The different numbers, from the least.
  private static double[] distances(double[] sorted) {
    double least = sorted[0];
    double same = SAME * (sorted[sorted.length - 1] - least);
    double[] distances = new double[sorted.length];
    int size = 1;
    for (double value : sorted) {
      if (value - least - distances[size - 1] > same) {
        distances[size++] = value - least;
      }
    }
    return Arrays.copyOf(distances, size);
  }

  /// A step that is known about, measured by ever longer distances; 0 if one of them is no multiple of it.
  private static double refined(double about, double[] distances) {
    double step = about;
    for (int i = 1; i < distances.length; i++) {
      double steps = Math.rint(distances[i] / step);
      if (Math.abs(distances[i] / step - steps) > CLEAR) {
        return 0;
      }
      step = distances[i] / steps;
    }
    for (double distance : distances) {
      if (Math.abs(distance / step - Math.rint(distance / step)) > WHOLE) {
        return 0;
      }
    }
    return step;
  }
}
