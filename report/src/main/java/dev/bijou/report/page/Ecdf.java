package dev.bijou.report.page;

import java.util.Arrays;

/// An empirical distribution function: of values, or of evenly spaced quantiles, which it interpolates.
///
/// @param sorted ascending, at least one
public record Ecdf(double[] sorted) {

  /// The distribution function of values in any order.
  public static Ecdf of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Ecdf(sorted);
  }

  /// The value below which a share p of all lies.
  public double quantile(double p) {
    double place = p * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    double fraction = place - below;
    return (1 - fraction) * sorted[below] + fraction * sorted[above];
  }

  /// The share of all that lies at or below a value.
  public double at(double value) {
    int last = lastAtOrBelow(value);
    if (last < 0) {
      return 0;
    }
    if (last == sorted.length - 1) {
      return 1;
    }
    double fraction = (value - sorted[last]) / (sorted[last + 1] - sorted[last]);
    return (last + fraction) / (sorted.length - 1);
  }

  private int lastAtOrBelow(double value) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] <= value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from - 1;
  }

  /// The largest difference to another distribution function (Kolmogorov–Smirnov), 0 … 1.
  public double gap(Ecdf other) {
    double gap = 0;
    for (double value : sorted) {
      gap = Math.max(gap, Math.abs(at(value) - other.at(value)));
    }
    for (double value : other.sorted) {
      gap = Math.max(gap, Math.abs(at(value) - other.at(value)));
    }
    return gap;
  }

  public double mean() {
    return Arrays.stream(sorted).average().orElseThrow();
  }
}
