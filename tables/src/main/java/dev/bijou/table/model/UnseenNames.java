package dev.bijou.table.model;

import dev.bijou.table.io.RowBlock;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/// Counts the cells whose names a model does not know.
final class UnseenNames {
  private final List<Column> columns;
  private final int[] fields; // of each column, its place in the table; −1 if not its own
  private final long[] cells;
  private final String[] examples;

  /// @param header the names of all fields of the table
  UnseenNames(Schema schema, List<String> header) {
    this.columns = schema.columns();
    this.fields = columns.stream().mapToInt(column -> header.indexOf(column.name())).toArray();
    this.cells = new long[columns.size()];
    this.examples = new String[columns.size()];
  }

  void count(RowBlock block) {
    for (int c = 0; c < columns.size(); c++) {
      int names = columns.get(c).kind().nameCount();
      double[] codes = block.column(c);
      for (int row = 0; names > 0 && fields[c] >= 0 && row < block.rows(); row++) {
        if (codes[row] >= names) {
          cells[c]++;
          if (examples[c] == null) {
            examples[c] = block.hasText() ? block.text(row).get(fields[c]) : "";
          }
        }
      }
    }
  }

  List<Unseen> all() {
    List<Unseen> all = new ArrayList<>();
    for (int c = 0; c < cells.length; c++) {
      if (cells[c] > 0) {
        all.add(new Unseen(columns.get(c).name(), cells[c], examples[c]));
      }
    }
    return List.copyOf(all);
  }
}
