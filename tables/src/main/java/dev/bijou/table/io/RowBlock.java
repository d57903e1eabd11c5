package dev.bijou.table.io;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A few thousand consecutive rows of a table, column by column. No cell is infinite, and none is NaN
/// unless missing ones are kept, see [Missing#KEEP].
///
/// A block belongs to whoever received it: the reader keeps no reference to it, so blocks may be handed to other
/// threads.
public final class RowBlock {
  private final int rows;
  private final long[] numbers;
  private final double[][] columns;
  private final String @Nullable [][] text;

  RowBlock(int rows, long[] numbers, double[][] columns, String @Nullable [][] text) {
    this.rows = rows;
    this.numbers = numbers;
    this.columns = columns;
    this.text = text;
  }

  /// Rows that belong to no table: they have neither numbers nor text.
  ///
  /// @param columns the cells of each column; all are equally long
  public static RowBlock of(double[]... columns) {
    return new RowBlock(columns[0].length, new long[0], columns, null);
  }

  /// The number of rows, at least one.
  public int rows() {
    return rows;
  }

  /// The number in the table of a row of this block: 1 is the first row after the header.
  ///
  /// @param row 0 ≤ row < [#rows()]
  public long number(int row) {
    return numbers[row];
  }

  /// The values of a wanted column.
  ///
  /// @param column position in [TableReader#columns()]
  /// @return an array of which the first [#rows()] elements count
  public double[] column(int column) {
    return columns[column];
  }

  /// The cells of a row in all wanted columns.
  public double[] cells(int row) {
    double[] cells = new double[columns.length];
    for (int c = 0; c < cells.length; c++) {
      cells[c] = columns[c][row];
    }
    return cells;
  }

  /// Writes (float) (x − offset) for the rows of a column.
  ///
  /// @param column position in [TableReader#columns()]
  /// @param offset subtracted in double precision, see [dev.bijou.table.schema.Column#offset()]
  /// @param out receives [#rows()] values from index `at`
  public void floats(int column, double offset, float[] out, int at) {
    double[] values = columns[column];
    for (int row = 0; row < rows; row++) {
      out[at + row] = (float) (values[row] - offset);
    }
  }

  /// Whether the plan asked for text.
  public boolean hasText() {
    return text != null;
  }

  /// The text of every field of a row, in the order of [TableReader#header()].
  ///
  /// Throws an [IllegalStateException] unless the plan asked for it with [ColumnPlan#withText()].
  public List<String> text(int row) {
    if (text == null) {
      throw new IllegalStateException("the plan did not ask for text");
    }
    return List.of(text[row]);
  }
}
