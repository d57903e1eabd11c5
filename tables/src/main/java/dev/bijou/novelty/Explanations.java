package dev.bijou.novelty;

import dev.bijou.table.encoding.ConstantCells;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the reasons of novel rows: first what they break that was watched, then what the density says, of the row with
/// its constants as they should be. The density is asked only where it calls the row novel too.
///
/// @param explainer of the density
/// @param constants of the model
/// @param all whether all reasons are wanted, rather than the first alone
record Explanations(Explainer explainer, ConstantCells constants, boolean all) {

  /// A novel row.
  ///
  /// @param judged what the watches say of it
  record Open(Row row, Watches.Judged judged) {}

  /// The reasons of each row.
  ///
  /// @param limit the largest p-value of a novel row
  List<List<Reason>> of(List<Open> rows, double limit) {
    List<Row> unexplained =
        rows.stream()
            .filter(open -> needsDensity(open.judged(), limit))
            .map(open -> whole(open.row()))
            .toList();
    List<List<Reason>> found =
        unexplained.isEmpty()
            ? List.of()
            : all ? explainer.explain(unexplained) : explainer.first(unexplained);
    List<List<Reason>> reasons = new ArrayList<>(rows.size());
    int next = 0;
    for (Open open : rows) {
      List<Reason> own = new ArrayList<>(open.judged().reasons(limit));
      if (needsDensity(open.judged(), limit)) {
        Set<String> named = own.stream().map(Reason::column).collect(Collectors.toSet());
        found.get(next++).stream()
            .filter(reason -> !named.contains(reason.column()))
            .forEach(own::add);
      }
      reasons.add(own);
    }
    return reasons;
  }

  private boolean needsDensity(Watches.Judged judged, double limit) {
    boolean watched = !judged.reasons(limit).isEmpty();
    return !watched || (all && judged.ofDensity() <= limit);
  }

  /// The row with its constants as they should be.
  private Row whole(Row row) {
    if (constants.countBroken(row.cells()) == 0) {
      return row;
    }
    double[] cells = row.cells().clone();
    for (int column : constants.broken(cells)) {
      cells[column] = ConstantCells.CONSTANT;
    }
    return new Row(cells, row.text());
  }
}
