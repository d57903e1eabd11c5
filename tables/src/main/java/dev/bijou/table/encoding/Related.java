package dev.bijou.table.encoding;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Relation;
import dev.bijou.table.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes drawn rows keep the relations of their schema.
final class Related {
  private final List<Rule> rules;

  /// Where a column gets its cell from.
  private interface Rule {
    /// @return whether the cell is one that the column can have
    boolean keep(double[] row);
  }

  Related(Schema schema) {
    List<Column> targets = schema.targets();
    List<String> names = targets.stream().map(Column::name).toList();
    rules =
        schema.relations().stream()
            .map(relation -> {
              int at = names.indexOf(relation.column());
              int[] of = relation.of().stream().mapToInt(names::indexOf).toArray();
              return switch (relation) {
                case Relation.Label label -> labelled(at, of[0], label);
                case Relation.Total total -> summed(targets.get(at), at, of, total);
                case Relation.Tie tie -> tied(targets.get(at), targets.get(of[0]), at, of[0], tie);
              };
            })
            .toList();
  }

  /// Puts what follows into a row.
  ///
  /// @param row a cell for each target of the schema
  /// @return whether all of it lies in the range of its column
  boolean keep(double[] row) {
    boolean sound = true;
    for (Rule rule : rules) {
      sound &= rule.keep(row);
    }
    return sound;
  }

  /// A cell that has no label, since it was never seen, leaves the column as it was drawn.
  private static Rule labelled(int at, int from, Relation.Label label) {
    Map<Double, Double> labels = new HashMap<>();
    for (int i = 0; i < label.cells().size(); i++) {
      labels.put(label.cells().get(i), label.labels().get(i));
    }
    return row -> {
      row[at] = labels.getOrDefault(row[from], row[at]);
      return true;
    };
  }

  private static Rule summed(Column column, int at, int[] of, Relation.Total total) {
    int[] factors = total.factors().stream().mapToInt(Integer::intValue).toArray();
    return row -> {
      double sum = total.constant();
      for (int i = 0; i < of.length; i++) {
        sum += factors[i] * row[of[i]];
      }
      row[at] = column.rounded(sum);
      return row[at] >= column.min() && row[at] <= column.max();
    };
  }

  /// Cells with a probability of their own are not moved.
  private static Rule tied(Column column, Column to, int at, int of, Relation.Tie tie) {
    List<Double> own = column.kind().atoms().values();
    List<Double> others = to.kind().atoms().values();
    return row -> {
      double cell = row[of];
      if (tie.distance(row[at], cell) <= tie.within()
          && cell >= column.min()
          && cell <= column.max()
          && !own.contains(row[at])
          && !others.contains(cell)) {
        row[at] = cell;
      }
      return true;
    };
  }
}
