package dev.bijou.novelty.side;

import java.util.Arrays;

/// How far a row is from usual ones: see [RowSides#NEIGHBOURS]. Safe for any number of threads.
public interface Neighbours {
  /// The columns that count.
  Coordinates coordinates();

  /// What is near or far, coordinates × points; NaN for a missing cell.
  float[][] points();

  /// How the distances to the points become one.
  Reach reach();

  /// The distance to the points.
  ///
  /// @param row a number for each target of the schema at least
  default float distance(double[] row) {
    return distance(coordinates().of(row));
  }

  /// The distance to the points.
  ///
  /// @param point the coordinates of a row
  default float distance(float[] point) {
    return reach().of(coordinates().squares(point, points()));
  }

  /// One distance of many.
  sealed interface Reach {
    /// @param squares of the distances, at least one
    float of(float[] squares);
  }

  /// The distance to one of the nearest.
  ///
  /// @param count which of them, from 1; the farthest if there are fewer
  record Nearest(int count) implements Reach {
    @Override
    public float of(float[] squares) {
      float[] least = new float[Math.min(count, squares.length)];
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
  }

  /// The distance to all of m points, of which the near ones count:
  ///
  /// ```
  /// √(−2 h² log (1/m) Σ exp(−d² / 2 h²))
  /// ```
  ///
  /// which orders rows as a kernel estimate of the density does (Parzen, 1962), and far out grows as the distance to the nearest.
  ///
  /// @param width h, above 0
  record Smooth(double width) implements Reach {
    /// Beyond it e^−x adds nothing to a float.
    private static final double NEGLIGIBLE = 20;

    @Override
    public float of(float[] squares) {
      float least = Float.POSITIVE_INFINITY;
      for (float square : squares) {
        least = Math.min(least, square);
      }
      double unit = 2 * width * width;
      float far = (float) (least + NEGLIGIBLE * unit);
      double sum = 0;
      for (float square : squares) {
        if (square <= far) {
          sum += Math.exp((least - square) / unit);
        }
      }
      return (float) Math.sqrt(least - unit * Math.log(sum / squares.length));
    }
  }

  /// Points that are known.
  ///
  /// @param coordinates the columns that count
  /// @param points coordinates × points
  /// @param reach how the distances become one
  record Known(Coordinates coordinates, float[][] points, Reach reach) implements Neighbours {}
}
