package dev.bijou.table.encoding;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/// The columns to condition on as floats: a number is its value, 0 where missing, followed by a 1 if it is; a name is
/// one-hot.
final class GivenColumns {
  private final List<Given> columns = new ArrayList<>();
  private final int features;

  /// @throws IllegalArgumentException if a column is of a kind that is not modelled
  GivenColumns(Schema schema) {
    int at = 0;
    for (Column column : schema.given()) {
      Given given = new Given(column, CellStates.of(column), at);
      columns.add(given);
      at += given.width();
    }
    features = at;
  }

  /// The number of floats.
  int features() {
    return features;
  }

  /// Writes a row of doubles.
  ///
  /// @param row holds a double for each column from index `from` on
  /// @param out receives [#features()] floats from index `at` on, where there must be zeros
  void encode(double[] row, int from, float[] out, int at) {
    for (int i = 0; i < columns.size(); i++) {
      Given given = columns.get(i);
      given.encode(given.column.relative(row[from + i]), out, at);
    }
  }

  /// Writes a row of floats relative to the columns' offsets, as [#encode(double[], int, float[], int)] does.
  void encode(float[] cells, int from, float[] out, int at) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).encode(cells[from + i], out, at);
    }
  }

  private record Given(Column column, CellStates states, int at) {
    int width() {
      if (states.names() > 0) {
        return states.size();
      }
      return states.missing() >= 0 ? 2 : 1;
    }

    void encode(float cell, float[] out, int first) {
      if (states.names() > 0) {
        out[first + at + states.of(cell)] = 1;
      } else if (Float.isNaN(cell) && states.missing() >= 0) {
        out[first + at + 1] = 1;
      } else {
        out[first + at] = cell;
      }
    }
  }
}
