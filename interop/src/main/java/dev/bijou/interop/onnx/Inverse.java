package dev.bijou.interop.onnx;

/// The inverse of a matrix, by elimination with pivots.
final class Inverse {
  private Inverse() {}

  static double[][] of(double[][] matrix) {
    int n = matrix.length;
    double[][] a = new double[n][];
    double[][] inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
      inverse[i][i] = 1;
    }
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int i = column + 1; i < n; i++) {
        pivot = Math.abs(a[i][column]) > Math.abs(a[pivot][column]) ? i : pivot;
      }
      swap(a, column, pivot);
      swap(inverse, column, pivot);
      for (int i = 0; i < n; i++) {
        double factor = a[i][column] / a[column][column];
        for (int j = 0; j < n && i != column; j++) {
          a[i][j] -= factor * a[column][j];
          inverse[i][j] -= factor * inverse[column][j];
        }
      }
      double scale = a[column][column];
      for (int j = 0; j < n; j++) {
        a[column][j] /= scale;
        inverse[column][j] /= scale;
      }
    }
    return inverse;
  }

  private static void swap(double[][] rows, int i, int j) {
    double[] row = rows[i];
    rows[i] = rows[j];
    rows[j] = row;
  }
}
