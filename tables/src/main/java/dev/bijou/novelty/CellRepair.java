package dev.bijou.novelty;

import dev.bijou.conditional.cell.Conditionals;
import dev.bijou.novelty.repair.Found;
import dev.bijou.novelty.repair.RepairSearch;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.text.NumberText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Explains a novel row by the cells that have to change before it is usual or, if up to three do not suffice, as unusual
/// as a whole. It has always an explanation.
final class CellRepair {
  private static final int NAMED = 3; // cells of a row that is unusual as a whole

  private final List<Column> columns;
  private final Surprises surprises;
  private final RepairSearch search;

  CellRepair(Conditionals conditionals, RepairSearch search) {
    this.columns = conditionals.grids().stream().map(grid -> grid.column()).toList();
    this.surprises = new Surprises(conditionals);
    this.search = search;
  }

  /// The explanation of a novel row.
  ///
  /// @param level of p-values: a row is usual above
  /// @param all whether the reasons of all columns are wanted, rather than those that the sentence names
  Explanation explain(Row row, double level, boolean all) {
    return search
        .find(row.cells(), level)
        .map(found -> repaired(row, all, found))
        .orElseGet(() -> asAWhole(row, all));
  }

  private Explanation repaired(Row row, boolean all, Found found) {
    Repair repair =
        new Repair(found.cells().stream().map(cell -> cell(row, cell)).toList(), found.pValue());
    List<Reason> reasons = new ArrayList<>();
    for (int i = 0; i < found.cells().size(); i++) {
      Repair.Cell cell = repair.cells().get(i);
      Found.Cell known = found.cells().get(i);
      reasons.add(
          new Reason(cell.column(), cell.from(), known.surprise(), expectation(cell, known)));
    }
    if (all) {
      Set<Integer> blamed =
          found.cells().stream().map(Found.Cell::column).collect(Collectors.toSet());
      reasons.addAll(surprises.of(row, blamed));
    }
    return new Explanation(repair.sentence(), reasons, Optional.of(repair));
  }

  private Repair.Cell cell(Row row, Found.Cell cell) {
    boolean interval = !Double.isNaN(cell.low());
    return new Repair.Cell(
        columns.get(cell.column()).name(),
        surprises.text(row, cell.column()),
        text(cell.column(), cell.to()),
        interval ? text(cell.column(), cell.low()) : "",
        interval ? text(cell.column(), cell.high()) : "",
        cell.names().stream().map(name -> text(cell.column(), name)).toList(),
        cell.share());
  }

  /// A cell as text that reads back as the same number.
  private String text(int column, double cell) {
    Column own = columns.get(column);
    boolean plain = own.kind() instanceof Kind.Continuous && own.decimals() < 0;
    return plain && !Double.isNaN(cell) ? NumberText.of(cell) : own.text(cell);
  }

  private static Expectation expectation(Repair.Cell cell, Found.Cell known) {
    if (!Double.isNaN(known.low())) {
      return new Expectation.Range(known.to(), known.low(), known.high(), cell.expected());
    }
    List<String> values = cell.values().isEmpty() ? List.of(Expectations.NOTHING) : cell.values();
    return new Expectation.Values(values, cell.expected());
  }

  private Explanation asAWhole(Row row, boolean all) {
    List<Reason> reasons = surprises.unexpectedFirst(row);
    List<Reason> most =
        reasons.stream()
            .sorted(Comparator.comparingDouble(Reason::surprise).reversed())
            .limit(NAMED)
            .toList();
    String sentence =
        "unusual as a whole: no three cells would make it usual; least expected are "
            + Repair.listed(
                most.stream().map(reason -> Reason.cell(reason.column(), reason.value())).toList());
    return new Explanation(
        sentence, all ? reasons : reasons.stream().limit(NAMED).toList(), Optional.empty());
  }
}
