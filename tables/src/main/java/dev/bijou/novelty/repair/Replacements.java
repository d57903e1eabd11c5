package dev.bijou.novelty.repair;

import dev.bijou.conditional.cell.ColumnGrid;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/// What a cell of a column can be replaced by: a name with a probability of its own, or a number in the range of the
/// training rows, as the table writes it.
///
/// @param grid the cells that are tried first
/// @param low the least number of the training rows
/// @param high the largest
record Replacements(ColumnGrid grid, double low, double high) {
  private static final int MOST_DIGITS = 15;
  private static final int FEW_DIGITS = 4;

  /// @param quantiles percentiles of the training rows
  static Replacements of(ColumnGrid grid, Provenance.Quantiles quantiles) {
    double[] values = quantiles.values();
    return new Replacements(grid, values[0], values[values.length - 1]);
  }

  boolean isNumeric() {
    return grid.column().kind().isNumeric();
  }

  /// Whether a cell may be proposed: not another name than those known, no number out of range, none that the table
  /// would write otherwise. A missing cell may where the model knows them.
  boolean allows(double cell) {
    if (Double.isNaN(cell)) {
      return grid.column().missing() > 0;
    }
    return isNumeric()
        ? cell >= low && cell <= high && nearest(cell) == cell
        : cell < grid.column().kind().namesKnown();
  }

  /// The number nearest to a value that lies in range and that the table could hold.
  double nearest(double value) {
    double inside = Math.clamp(value, low, high);
    double written = written(inside);
    if (written < low || written > high) {
      // The ends are cells of the table.
      return inside - low < high - inside ? low : high;
    }
    return written;
  }

  private double written(double value) {
    Column column = grid.column();
    double step = column.kind().grid();
    double onGrid =
        step > 0 ? column.min() + step * Math.rint((value - column.min()) / step) : value;
    if (column.kind() instanceof Kind.DateTime || column.decimals() >= 0) {
      return column.value(column.text(onGrid)) + 0.0; // no −0
    }
    return onGrid + 0.0;
  }

  /// A number between two others with no more digits than an interval of that width needs.
  ///
  /// @param mode whether to round up, down or to the nearest
  double rounded(double value, double width, RoundingMode mode) {
    Column column = grid.column();
    if (column.kind() instanceof Kind.DateTime || column.kind().grid() > 0 || !(width > 0)) {
      return nearest(value);
    }
    int decimals = Math.clamp(2 - (int) Math.floor(Math.log10(width)), -300, 300);
    if (column.decimals() >= 0) {
      decimals = Math.min(decimals, column.decimals());
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact.setScale(Math.max(0, decimals), mode);
    if (rounded.precision() > MOST_DIGITS) {
      rounded = exact.round(new MathContext(FEW_DIGITS, mode));
    }
    return nearest(rounded.doubleValue());
  }

  /// The cells at which a conditional distribution is evaluated first: those of the grid, numbers in range as the table
  /// writes them.
  double[] cells() {
    return DoubleStream.concat(Arrays.stream(grid.points()), Arrays.stream(grid.values()))
        .map(cell -> cell >= low && cell <= high && isNumeric() ? nearest(cell) : cell)
        .toArray();
  }
}
