package dev.bijou.report.page;

import java.util.ArrayList;
import java.util.List;

/// Where the values of a column stand in a picture: from 0, at the low end, to 1.
///
/// A column with a long tail gets an axis that is linear around its median and logarithmic away from it:
/// asinh((value − center) / unit).
///
/// @param low value at 0
/// @param high value at 1, above `low`
/// @param center the median, where the axis is most stretched; without meaning on a linear axis
/// @param unit how far the stretched part reaches; infinite on a linear axis
public record Axis(double low, double high, double center, double unit) {
  private static final int[] DIGITS = {1, 2, 5};
  private static final double MARGIN = 0.04;
  private static final double TAIL = 0.005;
  private static final double LONG_TAIL =
      12; // ends apart, in interquartile ranges; 3.8 for a Gaussian

  /// A linear axis with a margin at both ends.
  public static Axis linear(double low, double high) {
    double margin = MARGIN * (high - low);
    if (!(margin > 1e-12 * Math.max(Math.abs(low), Math.abs(high)))) { // a constant, or nearly so
      margin = low == 0 ? 1 : 0.1 * Math.abs(low);
    }
    return new Axis(low - margin, high + margin, 0, Double.POSITIVE_INFINITY);
  }

  /// An axis for a column, which leaves out the farthest half percent at either end; long-tailed columns are
  /// compressed.
  public static Axis of(Ecdf column) {
    return of(column, column.quantile(TAIL), column.quantile(1 - TAIL));
  }

  /// An axis for a column and what imitates it: that of the column, extended by at most half for the imitation.
  public static Axis of(Ecdf column, Ecdf imitation) {
    double low = column.quantile(TAIL);
    double high = column.quantile(1 - TAIL);
    double room = (high - low) / 2;
    return of(
        column,
        Math.clamp(imitation.quantile(TAIL), low - room, low),
        Math.clamp(imitation.quantile(1 - TAIL), high, high + room));
  }

  private static Axis of(Ecdf column, double low, double high) {
    double quartiles = column.quantile(0.75) - column.quantile(0.25);
    if (quartiles <= 0 || high - low < LONG_TAIL * quartiles) {
      return linear(low, high);
    }
    Axis bare = new Axis(low, high, column.quantile(0.5), quartiles / 2);
    double margin = MARGIN * (bare.stretched(high) - bare.stretched(low));
    return new Axis(
        bare.value(bare.stretched(low) - margin),
        bare.value(bare.stretched(high) + margin),
        bare.center,
        bare.unit);
  }

  public boolean isLinear() {
    return Double.isInfinite(unit);
  }

  /// The place of a value; outside 0 … 1 if it is off the axis.
  public double at(double value) {
    double from = stretched(low);
    return (stretched(value) - from) / (stretched(high) - from);
  }

  /// The value at a place.
  public double invert(double place) {
    double from = stretched(low);
    return value(from + place * (stretched(high) - from));
  }

  private double stretched(double value) {
    if (isLinear()) {
      return value;
    }
    double x = (value - center) / unit;
    return Math.signum(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1));
  }

  private double value(double stretched) {
    return isLinear() ? stretched : center + unit * Math.sinh(stretched);
  }

  /// Round values on the axis, ascending, at least `spacing` apart in units of its length.
  public List<Double> ticks(double spacing) {
    return isLinear() ? linearTicks(spacing) : stretchedTicks(spacing);
  }

  private List<Double> linearTicks(double spacing) {
    double least = spacing * (high - low);
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double step =
        power * (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (double i = Math.ceil(low / step); i * step <= high; i++) {
      ticks.add(i * step + 0.0); // 0, not −0
      if (ticks.size() > 1 / spacing + 2) {
        break; // values so large that a step no longer changes them
      }
    }
    return ticks;
  }

  /// Round values at ever larger distances from the center, on both sides by turns.
  private List<Double> stretchedTicks(double spacing) {
    List<Double> ticks = new ArrayList<>();
    double farthest = Math.max(high - center, center - low);
    keep(center, Math.pow(10, Math.floor(Math.log10(unit))), spacing, ticks);
    for (double power = Math.pow(10, Math.floor(Math.log10(unit)));
        power <= farthest;
        power *= 10) {
      for (int digit : DIGITS) {
        keep(center + digit * power, power, spacing, ticks);
        keep(center - digit * power, power, spacing, ticks);
      }
    }
    return ticks.stream().sorted().toList();
  }

  private void keep(double near, double step, double spacing, List<Double> ticks) {
    double value = Math.round(near / step) * step;
    double place = at(value);
    if (place >= 0
        && place <= 1
        && ticks.stream().allMatch(other -> Math.abs(at(other) - place) >= spacing)) {
      ticks.add(value + 0.0);
    }
  }
}
