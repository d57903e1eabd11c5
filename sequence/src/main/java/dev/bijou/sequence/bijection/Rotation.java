package dev.bijou.sequence.bijection;

import java.util.random.RandomGenerator;

/// Random orthonormal matrices.
final class Rotation {
  private Rotation() {}

  /// A random orthonormal matrix as L·U in one square: L is unit lower triangular, its entries within ±1, U has a positive
  /// diagonal. It is a draw from the uniform distribution whose rows are put in the order that the pivots have, and their
  /// signs turned so that these are positive; that leaves it orthonormal.
  static double[][] factored(int size, RandomGenerator random) {
    double[][] m = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        m[i][j] = random.nextGaussian();
      }
      // Twice, so that the rows are orthogonal to the last digits.
      for (int round = 0; round < 2; round++) {
        for (int k = 0; k < i; k++) {
          addRow(-dot(m[i], m[k]), m[k], m[i], 0);
        }
        double length = Math.sqrt(dot(m[i], m[i]));
        for (int j = 0; j < size; j++) {
          m[i][j] /= length;
        }
      }
    }
    for (int k = 0; k < size; k++) {
      int pivot = k;
      for (int i = k + 1; i < size; i++) {
        if (Math.abs(m[i][k]) > Math.abs(m[pivot][k])) {
          pivot = i;
        }
      }
      double[] row = m[pivot];
      m[pivot] = m[k];
      m[k] = row;
      if (row[k] < 0) {
        // Turning row k of W turns row k of L and U but for L's diagonal.
        for (int j = 0; j < size; j++) {
          row[j] = -row[j];
        }
      }
      for (int i = k + 1; i < size; i++) {
        double factor = m[i][k] / row[k];
        addRow(-factor, row, m[i], k + 1);
        m[i][k] = factor;
      }
    }
    return m;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addRow(double factor, double[] source, double[] target, int from) {
    for (int j = from; j < source.length; j++) {
      target[j] += factor * source[j];
    }
  }
}
