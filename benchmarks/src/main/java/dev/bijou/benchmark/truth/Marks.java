package dev.bijou.benchmark.truth;

import java.util.ArrayList;
import java.util.List;

/// What a fit has to reach.
final class Marks {
  private static final double LOSS = 0.03;
  private static final double HEAVY_LOSS = 0.1;
  private static final int MANY_COLUMNS = 200;
  private static final int SMALL = 5_000;
  private static final double BELOW_BASELINE = 0.02;
  private static final double LEVEL =
      0.01; // of more shares beyond two standard errors than chance has
  private static final double WORST_LEVEL = 0.001; // of a share farther out than chance has

  private Marks() {}

  /// How many nats a row may be lost against the truth; in a small table what a model of the right form loses itself, its
  /// parameters divided by twice the rows.
  static double loss(KnownTruth truth) {
    if (truth.rows() < SMALL && truth.parameters() > 0) {
      return truth.parameters() / (2.0 * truth.rows());
    }
    return truth.heavy() || truth.columns().size() >= MANY_COLUMNS ? HEAVY_LOSS : LOSS;
  }

  /// How many of n shares may lie beyond two standard errors: the smallest k with P(K > k) ≤ 1 % for a binomial K.
  static long mostFar(int shares) {
    double p = 2 * Functions.upperTail(Shares.FAR);
    double within = 0;
    int k = 0;
    for (; k <= shares; k++) {
      within +=
          Math.exp(
              Functions.logGamma(shares + 1)
                  - Functions.logGamma(k + 1)
                  - Functions.logGamma(shares - k + 1)
                  + k * Math.log(p)
                  + (shares - k) * Math.log1p(-p));
      if (within >= 1 - LEVEL) {
        break;
      }
    }
    return k;
  }

  /// How far the worst of n shares may be: P(max |z| > limit) = 0.1 %.
  static double farthest(int shares) {
    double each = -Math.expm1(Math.log1p(-WORST_LEVEL) / shares);
    return Functions.upperQuantile(each / 2);
  }

  /// What is wrong with a measurement, line by line.
  static List<String> failures(Measurement measured) {
    List<String> failures = new ArrayList<>(measured.problems());
    if (!measured.isDefined()) {
      return failures;
    }
    double mark = loss(measured.truth());
    // Problems say why if the difference is not defined.
    if (measured.difference().mean() < -mark) {
      failures.add(
          "%.3f nats below the truth, %.3f are allowed"
              .formatted(-measured.difference().mean(), mark));
    }
    double better = measured.baseline();
    if (measured.model() < better - BELOW_BASELINE) {
      failures.add("%.3f nats below the better baseline".formatted(better - measured.model()));
    }
    Shares shares = measured.shares();
    int count = shares.all().size();
    if (shares.far() > mostFar(count)) {
      failures.add(
          "%d of %d shares of draws beyond 2 standard errors, chance has at most %d"
              .formatted(shares.far(), count, mostFar(count)));
    }
    shares
        .worst()
        .filter(worst -> !(Math.abs(worst.z()) <= farthest(count)))
        .ifPresent(worst ->
            failures.add(
                "a share of draws is far off, chance has at most |z| = %.1f: %s"
                    .formatted(farthest(count), worst.text())));
    return failures;
  }
}
