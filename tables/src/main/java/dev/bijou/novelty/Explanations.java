package dev.bijou.novelty;

import dev.bijou.novelty.rank.Ranks;
import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Explains novel rows: first what they break that was watched, then what the density says, of the row with its
/// constants as they should be. The density is asked only where it calls the row novel too.
///
/// @param explainer of the density
/// @param constants of the model
/// @param targets the target columns
/// @param all whether the reasons of all columns are wanted, rather than those that the sentence names
record Explanations(
    Explainer explainer, ConstantCells constants, List<Column> targets, boolean all) {

  /// The same for rows that are judged among others.
  Explanations among(Ranks others) {
    return new Explanations(explainer.among(others), constants, targets, all);
  }

  /// The explanation of a row.
  ///
  /// @param judged what the watches say of it
  /// @param limit the largest p-value of a novel row
  Explanation of(Row row, Watches.Judged judged, double limit) {
    List<Reason> watched = judged.reasons(limit);
    boolean byDensity = judged.ofDensity() <= limit;
    if (watched.isEmpty()) {
      return explainer.explain(row, judged.ofDensity(), limit, all);
    }
    Explanation rest =
        all && byDensity
            ? explainer.explain(whole(row), judged.ofDensity(), limit, true)
            : Explanation.NONE;
    Set<String> named = watched.stream().map(Reason::column).collect(Collectors.toSet());
    List<Reason> reasons = new ArrayList<>(watched);
    rest.reasons().stream()
        .filter(reason -> !named.contains(reason.column()))
        .forEach(reasons::add);
    Optional<Repair> repair =
        byDensity ? Optional.empty() : constantsRestored(row, judged, watched.size());
    return new Explanation(watched.getFirst().sentence(), reasons, repair);
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

  /// The repair of a row that is novel by its constants alone: these as they should be, each with the same share. None if
  /// something else that is watched is wrong as well.
  ///
  /// @param watched how many reasons there are
  private Optional<Repair> constantsRestored(Row row, Watches.Judged judged, int watched) {
    int[] broken = constants.broken(row.cells());
    if (broken.length < watched || broken.length > Repair.MOST_CELLS) {
      return Optional.empty();
    }
    List<Repair.Cell> cells = new ArrayList<>();
    for (int column : broken) {
      String always = targets.get(column).text(ConstantCells.CONSTANT);
      String from = Double.isNaN(row.cells()[column]) ? "" : row.line(column);
      List<String> values = always.isEmpty() ? List.of() : List.of(always);
      cells.add(
          new Repair.Cell(
              targets.get(column).name(), from, always, "", "", values, 1.0 / broken.length));
    }
    return Optional.of(new Repair(cells, judged.ofDensity()));
  }
}
