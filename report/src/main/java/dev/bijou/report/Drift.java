package dev.bijou.report;

import dev.bijou.report.page.Axis;
import dev.bijou.report.page.BarChart;
import dev.bijou.report.page.Ecdf;
import dev.bijou.report.page.Figure;
import dev.bijou.report.page.HistogramChart;
import dev.bijou.report.page.NameShares;
import dev.bijou.table.schema.Column;
import dev.bijou.table.text.NumberText;
import java.util.Arrays;
import java.util.Optional;

/// The drift of a column: its values in a table beside those that a model learned from.
sealed interface Drift {
  private static String description() {
    return "The table, and the rows learned from.";
  }

  /// How different the two are, 0 … 1.
  double gap();

  /// The picture.
  Figure figure(String name);

  /// The gap in words.
  default String caption() {
    return "gap " + NumberText.percent(gap());
  }

  /// The drift of a column.
  ///
  /// @param cells of the table, NaN for missing ones; at least one
  /// @param quantiles evenly spaced ones of the rows learned from, of cells that are not missing
  static Drift of(Column column, double[] cells, double[] quantiles) {
    if (!column.kind().isNumeric()) {
      return new Names(column, NameShares.of(column, cells), NameShares.learned(column));
    }
    double[] there = Arrays.stream(cells).filter(cell -> !Double.isNaN(cell)).toArray();
    double missing = 1 - (double) there.length / cells.length;
    return new Values(
        column,
        Ecdf.of(there.length == 0 ? new double[] {column.mean()} : there),
        new Ecdf(quantiles),
        missing);
  }

  /// Of names: the share of rows that would have to change for the two to be equal.
  record Names(Column column, NameShares data, NameShares learned) implements Drift {
    @Override
    public double gap() {
      return data.gap(learned);
    }

    @Override
    public Figure figure(String name) {
      return new BarChart(Optional.of(data), Optional.of(learned))
          .figure(name, column.name(), "Shares of the names of " + column.name(), description());
    }
  }

  /// Of numbers: the largest difference between the two distribution functions, or between the shares of missing cells.
  ///
  /// @param missing the share of missing cells in the table
  record Values(Column column, Ecdf data, Ecdf learned, double missing) implements Drift {
    @Override
    public double gap() {
      return Math.max(data.gap(learned), Math.abs(missing - column.missingShare()));
    }

    @Override
    public Figure figure(String name) {
      Axis axis = Axis.of(learned, data);
      return new HistogramChart(axis, Optional.of(data), Optional.of(learned))
          .figure(
              name,
              axis.isLinear() ? column.name() : column.name() + " (compressed axis)",
              "Histogram of " + column.name(),
              description());
    }

    @Override
    public String caption() {
      String gap = Drift.super.caption();
      return missing == 0 && column.missing() == 0
          ? gap
          : gap
              + ", %s missing, was %s"
                  .formatted(
                      NumberText.percent(missing), NumberText.percent(column.missingShare()));
    }
  }
}
