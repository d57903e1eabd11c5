package dev.bijou.novelty.side;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import java.util.Arrays;

/// How far a row is from usual ones: see [RowSides#NEIGHBOURS]. Safe for any number of threads.
public interface Neighbours {
  /// Points that are measured at a time, so that their distances stay near.
  int BLOCK = 256;

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
    float[] point = coordinates().of(row);
    float[][] points = points();
    int count = points.length == 0 ? 0 : points[0].length;
    float[] least = new float[Math.min(nearest(), count)];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    int last = least.length - 1;
    Kernels kernels = KernelChoice.chosen().kernels();
    float[] squares = new float[Math.min(BLOCK, count)];
    for (int from = 0; from < count; from += BLOCK) {
      int size = Math.min(BLOCK, count - from);
      Arrays.fill(squares, 0);
      coordinates().addSquares(point, points, from, size, squares);
      if (kernels.anyLess(squares, 0, least[last], size)) {
        keepLeast(squares, size, least);
      }
    }
    return (float) Math.sqrt(least[last]);
  }

  /// @param least the smallest so far, ascending
  private static void keepLeast(float[] squares, int size, float[] least) {
    int last = least.length - 1;
    for (int n = 0; n < size; n++) {
      float square = squares[n];
      if (square < least[last]) {
        int at = last;
        for (; at > 0 && least[at - 1] > square; at--) {
          least[at] = least[at - 1];
        }
        least[at] = square;
      }
    }
  }

  /// Points that are known.
  ///
  /// @param coordinates the columns that count
  /// @param points coordinates × points
  /// @param nearest the neighbour whose distance counts, from 1
  record Known(Coordinates coordinates, float[][] points, int nearest) implements Neighbours {}
}
