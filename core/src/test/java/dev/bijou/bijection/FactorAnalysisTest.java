package dev.bijou.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.kernel.Cholesky;
import dev.bijou.random.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FactorAnalysisTest {
  private static final int COLUMNS = 40;
  private static final int FACTORS = 4;

  @Test
  void findsTheMaximumOfTheLikelihood() {
    double[][] s = sampled(300);
    for (int factors : new int[] {1, FACTORS}) {
      // The likelihood of Σ = Λ Λᵀ + Ψ is flat in Ψ where the diagonal of Σ⁻¹ (S − Σ) Σ⁻¹ is zero.
      double[][] sigma = FactorAnalysis.of(s, factors);
      double[][] inverse = inverse(sigma);
      double[][] slope = product(product(inverse, minus(full(s), full(sigma))), inverse);
      for (int i = 0; i < COLUMNS; i++) {
        assertEquals(0, slope[i][i] / inverse[i][i], 1e-4, factors + " factors, column " + i);
        assertEquals(s[i][i], sigma[i][i], 1e-9 * s[i][i]);
      }
    }
  }

  @Test
  void aCovarianceOfFewerFactorsIsFoundExactly() {
    double[][] truth = new double[COLUMNS][];
    double[][] loadings = loadings();
    for (int i = 0; i < COLUMNS; i++) {
      truth[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        for (int k = 0; k < FACTORS; k++) {
          truth[i][j] += loadings[i][k] * loadings[j][k];
        }
      }
      truth[i][i] += 1;
    }
    double[][] found = FactorAnalysis.of(truth, FACTORS);
    for (int i = 0; i < COLUMNS; i++) {
      for (int j = 0; j <= i; j++) {
        assertEquals(truth[i][j], found[i][j], 1e-6);
      }
    }
  }

  private static double[][] loadings() {
    RandomGenerator random = Seeds.random(1);
    double[][] loadings = new double[COLUMNS][FACTORS];
    for (double[] row : loadings) {
      for (int k = 0; k < FACTORS; k++) {
        row[k] = 0.5 * random.nextGaussian();
      }
    }
    return loadings;
  }

  /// The covariance of rows drawn from a factor model, as a lower triangle.
  private static double[][] sampled(int rows) {
    double[][] loadings = loadings();
    RandomGenerator random = Seeds.random(2);
    double[][] s = new double[COLUMNS][];
    for (int i = 0; i < COLUMNS; i++) {
      s[i] = new double[i + 1];
    }
    double[] x = new double[COLUMNS];
    for (int n = 0; n < rows; n++) {
      double[] factors = random.doubles(FACTORS).map(_ -> random.nextGaussian()).toArray();
      for (int i = 0; i < COLUMNS; i++) {
        x[i] = random.nextGaussian();
        for (int k = 0; k < FACTORS; k++) {
          x[i] += loadings[i][k] * factors[k];
        }
      }
      for (int i = 0; i < COLUMNS; i++) {
        for (int j = 0; j <= i; j++) {
          s[i][j] += x[i] * x[j] / rows;
        }
      }
    }
    return s;
  }

  private static double[][] inverse(double[][] triangle) {
    double[][] c = Cholesky.inverse(Cholesky.factor(triangle, (_, pivot) -> pivot));
    double[][] inverse = new double[c.length][c.length];
    for (int i = 0; i < c.length; i++) {
      for (int j = 0; j < c.length; j++) {
        for (int k = Math.max(i, j); k < c.length; k++) {
          inverse[i][j] += c[k][i] * c[k][j];
        }
      }
    }
    return inverse;
  }

  private static double[][] full(double[][] triangle) {
    double[][] full = new double[triangle.length][triangle.length];
    for (int i = 0; i < full.length; i++) {
      for (int j = 0; j < full.length; j++) {
        full[i][j] = j <= i ? triangle[i][j] : triangle[j][i];
      }
    }
    return full;
  }

  private static double[][] minus(double[][] a, double[][] b) {
    double[][] difference = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        difference[i][j] = a[i][j] - b[i][j];
      }
    }
    return difference;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        for (int k = 0; k < a.length; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }
}
