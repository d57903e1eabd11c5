package dev.bijou.kernel;

import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/// The Cholesky factor L of A = L·Lᵀ, for a symmetric A of which the lower triangle is given, and its inverse. Lower
/// triangles are rows of growing length.
public final class Cholesky {
  private Cholesky() {}

  /// L, or null where A is singular or nearly so.
  ///
  /// @param pivot given an element of the diagonal of A and its squared pivot (what the columns before do not explain
  ///     of it): the squared pivot to use, NaN to give up
  public static double @Nullable [][] factor(double[][] matrix, DoubleBinaryOperator pivot) {
    double[][] factor = new double[matrix.length][];
    for (int i = 0; i < matrix.length; i++) {
      factor[i] = new double[i + 1];
      double square = pivot.applyAsDouble(matrix[i][i], row(matrix, factor, i));
      if (Double.isNaN(square)) {
        return null;
      }
      factor[i][i] = Math.sqrt(square);
    }
    return factor;
  }

  /// Computes row i of the factor, but for its diagonal, from the rows before it, which may hold a zero on the diagonal
  /// for a row to ignore; returns the squared pivot of A. For a correlation matrix that is 1 − R², the share of column
  /// i's variance that the columns before it do not explain.
  public static double row(double[][] matrix, double[][] factor, int i) {
    double[] row = factor[i];
    double pivot = matrix[i][i];
    for (int j = 0; j < i; j++) {
      double sum = matrix[i][j];
      for (int k = 0; k < j; k++) {
        sum -= row[k] * factor[j][k];
      }
      row[j] = factor[j][j] == 0 ? 0 : sum / factor[j][j];
      pivot -= row[j] * row[j];
    }
    return pivot;
  }

  /// L⁻¹, which is a lower triangle too.
  public static double[][] inverse(double[][] factor) {
    int d = factor.length;
    double[][] inverse = new double[d][];
    for (int i = 0; i < d; i++) {
      inverse[i] = new double[i + 1];
      inverse[i][i] = 1 / factor[i][i];
      for (int k = 0; k < i; k++) {
        double share = factor[i][k] / factor[i][i];
        for (int j = 0; j <= k; j++) {
          inverse[i][j] -= share * inverse[k][j];
        }
      }
    }
    return inverse;
  }
}
