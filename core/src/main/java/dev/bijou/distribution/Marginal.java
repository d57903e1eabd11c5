package dev.bijou.distribution;

import dev.bijou.operation.PinnedMap;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;

/// The fixed map of one value column, chosen from its values: see [PinnedMap].
///
/// The tails are heavy if one of 1,000 values, or the farthest, lies farther from the median than a normal
/// distribution with the same middle would put it; then values enter through asinh.
///
/// @param center see [PinnedMap.Numbers]
/// @param scale see [PinnedMap.Numbers]
/// @param heavy see [PinnedMap.Numbers]
/// @param mean see [PinnedMap.Numbers]
/// @param deviation see [PinnedMap.Numbers]
record Marginal(double center, double scale, boolean heavy, double mean, double deviation) {
  /// The distance between the 10 % and the 90 % quantile of the standard normal distribution.
  private static final double NORMAL_MIDDLE = 2.5631;

  /// Standard deviations beyond which the thousandth part of a column makes its tails heavy; that of the normal
  /// distribution lies at 3.1.
  private static final double HEAVY = 5;

  /// Standard deviations beyond which a single value does.
  private static final double FAR = 8;

  private static final double LEAST = Math.exp(-80);
  private static final double MOST = Math.exp(80);

  /// The map for the values of one column that are there and finite; the identity without any.
  ///
  /// @param x 1 × lanes
  /// @param absent 1 × lanes, 1 where the value is absent
  /// @param grid a standard deviation is at least half a cell
  static Marginal of(Tensor x, Tensor absent, double grid) {
    double[] values = new double[x.lanes()];
    int count = 0;
    for (int n = 0; n < x.lanes(); n++) {
      if (absent.get(0, n) == 0 && Float.isFinite(x.get(0, n))) {
        values[count++] = x.get(0, n);
      }
    }
    if (count == 0) {
      return new Marginal(0, 1, false, 0, 1);
    }
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    double center = quantile(sorted, 0.5);
    double middle = (quantile(sorted, 0.9) - quantile(sorted, 0.1)) / NORMAL_MIDDLE;
    double spread = deviation(sorted, mean(sorted));
    double scale = bounded(middle > 0 ? middle : spread, grid);
    double thousandth =
        Math.max(quantile(sorted, 0.999) - center, center - quantile(sorted, 0.001));
    double farthest = Math.max(sorted[count - 1] - center, center - sorted[0]);
    if (thousandth <= HEAVY * scale && farthest <= FAR * scale) {
      return new Marginal((float) mean(sorted), bounded(spread, grid), false, 0, 1);
    }
    double[] shaped = new double[count];
    for (int i = 0; i < count; i++) {
      double u = (sorted[i] - center) / scale;
      shaped[i] = Math.copySign(Math.log(Math.abs(u) + Math.hypot(1, u)), u);
    }
    double mean = mean(shaped);
    return new Marginal(center, scale, true, mean, bounded(deviation(shaped, mean), 0));
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
