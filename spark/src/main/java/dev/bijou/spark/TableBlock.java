package dev.bijou.spark;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some rows of a table, column by column, in little memory.
///
/// @param rows how many
/// @param columns an array for each column: of doubles, floats, longs, booleans or texts; of the last, null where missing
/// @param missing of each column
record TableBlock(int rows, Object[] columns, BitSet[] missing) implements Serializable {

  /// The block of some rows of cells.
  static TableBlock of(List<@Nullable Object[]> rows, int width) {
    Object[] columns = new Object[width];
    BitSet[] missing = new BitSet[width];
    for (int c = 0; c < width; c++) {
      missing[c] = new BitSet();
      for (int row = 0; row < rows.size(); row++) {
        missing[c].set(row, rows.get(row)[c] == null);
      }
      columns[c] = column(rows, c);
    }
    return new TableBlock(rows.size(), columns, missing);
  }

  private static Object column(List<@Nullable Object[]> rows, int c) {
    int first = 0;
    while (first < rows.size() && rows.get(first)[c] == null) {
      first++;
    }
    Object kind = first < rows.size() ? rows.get(first)[c] : null;
    int count = rows.size();
    switch (kind) {
      case Double _ -> {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
          values[i] = rows.get(i)[c] instanceof Double value ? value : 0;
        }
        return values;
      }
      case Float _ -> {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] = rows.get(i)[c] instanceof Float value ? value : 0;
        }
        return values;
      }
      case Long _, Integer _, Short _, Byte _ -> {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
          values[i] = rows.get(i)[c] instanceof Number value ? value.longValue() : 0;
        }
        return values;
      }
      case Boolean _ -> {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
          values[i] = rows.get(i)[c] instanceof Boolean value && value;
        }
        return values;
      }
      case null, default -> {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
          values[i] = rows.get(i)[c];
        }
        return values;
      }
    }
  }

  /// The cells of a row, null where missing.
  @Nullable Object[] row(int row) {
    @Nullable Object[] cells = new @Nullable Object[columns.length];
    for (int c = 0; c < cells.length; c++) {
      if (!missing[c].get(row)) {
        cells[c] =
            switch (columns[c]) {
              case double[] values -> values[row];
              case float[] values -> values[row];
              case long[] values -> values[row];
              case boolean[] values -> values[row];
              case Object[] values -> values[row];
              default -> throw new IllegalStateException();
            };
      }
    }
    return cells;
  }
}
