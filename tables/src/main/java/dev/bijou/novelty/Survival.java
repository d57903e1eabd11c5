package dev.bijou.novelty;

import java.util.Arrays;

/// How many of n + 1 values, some of them known and one in question, are at least as large as that one:
///
/// ```
/// rank(t) = 1 + #{i : t_i ≥ t}     at the known values t_1 … t_n
/// ```
///
/// Between two known values the rank falls linearly by less than one, so that its whole part is always that of the
/// conformal p-value; beyond the largest it goes on falling exponentially, at the rate of the largest tenth of the known
/// values (the tail of a generalized Pareto distribution of shape 0; Pickands, 1975).
final class Survival {
  private static final double TAIL = 0.1;
  private static final int FEWEST_IN_TAIL = 5;
  private static final double BELOW_ONE = Math.nextDown(1.0);

  private final double[] values; // different ones, ascending
  private final double[] ranks; // of these, descending
  private final double scale; // of the tail
  private final int count;

  private Survival(double[] values, double[] ranks, double scale, int count) {
    this.values = values;
    this.ranks = ranks;
    this.scale = scale;
    this.count = count;
  }

  /// By known values, in any order, at least one.
  static Survival of(double[] known) {
    double[] sorted = known.clone();
    Arrays.sort(sorted);
    double[] values = Arrays.stream(sorted).distinct().toArray();
    double[] ranks = new double[values.length];
    for (int i = 0, at = 0; i < values.length; i++) {
      ranks[i] = 1 + sorted.length - at;
      while (at < sorted.length && sorted[at] == values[i]) {
        at++;
      }
    }
    return new Survival(values, ranks, scale(sorted), sorted.length);
  }

  /// The mean excess of the largest values over the next one; where they do not differ, that of all over their mean.
  private static double scale(double[] sorted) {
    int count = Math.min(sorted.length, Math.max(FEWEST_IN_TAIL, (int) (TAIL * sorted.length)));
    double from = sorted[sorted.length - count];
    double[] largest = Arrays.copyOfRange(sorted, sorted.length - count, sorted.length);
    double excess = Arrays.stream(largest).average().orElseThrow() - from;
    if (excess > 0) {
      return excess;
    }
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double deviation = Arrays.stream(sorted).map(x -> Math.abs(x - mean)).average().orElseThrow();
    return deviation > 0 ? deviation : 1;
  }

  /// The number n of known values.
  int count() {
    return count;
  }

  /// The logarithm of the rank of a value.
  double logRank(double value) {
    int last = values.length - 1;
    if (value > values[last]) {
      return Math.log(Math.min(2, ranks[last])) - (value - values[last]) / scale;
    }
    int at = Arrays.binarySearch(values, value);
    if (at >= 0) {
      return Math.log(ranks[at]);
    }
    int next = -at - 1;
    if (next == 0) {
      return Math.log(1.0 + count);
    }
    double width = values[next] - values[next - 1];
    double rest = width > 0 ? (values[next] - value) / width : 0;
    return Math.log(ranks[next] + Math.min(rest, BELOW_ONE));
  }

  /// −log p of a value, p = rank / (n + 1), in nats.
  double surprise(double value) {
    return Math.log(1.0 + count) - logRank(value);
  }
}
