package dev.bijou.bijection;

import dev.bijou.random.Seeds;
import java.util.random.RandomGenerator;

/// The covariance of a factor model, Λ Λᵀ + Ψ with D × K loadings Λ and a diagonal Ψ, by expectation maximization
/// (Rubin and Thayer, 1982, Psychometrika 47).
final class FactorAnalysis {
  private static final int ITERATIONS = 60;
  private static final double LEAST = 1e-3; // of the variance of a feature that is its own

  private FactorAnalysis() {}

  /// The maximum-likelihood covariance of K factors for rows of a given covariance, both as lower triangles.
  static double[][] of(double[][] covariance, int factors) {
    int d = covariance.length;
    double[][] s = new double[d][d];
    double[] own = new double[d]; // Ψ
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        s[i][j] = covariance[i][j];
        s[j][i] = covariance[i][j];
      }
      own[i] = 0.5 * s[i][i];
    }
    double[][] loadings = new double[d][factors];
    RandomGenerator random = Seeds.random(factors);
    for (int i = 0; i < d; i++) {
      for (int k = 0; k < factors; k++) {
        loadings[i][k] = Math.sqrt(0.5 * s[i][i] / factors) * random.nextGaussian();
      }
    }
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      step(s, loadings, own);
    }
    double[][] result = new double[d][];
    for (int i = 0; i < d; i++) {
      result[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        for (int k = 0; k < factors; k++) {
          result[i][j] += loadings[i][k] * loadings[j][k];
        }
      }
      result[i][i] += own[i];
    }
    return result;
  }

  /// With M = I + Λᵀ Ψ⁻¹ Λ and B = M⁻¹ Λᵀ Ψ⁻¹, the expectation of the factors given x is B x:
  ///
  /// ```
  /// Λ' = S Bᵀ (M⁻¹ + B S Bᵀ)⁻¹,      Ψ' = diag(S − Λ' B S)
  /// ```
  private static void step(double[][] s, double[][] loadings, double[] own) {
    int d = s.length;
    int factors = loadings[0].length;
    double[][] m = new double[factors][factors];
    for (int k = 0; k < factors; k++) {
      m[k][k] = 1;
      for (int l = 0; l < factors; l++) {
        for (int i = 0; i < d; i++) {
          m[k][l] += loadings[i][k] * loadings[i][l] / own[i];
        }
      }
    }
    double[][] posterior = inverse(m);
    double[][] b = new double[d][factors]; // Bᵀ
    for (int i = 0; i < d; i++) {
      for (int k = 0; k < factors; k++) {
        for (int l = 0; l < factors; l++) {
          b[i][k] += loadings[i][l] / own[i] * posterior[l][k];
        }
      }
    }
    double[][] sb = new double[d][factors]; // S Bᵀ
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        for (int k = 0; k < factors; k++) {
          sb[i][k] += s[i][j] * b[j][k];
        }
      }
    }
    double[][] second = posterior; // M⁻¹ + B S Bᵀ
    for (int k = 0; k < factors; k++) {
      for (int l = 0; l < factors; l++) {
        for (int i = 0; i < d; i++) {
          second[k][l] += b[i][k] * sb[i][l];
        }
      }
    }
    double[][] inverse = inverse(second);
    for (int i = 0; i < d; i++) {
      double explained = 0;
      for (int k = 0; k < factors; k++) {
        double loading = 0;
        for (int l = 0; l < factors; l++) {
          loading += sb[i][l] * inverse[l][k];
        }
        loadings[i][k] = loading;
        explained += loading * sb[i][k];
      }
      own[i] = Math.max(s[i][i] - explained, LEAST * s[i][i]);
    }
  }

  /// The inverse of a positive definite matrix, by Gauss–Jordan elimination.
  private static double[][] inverse(double[][] matrix) {
    int size = matrix.length;
    double[][] rest = new double[size][];
    double[][] inverse = new double[size][size];
    for (int i = 0; i < size; i++) {
      rest[i] = matrix[i].clone();
      inverse[i][i] = 1;
    }
    for (int k = 0; k < size; k++) {
      double pivot = rest[k][k];
      for (int j = 0; j < size; j++) {
        rest[k][j] /= pivot;
        inverse[k][j] /= pivot;
      }
      for (int i = 0; i < size; i++) {
        double share = rest[i][k];
        for (int j = 0; j < size && i != k; j++) {
          rest[i][j] -= share * rest[k][j];
          inverse[i][j] -= share * inverse[k][j];
        }
      }
    }
    return inverse;
  }
}
