package dev.bijou.operation;

import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.Arrays;

/// The inverse of a square matrix, and the logarithm of its determinant's size, both computed in double:
///
/// ```
/// Y = W⁻¹:          dW = −Yᵀ dY Yᵀ
/// l = log |det W|:  dW = dl · Yᵀ
/// ```
///
/// A singular matrix counts as one whose pivots are at least 1e-30. To a captured computation both are constants.
public final class MatrixInverse {
  private static final double LEAST_PIVOT = 1e-30;

  private MatrixInverse() {}

  /// W of D × D → W⁻¹ of D × D.
  public static Tensor apply(Tensor w) {
    int d = requireSquare(w);
    Workspace workspace = Workspace.current();
    Tensor y = workspace.output(d, d, w.tracked());
    double[][] inverse = inverted(w).inverse();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        y.data()[y.at(i) + j] = (float) inverse[i][j];
      }
    }
    workspace.record(
        y,
        () -> {
          for (int i = 0; i < d; i++) {
            double[] left = new double[d]; // row i of Yᵀ dY
            for (int k = 0; k < d; k++) {
              for (int j = 0; j < d; j++) {
                left[j] += inverse[k][i] * y.gradient().get(k, j);
              }
            }
            for (int j = 0; j < d; j++) {
              double sum = 0;
              for (int k = 0; k < d; k++) {
                sum += left[k] * inverse[j][k];
              }
              w.gradient().data()[w.gradient().at(i) + j] -= (float) sum;
            }
          }
        });
    return y;
  }

  /// W of D × D → factor · log |det W| for each lane, 1 × lanes.
  public static Tensor logDeterminant(float factor, Tensor w, int lanes) {
    int d = requireSquare(w);
    Workspace workspace = Workspace.current();
    Tensor sum = workspace.output(1, lanes, w.tracked());
    Inverted inverted = inverted(w);
    sum.fill((float) (factor * inverted.logDeterminant()));
    workspace.record(
        sum,
        () -> {
          double slope = 0;
          for (int n = 0; n < lanes; n++) {
            slope += sum.gradient().get(0, n);
          }
          for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
              w.gradient().data()[w.gradient().at(i) + j] +=
                  (float) (factor * slope * inverted.inverse()[j][i]);
            }
          }
        });
    return sum;
  }

  private static int requireSquare(Tensor w) {
    Shapes.requireFeatures("w", w, "a square matrix", w.lanes());
    return w.features();
  }

  private record Inverted(double[][] inverse, double logDeterminant) {}

  /// Gauss and Jordan's elimination, with the greatest pivot of each column.
  private static Inverted inverted(Tensor w) {
    int d = w.features();
    double[][] rows = new double[d][2 * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        rows[i][j] = w.get(i, j);
      }
      rows[i][d + i] = 1;
    }
    double log = 0;
    for (int k = 0; k < d; k++) {
      int best = k;
      for (int i = k + 1; i < d; i++) {
        best = Math.abs(rows[i][k]) > Math.abs(rows[best][k]) ? i : best;
      }
      double[] row = rows[best];
      rows[best] = rows[k];
      rows[k] = row;
      double pivot = row[k];
      if (Math.abs(pivot) < LEAST_PIVOT) {
        pivot = pivot < 0 ? -LEAST_PIVOT : LEAST_PIVOT;
      }
      log += Math.log(Math.abs(pivot));
      for (int j = k; j < 2 * d; j++) {
        row[j] /= pivot;
      }
      for (int i = 0; i < d; i++) {
        double factor = i == k ? 0 : rows[i][k];
        for (int j = k; j < 2 * d && factor != 0; j++) {
          rows[i][j] -= factor * row[j];
        }
      }
    }
    double[][] inverse = new double[d][];
    for (int i = 0; i < d; i++) {
      inverse[i] = Arrays.copyOfRange(rows[i], d, 2 * d);
    }
    return new Inverted(inverse, log);
  }
}
