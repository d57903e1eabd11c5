package dev.bijou.novelty;

import dev.bijou.table.Column;
import dev.bijou.table.NumberText;
import dev.bijou.table.Provenance;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The values at which a joint density is looked at along one column: all that the column has, if they are few and known;
/// otherwise quantiles of the training rows and some values beyond, between which the density is interpolated.
///
/// @param column the column
/// @param values ascending, different as floats
/// @param complete whether the column has no other values
record ColumnGrid(Column column, double[] values, boolean complete) {
  private static final int MOST_VALUES = 50;
  private static final int[] PERCENTS = {0, 2, 8, 17, 28, 39, 50, 61, 72, 83, 92, 98, 100};
  private static final double[] BEYOND = {0.2, 1}; // in widths of the middle 90 %
  private static final int DIGITS = 4;
  private static final double COVERED = 0.9;
  private static final int MOST_GLANCES = 6;

  /// The grid of a column.
  ///
  /// @param quantiles percentiles of the training rows
  static ColumnGrid of(Column column, Provenance.Quantiles quantiles) {
    double[] percentiles = quantiles.values();
    double[] distinct = different(column, DoubleStream.of(percentiles));
    if (distinct.length == column.distinct() && distinct.length <= MOST_VALUES) {
      return new ColumnGrid(column, distinct, true);
    }
    int last = percentiles.length - 1;
    double width = percentiles[last * 95 / 100] - percentiles[last * 5 / 100];
    if (!(width > 0)) {
      width = column.standardDeviation();
    }
    double unit = width;
    DoubleStream inside =
        IntStream.of(PERCENTS).mapToDouble(percent -> percentiles[last * percent / 100]);
    DoubleStream outside =
        DoubleStream.of(BEYOND)
            .flatMap(far -> DoubleStream.of(column.min() - far * unit, column.max() + far * unit));
    return new ColumnGrid(column, different(column, DoubleStream.concat(inside, outside)), false);
  }

  /// Ascending, without those that are equal as the model sees them.
  private static double[] different(Column column, DoubleStream values) {
    TreeMap<Float, Double> byFloat = new TreeMap<>();
    values.forEach(value -> byFloat.putIfAbsent(asFloat(column, value), value));
    return byFloat.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// The values of the grid and a cell's; one of the grid that is the same to the model gives way.
  double[] with(double cell) {
    return different(column, DoubleStream.concat(DoubleStream.of(cell), Arrays.stream(values)));
  }

  /// Few of these values, a cell's among them.
  double[] glance(double cell) {
    double[] few = values;
    if (values.length > MOST_GLANCES) {
      // Evenly, without the ends, which lie far out.
      few =
          IntStream.range(0, MOST_GLANCES)
              .mapToDouble(i -> values[(2 * i + 1) * values.length / (2 * MOST_GLANCES)])
              .toArray();
    }
    return different(column, DoubleStream.concat(DoubleStream.of(cell), Arrays.stream(few)));
  }

  /// Those of some values that are not the same to the model as a known one, or as each other, ascending.
  double[] different(double[] some, double[] known) {
    Set<Float> seen = new HashSet<>();
    for (double value : known) {
      seen.add(asFloat(column, value));
    }
    return Arrays.stream(some).filter(value -> seen.add(asFloat(column, value))).sorted().toArray();
  }

  private static float asFloat(Column column, double value) {
    return (float) (value - column.offset()) + 0f; // no −0
  }

  /// What surprises are measured in: the standard deviation of a column of numbers, so that those of columns in different
  /// units compare; 1 for a column of few values, which have probabilities.
  double unit() {
    return complete || !(column.standardDeviation() > 0) ? 1 : column.standardDeviation();
  }

  /// A cell as text.
  String text(double value) {
    return NumberText.of(value);
  }

  /// What a conditional distribution leads to expect.
  Expectation expectation(Conditional conditional) {
    if (complete) {
      List<String> likely =
          Arrays.stream(conditional.likeliest(COVERED)).mapToObj(this::text).toList();
      return new Expectation.Values(likely, phrase(likely));
    }
    double low = conditional.quantile((1 - COVERED) / 2);
    double high = conditional.quantile((1 + COVERED) / 2);
    String from = rounded(low, high - low);
    String to = rounded(high, high - low);
    String text = from.equals(to) ? from : from + " to " + to;
    return new Expectation.Range(conditional.quantile(0.5), low, high, text);
  }

  private static String phrase(List<String> values) {
    int most = 5;
    if (values.size() == 1) {
      return values.getFirst();
    }
    if (values.size() <= most) {
      return String.join(", ", values.subList(0, values.size() - 1)) + " or " + values.getLast();
    }
    return values.stream().limit(most).collect(Collectors.joining(", ")) + " or others";
  }

  /// With the digits that matter for an interval of this width, and no more decimals than the column has.
  private String rounded(double value, double width) {
    int decimals = width > 0 ? Math.clamp(2 - (int) Math.floor(Math.log10(width)), 0, 300) : DIGITS;
    if (column.decimals() >= 0) {
      decimals = Math.min(decimals, column.decimals());
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact.setScale(decimals, RoundingMode.HALF_EVEN);
    if (rounded.precision() > 15) {
      rounded = exact.round(new MathContext(DIGITS));
    }
    return NumberText.of(rounded.doubleValue());
  }
}
