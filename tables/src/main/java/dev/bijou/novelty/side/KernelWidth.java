package dev.bijou.novelty.side;

import java.util.Arrays;

/// The width h of a kernel estimate by points of D coordinates: the one under which each point is most probable by the others,
///
/// ```
/// max Σ_i log Σ_j≠i h^−D exp(−d_ij² / 2 h²)
/// ```
///
/// (Duin, 1976), by expectation maximization: h² ← the mean of d² / D by the weight that each other point has for a point.
final class KernelWidth {
  private static final int MOST_JUDGED = 256; // evenly spaced points i; all others count as j
  private static final int STEPS = 30;
  private static final double CLOSE = 1e-3; // between two steps
  private static final double LEAST = 1e-3; // where points repeat
  private static final double NEGLIGIBLE = 20;

  private KernelWidth() {}

  /// @param points coordinates × points, at least one of both
  static double of(Coordinates coordinates, float[][] points) {
    int count = points[0].length;
    if (count < 2) {
      return 1;
    }
    int judged = Math.min(count, MOST_JUDGED);
    float[][] squares = new float[judged][];
    double square = 0;
    for (int i = 0; i < judged; i++) {
      squares[i] = toOthers(coordinates, points, (int) ((long) i * count / judged));
      square += squares[i][0] / judged / points.length;
    }
    double least = LEAST * LEAST;
    square = Math.max(square, least);
    for (int step = 0; step < STEPS; step++) {
      double next = Math.max(next(squares, square) / points.length, least);
      boolean close = Math.abs(Math.log(next / square)) < CLOSE;
      square = next;
      if (close) {
        break;
      }
    }
    return Math.sqrt(square);
  }

  /// The squared distances from a point to the others, ascending.
  private static float[] toOthers(Coordinates coordinates, float[][] points, int from) {
    float[] point = new float[points.length];
    for (int c = 0; c < point.length; c++) {
      point[c] = points[c][from];
    }
    float[] squares = coordinates.squares(point, points);
    squares[from] = squares[squares.length - 1];
    float[] others = Arrays.copyOf(squares, squares.length - 1);
    Arrays.sort(others);
    return others;
  }

  /// The mean squared distance by the weights that a width gives.
  private static double next(float[][] squares, double square) {
    double mean = 0;
    for (float[] own : squares) {
      double weights = 0;
      double sum = 0;
      for (float other : own) {
        double power = (other - own[0]) / (2 * square);
        if (power > NEGLIGIBLE) {
          break;
        }
        double weight = Math.exp(-power);
        weights += weight;
        sum += weight * other;
      }
      mean += sum / weights / squares.length;
    }
    return mean;
  }
}
