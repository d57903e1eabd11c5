package dev.bijou.testing;

/// log |det| of a small matrix in double, by elimination with partial pivoting.
public final class Determinant {
  private Determinant() {}

  /// @param matrix square, overwritten
  public static double logAbs(double[][] matrix) {
    int n = matrix.length;
    double sum = 0;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        pivot = Math.abs(matrix[i][k]) > Math.abs(matrix[pivot][k]) ? i : pivot;
      }
      double[] row = matrix[pivot];
      matrix[pivot] = matrix[k];
      matrix[k] = row;
      sum += Math.log(Math.abs(row[k]));
      for (int i = k + 1; i < n; i++) {
        double factor = matrix[i][k] / row[k];
        for (int j = k; j < n; j++) {
          matrix[i][j] -= factor * row[j];
        }
      }
    }
    return sum;
  }
}
