package dev.bijou.table.fit;

import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.watch.FormCollector;
import dev.bijou.table.watch.Watched;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Looks at the forms of keys and free text, in a pass over the table.
final class WatchedColumns {
  private WatchedColumns() {}

  /// What a model keeps of the columns that it does not learn from: nothing if there are too few rows to tell anything.
  /// The table is not read if none is a key or free text.
  ///
  /// @param leftOut the columns that are left out
  static Watched of(TableSource source, List<Column> leftOut) {
    Map<String, FormCollector> forms = new LinkedHashMap<>();
    for (Column column : leftOut) {
      if (column.kind() instanceof Kind.Identifier) {
        forms.put(column.name(), new FormCollector());
      }
    }
    if (forms.isEmpty()) {
      return Watched.NOTHING;
    }
    ColumnPlan plan =
        ColumnPlan.of(forms.keySet()).withCells(name -> Objects.requireNonNull(forms.get(name)));
    try (TableReader reader = source.open(plan, Missing.KEEP)) {
      while (reader.next() != null) {
        // the collectors see every cell
      }
    }
    Watched watched =
        new Watched(
            forms.entrySet().stream()
                .map(entry -> entry.getValue().column(entry.getKey()))
                .toList());
    return watched.isTelling() ? watched : Watched.NOTHING;
  }
}
