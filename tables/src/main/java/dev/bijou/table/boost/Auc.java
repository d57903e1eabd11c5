package dev.bijou.table.boost;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The area under the ROC curve: the probability that a positive row has a higher score than a negative one, a tie counting
/// half.
///
/// @param value 0 … 1; NaN without positive or negative rows
/// @param standardError by DeLong, DeLong and Clarke-Pearson (1988)
public record Auc(double value, double standardError) {
  /// The area for scores.
  ///
  /// @param positive scores of positive rows
  /// @param negative scores of negative rows
  public static Auc of(double[] positive, double[] negative) {
    int m = positive.length;
    int n = negative.length;
    double[] all = Arrays.copyOf(positive, m + n);
    System.arraycopy(negative, 0, all, m, n);
    double[] among = ranks(all);
    double[] own = ranks(positive);
    double[] other = ranks(negative);
    double[] above = new double[m]; // the share of negative rows below each positive one
    double[] below = new double[n]; // the share of positive rows above each negative one
    for (int i = 0; i < m; i++) {
      above[i] = (among[i] - own[i]) / n;
    }
    for (int j = 0; j < n; j++) {
      below[j] = 1 - (among[m + j] - other[j]) / m;
    }
    double value = Arrays.stream(above).average().orElse(Double.NaN);
    return n == 0
        ? new Auc(Double.NaN, Double.NaN)
        : new Auc(value, Math.sqrt(variance(above) / m + variance(below) / n));
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double sum = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return values.length < 2 ? 0 : sum / (values.length - 1);
  }

  /// The ranks of values from 1 on; equal values have the mean of theirs.
  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
