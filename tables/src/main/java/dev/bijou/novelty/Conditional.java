package dev.bijou.novelty;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The distribution of one cell given the others of its row: the joint density along the column, normalized.
///
/// Between neighbouring values the density is taken to be exponential, so that its logarithm is linear and its integral
///
/// ```
/// ∫ = (b − a) · (p(b) − p(a)) / (log p(b) − log p(a))
/// ```
///
/// On a complete grid the values have the probabilities p(x) / Σ p(x).
final class Conditional {
  private final double[] values;
  private final float[] joint; // log-densities
  private final boolean complete;
  private final double[] logDensity; // less the largest
  private final double[] mass; // cumulated up to each value; of the values themselves if complete
  private final double total;

  /// @param values ascending
  /// @param joint the logarithm of the joint density at each, finite
  /// @param complete whether there are no other values
  Conditional(double[] values, float[] joint, boolean complete) {
    this.values = values;
    this.joint = joint;
    this.complete = complete;
    float largest = Float.NEGATIVE_INFINITY;
    for (float log : joint) {
      largest = Math.max(largest, log);
    }
    logDensity = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      logDensity[i] = joint[i] - (double) largest;
    }
    mass = new double[values.length];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += complete ? Math.exp(logDensity[i]) : i == 0 ? 0 : integral(i);
      mass[i] = sum;
    }
    total = sum;
  }

  /// The same distribution, known at more values.
  ///
  /// @param more ascending, none of them known before
  Conditional with(double[] more, float[] jointOfMore) {
    double[] all = new double[values.length + more.length];
    float[] jointOfAll = new float[all.length];
    int known = 0;
    for (int i = 0; i < all.length; i++) {
      int added = i - known;
      boolean next =
          added == more.length || (known < values.length && values[known] <= more[added]);
      all[i] = next ? values[known] : more[added];
      jointOfAll[i] = next ? joint[known++] : jointOfMore[added];
    }
    return new Conditional(all, jointOfAll, complete);
  }

  /// The integral from value i − 1 to value i.
  private double integral(int i) {
    double low = logDensity[i - 1];
    double high = logDensity[i];
    double mean =
        Math.abs(high - low) < 1e-6
            ? Math.exp(0.5 * (low + high))
            : (Math.exp(high) - Math.exp(low)) / (high - low);
    return mean * (values[i] - values[i - 1]);
  }

  /// −log p(value | the others), in nats, of a value of the grid: of a probability on a complete grid, else of a
  /// density per unit of the column.
  double surprise(double value) {
    return Math.log(total) - logDensity[at(value)];
  }

  private int at(double value) {
    int at = Arrays.binarySearch(values, value);
    if (at < 0) {
      throw new IllegalArgumentException(value + " is not on the grid");
    }
    return at;
  }

  /// The value below which a share p of the distribution lies.
  double quantile(double p) {
    double wanted = p * total;
    int i = 0;
    while (i < values.length - 1 && mass[i] < wanted) {
      i++;
    }
    if (complete || i == 0) {
      return values[i];
    }
    double part = mass[i] - mass[i - 1];
    double share = part > 0 ? Math.clamp((wanted - mass[i - 1]) / part, 0, 1) : 0.5;
    double slope = logDensity[i] - logDensity[i - 1];
    // Inverts the integral of an exponential.
    double place = Math.abs(slope) < 1e-6 ? share : Math.log1p(share * Math.expm1(slope)) / slope;
    return values[i - 1] + Math.clamp(place, 0, 1) * (values[i] - values[i - 1]);
  }

  /// The fewest values of a complete grid that together have at least a probability p, the most probable first.
  double[] likeliest(double p) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -logDensity[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double sum = 0;
    int count = 0;
    while (count < order.length && sum < p * total) {
      sum += Math.exp(logDensity[order[count++]]);
    }
    return Arrays.stream(order, 0, count).mapToDouble(i -> values[i]).toArray();
  }

  /// Values at which to look closer: evenly spread over the distribution.
  double[] refinement(int count) {
    return IntStream.range(0, count).mapToDouble(i -> quantile((i + 0.5) / count)).toArray();
  }
}
