package dev.bijou.bijection;

import dev.bijou.kernel.Cholesky;
import dev.bijou.operation.Moments;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The linear map to uncorrelated features of variance 1, as far as the lanes of a batch determine it.
///
/// With C Cᵀ an estimate of the covariance, the map is z = C⁻¹ x, lower triangular. A covariance of D features has D (D
/// + 1) / 2 numbers, each of which costs about 1 / (2 n) nats when it is learned from n lanes. So the estimate takes
/// one of a few forms, the one under which held-out lanes are the likeliest: the correlations as they are or shrunk
/// towards none (Ledoit and Wolf, 2004), or those of a few common factors (Rubin and Thayer, 1982).
final class Whitening {
  private static final double[] SHRINKAGES = {0, 0.003, 0.01, 0.03, 0.1, 0.3};
  private static final int[] FACTORS = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32};
  private static final int HELD_OUT = 5; // one of so many lanes
  private static final double LEAST_PIVOT = 1e-6;
  private static final long MOST_PRODUCTS = 4_000_000_000L;

  private Whitening() {}

  /// C⁻¹ as a lower triangle, in the units of x; means do not count. Lanes that hold NaN or infinity do not either.
  static double[][] of(Tensor x) {
    Moments moments = Moments.of(x);
    double[][] rows = standardized(x, moments);
    int d = x.features();
    int[] all = IntStream.range(0, rows.length).toArray();
    int[] held = Arrays.stream(all).filter(n -> n % HELD_OUT == 0).toArray();
    int[] learned = Arrays.stream(all).filter(n -> n % HELD_OUT != 0).toArray();
    double[][] inverse = identity(d);
    if (d > 1 && held.length > 1 && learned.length > 1) {
      Form best = Form.NONE;
      double[][] known = covariance(rows, learned);
      double[][] judged = covariance(rows, held);
      double most = Double.NEGATIVE_INFINITY;
      for (Form form : Form.all(d)) {
        double score = form.score(known, judged);
        if (score > most) {
          most = score;
          best = form;
        }
      }
      for (int step = best.factors() / 4; step > 0; step /= 2) {
        for (Form form : best.near(step)) {
          double score = form.score(known, judged);
          if (score > most) {
            most = score;
            best = form;
          }
        }
      }
      double[][] factor = factor(best.apply(covariance(rows, all)));
      inverse = factor == null ? inverse : Cholesky.inverse(factor);
    }
    for (double[] row : inverse) {
      for (int j = 0; j < row.length; j++) {
        row[j] /= moments.deviation()[j];
      }
    }
    return inverse;
  }

  /// A form of the estimate.
  ///
  /// @param shrinkage the share of a correlation that is left out
  /// @param factors how many common factors make the correlations; 0 for any
  private record Form(double shrinkage, int factors) {
    static final Form NONE = new Form(1, 0);

    static Form[] all(int features) {
      return IntStream.concat(
              IntStream.range(-SHRINKAGES.length - 1, 0),
              Arrays.stream(FACTORS).filter(k -> 3 * k < features))
          .mapToObj(k ->
              k > 0
                  ? new Form(0, k)
                  : k == -SHRINKAGES.length - 1 ? NONE : new Form(SHRINKAGES[-k - 1], 0))
          .toArray(Form[]::new);
    }

    /// The forms of `step` fewer factors and of as many more.
    List<Form> near(int step) {
      return List.of(new Form(0, factors - step), new Form(0, factors + step));
    }

    /// How likely the form of a covariance makes rows of another; NaN if it is singular.
    double score(double[][] known, double[][] judged) {
      double[][] factor = factor(apply(known));
      return factor == null ? Double.NaN : Whitening.score(Cholesky.inverse(factor), judged);
    }

    double[][] apply(double[][] covariance) {
      if (factors > 0) {
        return FactorAnalysis.of(covariance, factors);
      }
      double[][] shrunk = new double[covariance.length][];
      for (int i = 0; i < shrunk.length; i++) {
        shrunk[i] = covariance[i].clone();
        for (int j = 0; j < i; j++) {
          shrunk[i][j] *= 1 - shrinkage;
        }
      }
      return shrunk;
    }
  }

  private static double[][] identity(int size) {
    double[][] identity = new double[size][];
    for (int i = 0; i < size; i++) {
      identity[i] = new double[i + 1];
      identity[i][i] = 1;
    }
    return identity;
  }

  /// Lanes as rows, all or evenly spaced ones where all would take long.
  private static double[][] standardized(Tensor x, Moments moments) {
    int d = x.features();
    int most = (int) Math.clamp(MOST_PRODUCTS / ((long) d * d), 20L * d, 1 << 20);
    int used = Math.min(x.lanes(), most);
    double[][] rows = new double[used][d];
    int count = 0;
    for (int i = 0; i < used; i++) {
      int n = (int) ((long) i * x.lanes() / used);
      boolean finite = true;
      for (int f = 0; f < d; f++) {
        rows[count][f] = (x.get(f, n) - moments.mean()[f]) / moments.deviation()[f];
        finite &= Double.isFinite(rows[count][f]);
      }
      count += finite ? 1 : 0;
    }
    return Arrays.copyOf(rows, count);
  }

  /// The lower triangle of Σ x xᵀ / n over some rows, whose means are 0.
  private static double[][] covariance(double[][] rows, int[] chosen) {
    int d = rows[chosen[0]].length;
    double[][] sum = new double[d][];
    for (int i = 0; i < d; i++) {
      sum[i] = new double[i + 1];
    }
    for (int n : chosen) {
      double[] row = rows[n];
      for (int i = 0; i < d; i++) {
        double[] into = sum[i];
        double a = row[i] / chosen.length;
        for (int j = 0; j <= i; j++) {
          into[j] += a * row[j];
        }
      }
    }
    return sum;
  }

  /// The mean of log N(x; 0, C Cᵀ) over rows of a covariance S, but for a constant: log |C⁻¹| − ½ tr(C⁻¹ S C⁻ᵀ).
  private static double score(double[][] inverse, double[][] covariance) {
    double score = 0;
    int d = inverse.length;
    double[] product = new double[d];
    for (int i = 0; i < d; i++) {
      double[] w = inverse[i];
      Arrays.fill(product, 0);
      for (int j = 0; j <= i; j++) {
        for (int k = 0; k <= i; k++) {
          product[j] += w[k] * (k <= j ? covariance[j][k] : covariance[k][j]);
        }
      }
      double trace = 0;
      for (int j = 0; j <= i; j++) {
        trace += w[j] * product[j];
      }
      score += Math.log(w[i]) - 0.5 * trace;
    }
    return score;
  }

  /// C, or null if the matrix is singular or nearly so.
  private static double @Nullable [][] factor(double[][] matrix) {
    return Cholesky.factor(
        matrix, (diagonal, pivot) -> pivot >= LEAST_PIVOT * diagonal ? pivot : Double.NaN);
  }
}
