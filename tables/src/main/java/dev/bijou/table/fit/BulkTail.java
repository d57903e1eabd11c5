package dev.bijou.table.fit;

import java.util.Arrays;

/// The upper tail of most of some values, from which a few others may stand out: a generalized Pareto distribution (Pickands,
/// 1975) beyond their median, whose scale σ is fitted to those up to their 80th percentile by maximum likelihood (the others
/// count as beyond it), so that the few have no say in it:
///
/// ```
/// P(X > x) = ½ (1 + ξ (x − median) / σ)^(−1/ξ),     ξ = 0.2
/// ```
///
/// The shape ξ leaves room for tails that only begin to be heavy where the fit ends.
///
/// @param median of the values
/// @param scale σ
record BulkTail(double median, double scale) {
  private static final double FROM = 0.5;
  private static final double TO = 0.8;
  private static final double SHAPE = 0.2;
  private static final int SCALES = 200;
  private static final double WIDEST = 20; // as a factor of the mean
  private static final int MOST_VALUES = 10_000;

  /// Fits the tail.
  ///
  /// @param values at least one
  static BulkTail of(float[] values) {
    double[] sorted = new double[values.length];
    Arrays.setAll(sorted, i -> values[i]);
    Arrays.sort(sorted);
    int kept = Math.min(sorted.length, MOST_VALUES);
    double[] some = new double[kept];
    Arrays.setAll(some, i -> sorted[(int) ((long) i * sorted.length / kept)]);
    double median = some[(int) (FROM * (kept - 1))];
    double end = some[(int) (TO * (kept - 1))] - median;
    double[] inner =
        Arrays.stream(some).map(x -> x - median).filter(x -> x > 0 && x < end).toArray();
    long beyond = Arrays.stream(some).filter(x -> x > median && x - median >= end).count();
    double mean = Arrays.stream(inner).average().orElse(0);
    if (!(mean > 0)) { // values of few kinds: nothing is known of a tail
      return new BulkTail(median, Double.POSITIVE_INFINITY);
    }
    BulkTail best = new BulkTail(median, mean);
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < SCALES; i++) {
      BulkTail tried = new BulkTail(median, mean * Math.pow(WIDEST, 2.0 * i / (SCALES - 1) - 1));
      double likelihood = tried.logLikelihood(inner, end, beyond);
      if (likelihood > most) {
        most = likelihood;
        best = tried;
      }
    }
    return best;
  }

  private double logLikelihood(double[] inner, double end, long beyond) {
    double sum = -inner.length * Math.log(scale) - beyond / SHAPE * Math.log1p(SHAPE * end / scale);
    for (double x : inner) {
      sum -= (1 / SHAPE + 1) * Math.log1p(SHAPE * x / scale);
    }
    return sum;
  }

  /// The probability of a greater value; 1 of one below the median.
  double beyond(double value) {
    return value <= median
        ? 1
        : (1 - FROM) * Math.pow(1 + SHAPE * (value - median) / scale, -1 / SHAPE);
  }
}
