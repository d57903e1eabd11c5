package dev.bijou.novelty.side;

import java.util.Arrays;

/// How far a row is from usual ones: see [RowSides#NEIGHBOURS]. Safe for any number of threads.
public interface Neighbours {
  /// The columns that count.
  Coordinates coordinates();

  /// What is near or far, coordinates × points; NaN for a missing cell.
  float[][] points();

  /// The neighbour whose distance counts, from 1 for the nearest.
  int nearest();

  /// The distance to that neighbour.
  ///
  /// @param row a number for each target of the schema at least
  default float distance(double[] row) {
    float[] squares = coordinates().squares(coordinates().of(row), points());
    float[] least = new float[Math.min(nearest(), squares.length)];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    int last = least.length - 1;
    for (float square : squares) {
      if (square < least[last]) {
        int at = last;
        for (; at > 0 && least[at - 1] > square; at--) {
          least[at] = least[at - 1];
        }
        least[at] = square;
      }
    }
    return (float) Math.sqrt(least[last]);
  }

  /// Points that are known.
  ///
  /// @param coordinates the columns that count
  /// @param points coordinates × points
  /// @param nearest the neighbour whose distance counts, from 1
  record Known(Coordinates coordinates, float[][] points, int nearest) implements Neighbours {}
}
