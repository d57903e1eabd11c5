package dev.bijou.table.io;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
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
  private final BitSet without; // the rows without all of the rows before that they need

  RowBlock(int rows, long[] numbers, double[][] columns, String @Nullable [][] text) {
    this(rows, numbers, columns, text, new BitSet());
  }

  RowBlock(
      int rows, long[] numbers, double[][] columns, String @Nullable [][] text, BitSet without) {
    this.rows = rows;
    this.numbers = numbers;
    this.columns = columns;
    this.text = text;
    this.without = without;
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

  /// Whether the rows before a row are there that a window asks for, see [ColumnPlan.Window]; true without a window.
  public boolean hasPast(int row) {
    return !without.get(row);
  }

  /// How many rows lack such rows.
  public int withoutPast() {
    return without.cardinality();
  }

  /// The rows that have them alone; null if there are none.
  public @Nullable RowBlock withPast() {
    return without.isEmpty() ? this : select(row -> !without.get(row));
  }

  /// Some of the rows; null if there are none.
  @Nullable RowBlock select(IntPredicate wanted) {
    int[] kept = IntStream.range(0, rows).filter(wanted).toArray();
    if (kept.length == 0) {
      return null;
    }
    double[][] cells = new double[columns.length][kept.length];
    long[] numbered = new long[kept.length];
    BitSet lacking = new BitSet();
    for (int row = 0; row < kept.length; row++) {
      for (int c = 0; c < cells.length; c++) {
        cells[c][row] = columns[c][kept[row]];
      }
      numbered[row] = numbers[kept[row]];
      lacking.set(row, without.get(kept[row]));
    }
    String[][] all = text;
    String[][] texts =
        all == null ? null : IntStream.of(kept).mapToObj(row -> all[row]).toArray(String[][]::new);
    return new RowBlock(kept.length, numbered, cells, texts, lacking);
  }

  /// The same rows with other columns.
  ///
  /// @param keepText whether they keep their text
  /// @param lacking the rows without all of the rows before that they need
  RowBlock with(double[][] others, boolean keepText, BitSet lacking) {
    return new RowBlock(rows, numbers, others, keepText ? text : null, lacking);
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
