package dev.bijou.table.fit;

import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Finds the numbers of rows in time that never fall, such as seconds and counters: those to come lie beyond those that were.
final class Clocks {
  private static final int FEWEST_VALUES = 20; // else it may be by chance

  private Clocks() {}

  /// The columns that never fall from a row to the next of its series; none if there is nothing else to model.
  static List<String> of(TableSource source, Schema schema, TableFitOptions.Window window) {
    List<Column> numbers =
        schema.columns().stream()
            .filter(column -> column.kind().isNumeric() && column.distinct() >= FEWEST_VALUES)
            .filter(column -> !(column.kind() instanceof Kind.DateTime))
            .filter(column -> isFree(schema, before(column).name()))
            .toList();
    if (numbers.isEmpty()) {
      return List.of();
    }
    boolean[] falls = new boolean[numbers.size()];
    try (TableReader reader = source.open(pairs(schema, numbers, window.by()), Missing.KEEP)) {
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        for (int c = 0; c < falls.length; c++) {
          double[] now = block.column(c);
          double[] before = block.column(falls.length + c);
          for (int row = 0; row < block.rows(); row++) {
            falls[c] |= now[row] < before[row];
          }
        }
      }
    }
    List<String> never =
        IntStream.range(0, falls.length)
            .filter(c -> !falls[c])
            .mapToObj(c -> numbers.get(c).name())
            .toList();
    boolean all =
        schema.targets().stream()
            .filter(column -> column.kind().isModelled())
            .filter(column -> !(column.kind() instanceof Kind.DateTime))
            .allMatch(column -> never.contains(column.name()));
    return all ? List.of() : never;
  }

  private static boolean isFree(Schema schema, String name) {
    return schema.columns().stream().noneMatch(column -> column.name().equals(name));
  }

  private static ColumnPlan.Past before(Column column) {
    return new ColumnPlan.Past(column.name(), 1);
  }

  /// Each number, and then each of the row before.
  private static ColumnPlan pairs(Schema schema, List<Column> numbers, Optional<String> by) {
    List<ColumnPlan.Added> before = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Column column : numbers) {
      names.add(column.name());
      before.add(before(column));
    }
    before.forEach(column -> names.add(column.name()));
    return ColumnPlan.of(names).withCells(schema::reader).in(new ColumnPlan.Window(2, by, before));
  }
}
