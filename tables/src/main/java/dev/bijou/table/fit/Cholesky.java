package dev.bijou.table.fit;

import org.jspecify.annotations.Nullable;

/// The factor L of A + ridge·I = L·Lᵀ, for a symmetric A of which the lower triangle is given.
final class Cholesky {
  private Cholesky() {}

  /// L as a lower triangle, or null if a squared pivot is below `least`, so that A + ridge·I is singular or nearly so.
  static double @Nullable [][] factor(double[][] matrix, double ridge, double least) {
    double[][] factor = new double[matrix.length][];
    for (int i = 0; i < matrix.length; i++) {
      factor[i] = new double[i + 1];
      double pivot = row(matrix, factor, i) + ridge;
      if (!(pivot >= least)) {
        return null;
      }
      factor[i][i] = Math.sqrt(pivot);
    }
    return factor;
  }

  /// Computes row i of the factor from the rows before it, which may hold a zero on the diagonal for a row to ignore;
  /// returns the squared pivot of A. For a correlation matrix that is 1 − R², the share of column i's variance that the
  /// columns before it do not explain.
  static double row(double[][] matrix, double[][] factor, int i) {
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
}
