package dev.bijou.flow;

import dev.bijou.operation.PinnedMap;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;

/// The fixed map of one value column, chosen from its values: see [PinnedMap].
///
/// If the tails count as heavy, see [Tails], values enter through asinh. Its center and scale are, of several, those
/// that make the image most nearly normal, that is, most likely. Around the middle it compresses both tails; around an
/// end, with a small scale, it is all but a logarithm.
///
/// @param center see [PinnedMap.Numbers]
/// @param scale see [PinnedMap.Numbers]
/// @param heavy see [PinnedMap.Numbers]
/// @param mean see [PinnedMap.Numbers]
/// @param deviation see [PinnedMap.Numbers]
record Marginal(double center, double scale, boolean heavy, double mean, double deviation) {
  /// The distance between the 10 % and the 90 % quantile of the standard normal distribution.
  private static final double NORMAL_MIDDLE = 2.5631;

  /// When tails count as heavy. Distances are in standard deviations of the normal distribution that has the same middle.
  ///
  /// @param thousandth how far out one of 1,000 values lies at most; of the normal distribution that is 3.1
  /// @param farthest how far out any value lies at most
  /// @param deviation the standard deviation at most
  record Tails(double thousandth, double farthest, double deviation) {}

  /// Tails that are clearly heavier than those of a normal distribution.
  static final Tails HEAVY = new Tails(5, 8, Double.POSITIVE_INFINITY);

  /// Tails that widen the standard deviation so much that the middle 80 % lie within half a standard deviation, about one bin
  /// of a flow's splines.
  static final Tails CRAMPED = new Tails(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 5);

  /// Where asinh may have its center, as shares of the values below it.
  private static final double[] CENTERS = {0.5, 0, 0.001, 0.01, 0.1, 0.9, 0.99, 0.999, 1};

  /// How many times its scale may be halved.
  private static final int HALVINGS = 14;

  /// Values from which it is chosen.
  private static final int JUDGED = 2_000;

  private static final double LEAST = Math.exp(-80);
  private static final double MOST = Math.exp(80);

  /// The map for the values of one column that are there and finite; the identity without any.
  ///
  /// @param x 1 × lanes
  /// @param absent 1 × lanes, 1 where the value is absent
  /// @param grid a standard deviation is at least half a cell
  /// @param heavy when tails count as heavy
  static Marginal of(Tensor x, Tensor absent, double grid, Tails heavy) {
    double[] sorted = sorted(x, absent);
    int count = sorted.length;
    if (count == 0) {
      return new Marginal(0, 1, false, 0, 1);
    }
    double center = quantile(sorted, 0.5);
    double middle = (quantile(sorted, 0.9) - quantile(sorted, 0.1)) / NORMAL_MIDDLE;
    double spread = deviation(sorted, mean(sorted));
    double scale = bounded(middle > 0 ? middle : spread, grid);
    double thousandth =
        Math.max(quantile(sorted, 0.999) - center, center - quantile(sorted, 0.001));
    double farthest = Math.max(sorted[count - 1] - center, center - sorted[0]);
    if (thousandth <= heavy.thousandth() * scale
        && farthest <= heavy.farthest() * scale
        && spread <= heavy.deviation() * scale) {
      return new Marginal((float) mean(sorted), bounded(spread, grid), false, 0, 1);
    }
    return heavy(sorted, scale, grid);
  }

  /// The values of a column that are there and finite, ascending.
  static double[] sorted(Tensor x, Tensor absent) {
    double[] values = new double[x.lanes()];
    int count = 0;
    for (int n = 0; n < x.lanes(); n++) {
      if (absent.get(0, n) == 0 && Float.isFinite(x.get(0, n))) {
        values[count++] = x.get(0, n);
      }
    }
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private static Marginal heavy(double[] sorted, double middle, double grid) {
    int judged = Math.min(sorted.length, JUDGED);
    double[] some = new double[judged];
    // With both ends: around an absurd value that is not judged, asinh would be linear for all
    // others, and as likely.
    Arrays.setAll(
        some, i -> sorted[(int) ((long) i * (sorted.length - 1) / Math.max(1, judged - 1))]);
    double best = Double.NEGATIVE_INFINITY;
    double bestCenter = 0;
    double bestScale = 1;
    for (double share : CENTERS) {
      double center = (float) quantile(sorted, share);
      for (int halvings = 0; halvings <= HALVINGS; halvings++) {
        double scale = (float) bounded(Math.scalb(middle, -halvings), grid);
        double score = logLikelihood(some, center, scale);
        if (score > best) {
          best = score;
          bestCenter = center;
          bestScale = scale;
        }
      }
    }
    double[] shaped = shaped(sorted, bestCenter, bestScale);
    double mean = mean(shaped);
    return new Marginal(bestCenter, bestScale, true, mean, bounded(deviation(shaped, mean), 0));
  }

  /// The mean log-density of values whose images are normal, with the mean and the deviation that they have, but for a
  /// constant.
  private static double logLikelihood(double[] values, double center, double scale) {
    double[] shaped = shaped(values, center, scale);
    double slopes = 0;
    for (double value : values) {
      double u = (value - center) / scale;
      slopes += Math.log(Math.hypot(1, u));
    }
    return -Math.log(deviation(shaped, mean(shaped)) * scale) - slopes / values.length;
  }

  private static double[] shaped(double[] values, double center, double scale) {
    double[] shaped = new double[values.length];
    for (int i = 0; i < shaped.length; i++) {
      double u = (values[i] - center) / scale;
      shaped[i] = Math.copySign(Math.log(Math.abs(u) + Math.hypot(1, u)), u);
    }
    return shaped;
  }

  void store(PinnedMap.Numbers numbers, int feature) {
    numbers.center().data()[feature] = (float) center;
    numbers.scale().data()[feature] = (float) scale;
    numbers.heavy().data()[feature] = heavy ? 1 : 0;
    numbers.mean().data()[feature] = (float) mean;
    numbers.deviation().data()[feature] = (float) deviation;
  }

  private static double bounded(double scale, double grid) {
    double least = Math.max(scale, grid / 2);
    return least > 0 ? Math.clamp(least, LEAST, MOST) : 1;
  }

  private static double quantile(double[] sorted, double p) {
    double at = p * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static double deviation(double[] values, double mean) {
    return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
  }
}
