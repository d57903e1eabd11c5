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
/// @param cells at which a conditional distribution is evaluated first: those of the grid, numbers in range as the table writes them
record Replacements(ColumnGrid grid, double low, double high, double[] cells) {
  private static final int MOST_DIGITS = 15;
  private static final int FEW_DIGITS = 4;
  private static final double MOST_STEPS = 1e12; // whose halves a double tells apart by far
  private static final double CLEARLY = 0.499; // of a step from the next whole one

  /// @param quantiles percentiles of the training rows
  static Replacements of(ColumnGrid grid, Provenance.Quantiles quantiles) {
    double[] values = quantiles.values();
    Column column = grid.column();
    double low = end(column, values[0], column.min());
    double high = end(column, values[values.length - 1], column.max());
    double[] cells =
        DoubleStream.concat(Arrays.stream(grid.points()), Arrays.stream(grid.values()))
            .map(cell ->
                cell >= low && cell <= high && column.kind().isNumeric()
                    ? written(column, Math.clamp(cell, low, high))
                    : cell)
            .toArray();
    return new Replacements(grid, low, high, cells);
  }

  /// Percentiles have the digits of a float; the cell that they come from has those of the table.
  private static double end(Column column, double percentile, double extreme) {
    if (!column.kind().isNumeric()) {
      return percentile;
    }
    return column.relative(percentile) == column.relative(extreme)
        ? extreme
        : written(column, percentile);
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
    return written(grid.column(), Math.clamp(value, low, high));
  }

  private static double written(Column column, double value) {
    double step = column.kind().grid();
    double onGrid =
        step > 0 ? column.min() + step * Math.rint((value - column.min()) / step) : value;
    if (column.kind() instanceof Kind.DateTime) {
      return column.value(column.text(onGrid));
    }
    return (column.decimals() < 0 ? onGrid : withDecimals(column, onGrid)) + 0.0; // no −0
  }

  /// What the text of a number reads back as. Where it has few digits, it need not be written: of whole numbers the quotient is the
  /// double next to the decimal; only where it is not clear which way the text is rounded, this is left to the text.
  private static double withDecimals(Column column, double value) {
    double perUnit = Math.pow(10, column.decimals());
    double steps = value * perUnit;
    double whole = Math.rint(steps);
    boolean clear = Math.abs(whole) < MOST_STEPS && Math.abs(steps - whole) < CLEARLY;
    return clear ? whole / perUnit : column.value(column.text(value));
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
}
