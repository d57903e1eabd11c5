package dev.bijou.novelty.rank;

import java.util.Arrays;

/// How many of n known values are at least as large as another one, continuously:
///
/// ```
/// count(t) = #{i : t_i ≥ t}     at the known values t_1 … t_n
/// ```
///
/// Between two known values the count falls linearly by less than one, so that its whole part is always the number of known
/// values above; beyond the largest it falls from 1 to 0 exponentially, at the rate of the largest tenth of the known values
/// (the tail of a generalized Pareto distribution of shape 0; Pickands, 1975).
public final class Survival {
  private static final double TAIL = 0.1;
  private static final int FEWEST_IN_TAIL = 5;
  private static final double BELOW_ONE = Math.nextDown(1.0);

  private final double[] values; // different ones, ascending
  private final double[] counts; // of these, descending
  private final double scale; // of the tail
  private final int size;

  private Survival(double[] values, double[] counts, double scale, int size) {
    this.values = values;
    this.counts = counts;
    this.scale = scale;
    this.size = size;
  }

  /// By known values, in any order, at least one.
  public static Survival of(double[] known) {
    double[] sorted = known.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted);
  }

  /// By known values in ascending order, at least one.
  public static Survival ofSorted(double[] sorted) {
    double[] values = new double[sorted.length];
    double[] counts = new double[sorted.length];
    int different = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        values[different] = sorted[i];
        counts[different++] = sorted.length - i;
      }
    }
    return new Survival(
        Arrays.copyOf(values, different),
        Arrays.copyOf(counts, different),
        scale(sorted),
        sorted.length);
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

  /// The known values, ascending, each once.
  public double[] values() {
    return values.clone();
  }

  /// How many known values are at least each of [#values].
  public double[] counts() {
    return counts.clone();
  }

  /// The unit of [#excess].
  public double scale() {
    return scale;
  }

  /// The number of known values.
  public int size() {
    return size;
  }

  /// The number of known values that are at least as large.
  public double count(double value) {
    int last = values.length - 1;
    if (value > values[last]) {
      return Math.exp(-excess(value));
    }
    int at = Arrays.binarySearch(values, value);
    if (at >= 0) {
      return counts[at];
    }
    int next = -at - 1;
    if (next == 0) {
      return size;
    }
    double width = values[next] - values[next - 1];
    double rest = width > 0 ? (values[next] - value) / width : 0;
    return counts[next] + Math.min(rest, BELOW_ONE);
  }

  /// How far a value lies beyond the largest known one, in units of the tail; 0 if it does not.
  public double excess(double value) {
    return Math.max(0, (value - values[values.length - 1]) / scale);
  }

  /// e^−less / p of a value, see [#surprise].
  public double inverse(double value, double less) {
    double power = excess(value) - less;
    double shares = (1.0 + size) / (1 + count(value));
    return power == 0 ? shares : shares * Math.exp(power);
  }

  /// −log p of a value, p = (1 + count) / (n + 1), in nats; it grows by the excess as well.
  public double surprise(double value) {
    return Math.log(1.0 + size) - Math.log1p(count(value)) + excess(value);
  }
}
