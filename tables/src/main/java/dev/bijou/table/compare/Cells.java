package dev.bijou.table.compare;

import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Rows of a table, column by column: all, or a uniform random sample (Vitter's algorithm R, 1985).
///
/// @param name of the table in messages
/// @param total how many rows the table has
/// @param header the names of all its columns
/// @param columns the cells of each compared column, NaN where missing
public record Cells(String name, long total, List<String> header, double[][] columns) {
  private static final int FEWEST_ROWS = 10;

  /// Reads a table.
  ///
  /// Throws a [TableException] if it cannot be read, lacks a column, or has fewer than ten rows.
  ///
  /// @param most how many rows are kept
  static Cells read(TableSource source, ColumnPlan plan, int most, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (TableReader reader = source.open(plan, Missing.KEEP)) {
      double[][] columns = new double[reader.columns().size()][1024];
      long seen = 0;
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        for (int row = 0; row < block.rows(); row++) {
          long place = seen < most ? seen : random.nextLong(seen + 1);
          seen++;
          if (place < most) {
            put(columns, (int) place, block, row);
          }
        }
      }
      if (seen < FEWEST_ROWS) {
        throw new TableException(
            "%s has %d %s; a comparison needs at least %d, and some hundred to mean anything"
                .formatted(source.name(), seen, seen == 1 ? "row" : "rows", FEWEST_ROWS));
      }
      int kept = (int) Math.min(seen, most);
      for (int c = 0; c < columns.length; c++) {
        columns[c] = Arrays.copyOf(columns[c], kept);
      }
      return new Cells(source.fileName(), seen, reader.header(), columns);
    }
  }

  private static void put(double[][] columns, int place, RowBlock block, int row) {
    for (int c = 0; c < columns.length; c++) {
      if (place == columns[c].length) {
        columns[c] = Arrays.copyOf(columns[c], 2 * place);
      }
      columns[c][place] = block.column(c)[row];
    }
  }

  /// The number of rows kept.
  public int rows() {
    return columns[0].length;
  }

  /// Whether rows were left out.
  public boolean isSample() {
    return rows() < total;
  }

  /// The first rows, which are as random as all if the table is a sample; else evenly spread ones.
  Cells atMost(int most) {
    if (rows() <= most) {
      return this;
    }
    double[][] fewer = new double[columns.length][most];
    for (int i = 0; i < most; i++) {
      int row = (int) ((long) i * rows() / most);
      for (int c = 0; c < columns.length; c++) {
        fewer[c][i] = columns[c][row];
      }
    }
    return new Cells(name, total, header, fewer);
  }
}
