package dev.bijou.privacy;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// What mechanisms reveal of any one row, in Rényi differential privacy (Mironov, 2017, arXiv:1702.07476), where what several
/// reveal adds up. Two tables are neighbours if one has one row more.
///
/// @param byOrder the Rényi divergence of each of [#orders]
public record PrivacyLoss(double[] byOrder) {
  private static final double TAIL = 14; // standard deviations, beyond which nothing counts
  private static final double STEPS = 16; // of the integral in a standard deviation
  private static final double LEAST_NOISE = 0.2;
  private static final double MOST_NOISE = 1e5;
  private static final int BISECTIONS = 50;

  /// The orders at which it is known: tenths up to 11, whole numbers up to 64, and some large ones.
  private static final double[] ORDERS =
      DoubleStream.concat(
              IntStream.range(1, 100).mapToDouble(i -> 1 + i / 10.0),
              DoubleStream.concat(
                  IntStream.range(11, 64).mapToDouble(i -> i), DoubleStream.of(128, 256, 512)))
          .toArray();

  /// Nothing is revealed.
  public static final PrivacyLoss NONE = new PrivacyLoss(new double[ORDERS.length]);

  /// That of sums of some rows, each row chosen with a probability, to which Gaussian noise is added (Mironov, Talwar and Zhang,
  /// 2019, arXiv:1908.10530):
  ///
  /// ```
  /// (1 / (α − 1)) log E_{z ~ N(0, σ²)} [(1 − q + q exp((2z − 1) / (2σ²)))^α]
  /// ```
  ///
  /// for each of the steps.
  ///
  /// @param share q, the probability of a row in a step, in (0, 1]
  /// @param noise σ, the standard deviation of the noise in units of the largest norm of a row
  /// @param steps how many sums there are
  public static PrivacyLoss sampledGaussian(double share, double noise, int steps) {
    return new PrivacyLoss(
        Arrays.stream(ORDERS).map(order -> steps * divergence(share, noise, order)).toArray());
  }

  static double divergence(double share, double noise, double order) {
    double variance = noise * noise;
    if (share == 1) {
      return order / (2 * variance);
    }
    double step = noise / STEPS;
    double least = -TAIL * noise;
    int points = (int) Math.ceil((order + 2 * TAIL * noise) / step);
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int i = 0; i <= points; i++) {
      double z = least + i * step;
      double ratio = (2 * z - 1) / (2 * variance);
      double mixed =
          ratio > 0
              ? ratio + Math.log(share + (1 - share) * Math.exp(-ratio))
              : Math.log1p(share * Math.expm1(ratio));
      double term = order * mixed - z * z / (2 * variance);
      if (term > largest) {
        sum = sum * Math.exp(largest - term) + 1;
        largest = term;
      } else {
        sum += Math.exp(term - largest);
      }
    }
    double logMoment = largest + Math.log(sum / STEPS / Math.sqrt(2 * Math.PI));
    return Math.max(0, logMoment / (order - 1));
  }

  /// What this and other mechanisms reveal together.
  public PrivacyLoss plus(PrivacyLoss other) {
    double[] sum = new double[byOrder.length];
    Arrays.setAll(sum, i -> byOrder[i] + other.byOrder[i]);
    return new PrivacyLoss(sum);
  }

  /// The least ε for which they are (ε, δ)-differentially private together, by the conversion of Balle and others (2020,
  /// arXiv:1905.09982):
  ///
  /// ```
  /// ε = min_α D_α + log((α − 1) / α) − (log δ + log α) / (α − 1)
  /// ```
  public double epsilon(double delta) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < byOrder.length; i++) {
      double order = ORDERS[i];
      double epsilon = byOrder[i] + Math.log1p(-1 / order) - Math.log(delta * order) / (order - 1);
      least = Math.min(least, epsilon);
    }
    return Math.max(0, least);
  }

  /// The least noise, up to 1e-4 of it, with which sums of sampled rows and this are (ε, δ)-differentially private together.
  ///
  /// @throws IllegalArgumentException if no noise is enough
  public double noise(double share, int steps, double epsilon, double delta) {
    DoubleUnaryOperator spent = noise -> plus(sampledGaussian(share, noise, steps)).epsilon(delta);
    if (spent.applyAsDouble(MOST_NOISE) > epsilon) {
      throw new IllegalArgumentException(
          "no noise gives epsilon = %s with delta = %s; allow more".formatted(epsilon, delta));
    }
    double low = LEAST_NOISE;
    double high = MOST_NOISE;
    for (int i = 0; i < BISECTIONS && high / low > 1 + 1e-4; i++) {
      double middle = Math.sqrt(low * high);
      if (spent.applyAsDouble(middle) > epsilon) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
