package dev.bijou.bijection;

import dev.bijou.random.Seeds;
import java.util.random.RandomGenerator;

/// The covariance of a factor model, Λ Λᵀ + Ψ with D × K loadings Λ and a diagonal Ψ, of maximum likelihood (Jöreskog,
/// 1967, Psychometrika 32).
///
/// For a given Ψ the best loadings are known: with Q the K leading eigenvectors of A = Ψ^(−½) S Ψ^(−½) and λ their values,
/// Λ = Ψ^½ Q (λ − 1)₊^½. So steps of orthogonal iteration towards Q alternate with Ψ = diag(S − Λ Λᵀ). Some ten of them come
/// as close as hundreds of expectation maximization, which turns the loadings slowly.
final class FactorAnalysis {
  private static final int ITERATIONS = 60;
  private static final double LEAST = 1e-3; // of the variance of a feature that is its own
  private static final int SWEEPS =
      8; // of Jacobi's rotations, whose errors square from sweep to sweep

  private FactorAnalysis() {}

  /// The maximum-likelihood covariance of K factors for rows of a given covariance, both as lower triangles.
  static double[][] of(double[][] covariance, int factors) {
    int d = covariance.length;
    double[] own = new double[d]; // Ψ
    for (int i = 0; i < d; i++) {
      own[i] = 0.5 * covariance[i][i];
    }
    RandomGenerator random = Seeds.random(factors);
    double[][] directions = new double[factors][d]; // Qᵀ
    for (double[] direction : directions) {
      for (int i = 0; i < d; i++) {
        direction[i] = random.nextGaussian();
      }
    }
    orthonormalize(directions);
    double[][] loadings = new double[factors][d]; // Λᵀ
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      directions = step(covariance, own, directions, loadings);
    }
    double[][] result = new double[d][];
    for (int i = 0; i < d; i++) {
      result[i] = new double[i + 1];
      for (double[] loading : loadings) {
        for (int j = 0; j <= i; j++) {
          result[i][j] += loading[i] * loading[j];
        }
      }
      result[i][i] += own[i];
    }
    return result;
  }

  /// Turns the directions towards the leading ones, and sets the loadings and Ψ by them.
  private static double[][] step(
      double[][] s, double[] own, double[][] directions, double[][] loadings) {
    int d = s.length;
    int factors = directions.length;
    double[] deviation = new double[d];
    for (int i = 0; i < d; i++) {
      deviation[i] = Math.sqrt(own[i]);
    }
    double[][] turned = new double[factors][];
    for (int k = 0; k < factors; k++) {
      turned[k] = product(s, deviation, directions[k]);
    }
    orthonormalize(turned);
    double[][] values = new double[factors][factors]; // Qᵀ A Q
    for (int k = 0; k < factors; k++) {
      double[] image = product(s, deviation, turned[k]);
      for (int l = 0; l < factors; l++) {
        values[l][k] = dot(turned[l], image);
      }
    }
    double[][] leading = diagonalize(values, turned);
    for (int i = 0; i < d; i++) {
      double explained = 0;
      for (int k = 0; k < factors; k++) {
        loadings[k][i] = deviation[i] * leading[k][i] * Math.sqrt(Math.max(0, values[k][k] - 1));
        explained += loadings[k][i] * loadings[k][i];
      }
      own[i] = Math.max(s[i][i] - explained, LEAST * s[i][i]);
    }
    return leading;
  }

  /// A q.
  private static double[] product(double[][] s, double[] deviation, double[] q) {
    int d = q.length;
    double[] product = new double[d];
    for (int i = 0; i < d; i++) {
      double scaled = q[i] / deviation[i];
      double sum = 0;
      for (int j = 0; j < i; j++) {
        sum += s[i][j] * q[j] / deviation[j];
        product[j] += s[i][j] * scaled;
      }
      product[i] += sum + s[i][i] * scaled;
    }
    for (int i = 0; i < d; i++) {
      product[i] /= deviation[i];
    }
    return product;
  }

  /// Makes vectors orthonormal one after the other (Gram and Schmidt, twice, since once loses digits).
  private static void orthonormalize(double[][] vectors) {
    for (int k = 0; k < vectors.length; k++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int l = 0; l < k; l++) {
          subtract(vectors[k], dot(vectors[k], vectors[l]), vectors[l]);
        }
      }
      double norm = Math.sqrt(dot(vectors[k], vectors[k]));
      for (int i = 0; i < vectors[k].length && norm > 0; i++) {
        vectors[k][i] /= norm;
      }
    }
  }

  /// Turns vectors so that a symmetric matrix between them becomes diagonal: cyclic rotations (Jacobi, 1846).
  private static double[][] diagonalize(double[][] matrix, double[][] vectors) {
    int size = matrix.length;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < size; p++) {
        for (int q = p + 1; q < size; q++) {
          if (matrix[p][q] != 0) {
            double slope = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
            double tangent =
                (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.sqrt(slope * slope + 1));
            double cosine = 1 / Math.sqrt(tangent * tangent + 1);
            double sine = tangent * cosine;
            for (double[] row : matrix) {
              double a = row[p];
              row[p] = cosine * a - sine * row[q];
              row[q] = sine * a + cosine * row[q];
            }
            rotate(matrix[p], matrix[q], cosine, sine);
            rotate(vectors[p], vectors[q], cosine, sine);
          }
        }
      }
    }
    return vectors;
  }

  private static void rotate(double[] p, double[] q, double cosine, double sine) {
    for (int i = 0; i < p.length; i++) {
      double a = p[i];
      p[i] = cosine * a - sine * q[i];
      q[i] = sine * a + cosine * q[i];
    }
  }

  private static void subtract(double[] from, double share, double[] other) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= share * other[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
