package dev.bijou.novelty;

import dev.bijou.conditional.cell.ColumnGrid;
import dev.bijou.conditional.cell.Conditional;
import dev.bijou.conditional.cell.Conditionals;
import dev.bijou.conditional.cell.Look;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How surprising each cell of a row is given the others.
///
/// @param conditionals the distributions of cells
record Surprises(Conditionals conditionals) {

  /// The reasons of all target columns, the most surprising first.
  List<Reason> of(Row row) {
    return reasons(row).stream()
        .sorted(Comparator.comparingDouble(Reason::surprise).reversed())
        .toList();
  }

  /// The reasons of all target columns, those first whose cell is not one of the expected, of each sort the most
  /// surprising first.
  List<Reason> unexpectedFirst(Row row) {
    List<Reason> reasons = reasons(row);
    return IntStream.range(0, reasons.size())
        .boxed()
        .sorted(
            Comparator.comparing((Integer c) -> isExpected(reasons.get(c), row.cells()[c]))
                .thenComparing(c -> -reasons.get(c).surprise()))
        .map(reasons::get)
        .toList();
  }

  private static boolean isExpected(Reason reason, double cell) {
    return switch (reason.expected()) {
      case Expectation.Range range -> cell >= range.low() && cell <= range.high();
      case Expectation.Values values -> values.values().contains(reason.value());
      case Expectation.Watched _ -> false;
    };
  }

  /// The reason of each target column, in their order.
  private List<Reason> reasons(Row row) {
    List<ColumnGrid> grids = conditionals.grids();
    List<Look> looks = new ArrayList<>();
    for (int c = 0; c < grids.size(); c++) {
      looks.add(Look.withOwn(row.cells(), c, grids.get(c)));
    }
    List<Conditional> found = conditionals.of(looks);
    return IntStream.range(0, grids.size())
        .mapToObj(c -> {
          Look look = looks.get(c);
          double unit = look.grid().unit(look.cell());
          return new Reason(
              look.grid().column().name(),
              text(row, c),
              found.get(c).surprise(look.cell()) - Math.log(unit),
              new Expectations(look.grid()).of(found.get(c)));
        })
        .toList();
  }

  /// A cell in one short line, empty if it is missing.
  String text(Row row, int column) {
    ColumnGrid grid = conditionals.grids().get(column);
    double cell = row.cells()[column];
    return grid.isUnknown(cell) ? row.line(column) : grid.text(cell);
  }
}
