package dev.bijou.speech.mel;

import dev.bijou.speech.spectrum.MelFilters;

/// Magnitudes from mel bands by the pseudo-inverse of the filters, Mᵀ(M·Mᵀ)⁻¹, with what comes out negative set to
/// zero.
final class MelInverse {
  private static final double LEAST_PIVOT = 1e-10; // of the largest

  private final double[][] inverse; // [bin][band]

  MelInverse(MelFilters filters) {
    int bands = filters.bands();
    double[][] gram = new double[bands][bands];
    for (int a = 0; a < bands; a++) {
      for (int b = 0; b < bands; b++) {
        for (int k = 0; k < filters.bins(); k++) {
          gram[a][b] += filters.weight(a, k) * filters.weight(b, k);
        }
      }
    }
    double[][] solved = inverse(gram);
    inverse = new double[filters.bins()][bands];
    for (int k = 0; k < filters.bins(); k++) {
      for (int b = 0; b < bands; b++) {
        for (int a = 0; a < bands; a++) {
          inverse[k][b] += filters.weight(a, k) * solved[a][b];
        }
      }
    }
  }

  /// Gauss–Jordan elimination of a symmetric matrix that is positive definite except for bands without any bin, or with
  /// the same bins, which are left out.
  private static double[][] inverse(double[][] matrix) {
    int n = matrix.length;
    double[][] inverse = new double[n][n];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      inverse[i][i] = 1;
      largest = Math.max(largest, matrix[i][i]);
    }
    for (int p = 0; p < n; p++) {
      double pivot = matrix[p][p];
      boolean empty = pivot <= LEAST_PIVOT * largest;
      for (int j = 0; j < n; j++) {
        matrix[p][j] = empty ? 0 : matrix[p][j] / pivot;
        inverse[p][j] = empty ? 0 : inverse[p][j] / pivot;
      }
      for (int i = 0; i < n; i++) {
        double factor = i == p ? 0 : matrix[i][p];
        for (int j = 0; factor != 0 && j < n; j++) {
          matrix[i][j] -= factor * matrix[p][j];
          inverse[i][j] -= factor * inverse[p][j];
        }
      }
    }
    return inverse;
  }

  /// The magnitude of a bin, from all bands of a frame.
  double apply(int bin, double[] mel) {
    double sum = 0;
    for (int b = 0; b < mel.length; b++) {
      sum += inverse[bin][b] * mel[b];
    }
    return Math.max(0, sum);
  }
}
