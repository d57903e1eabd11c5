package dev.bijou.novelty;

import dev.bijou.conditional.cell.ColumnGrid;
import dev.bijou.conditional.cell.Conditional;
import dev.bijou.conditional.cell.Conditionals;
import dev.bijou.conditional.cell.Look;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// How surprising each cell of a row is given the others.
///
/// @param conditionals the distributions of cells
record Surprises(Conditionals conditionals) {

  /// The reasons of all target columns, the most surprising first.
  List<Reason> of(Row row) {
    return of(row, Set.of());
  }

  /// The reasons of the other target columns, the most surprising first.
  ///
  /// @param without places of columns
  List<Reason> of(Row row, Set<Integer> without) {
    int[] columns =
        IntStream.range(0, conditionals.grids().size()).filter(c -> !without.contains(c)).toArray();
    return reasons(row, columns).stream()
        .sorted(Comparator.comparingDouble(Reason::surprise).reversed())
        .toList();
  }

  /// The reasons of all target columns, those first whose cell is not one of the expected, of each sort the most
  /// surprising first.
  List<Reason> unexpectedFirst(Row row) {
    List<Reason> reasons = reasons(row, IntStream.range(0, conditionals.grids().size()).toArray());
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

  /// The reason of each of some target columns, in their order.
  private List<Reason> reasons(Row row, int[] columns) {
    List<Look> looks =
        Arrays.stream(columns)
            .mapToObj(c -> Look.withOwn(row.cells(), c, conditionals.grids().get(c)))
            .toList();
    List<Conditional> found = conditionals.of(looks);
    return IntStream.range(0, columns.length)
        .mapToObj(i -> {
          Look look = looks.get(i);
          double unit = look.grid().unit(look.cell());
          return new Reason(
              look.grid().column().name(),
              text(row, columns[i]),
              found.get(i).surprise(look.cell()) - Math.log(unit),
              new Expectations(look.grid()).of(found.get(i)));
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
