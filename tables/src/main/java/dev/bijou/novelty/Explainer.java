package dev.bijou.novelty;

import dev.bijou.conditional.cell.ColumnGrid;
import dev.bijou.conditional.cell.Conditional;
import dev.bijou.conditional.cell.Conditionals;
import dev.bijou.conditional.cell.Look;
import dev.bijou.table.model.TableModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Attributes the novelty of a row to its cells: how surprising each is given the others.
///
/// For the first reason alone, a coarse grid finds the candidate columns, and only these are evaluated fully: a
/// fraction of the work.
final class Explainer {
  private static final int CANDIDATES = 2;
  private static final double FAR = 4; // nats, more than the error of a coarse grid

  private final Conditionals conditionals;
  private final List<ColumnGrid> grids;

  Explainer(TableModel model) {
    this.conditionals = new Conditionals(model);
    this.grids = conditionals.grids();
  }

  /// For each row the reasons of all target columns, the most surprising first.
  List<List<Reason>> explain(List<Row> rows) {
    List<Reason> reasons = new ArrayList<>();
    List<Look> looks = new ArrayList<>();
    for (Row row : rows) {
      for (int c = 0; c < grids.size(); c++) {
        looks.add(Look.withOwn(row.cells(), c, grids.get(c)));
      }
    }
    List<Conditional> found = conditionals.of(looks);
    for (int i = 0; i < looks.size(); i++) {
      reasons.add(reason(rows.get(i / grids.size()), looks.get(i), found.get(i)));
    }
    return inParts(reasons, grids.size());
  }

  /// For each row the most surprising reason alone.
  List<List<Reason>> first(List<Row> rows) {
    List<Look> glances = new ArrayList<>();
    for (Row row : rows) {
      for (int c = 0; c < grids.size(); c++) {
        glances.add(Look.withOwn(row.cells(), c, grids.get(c).few()));
      }
    }
    List<Conditional> glanced = conditionals.glance(glances);
    List<Look> looks = new ArrayList<>();
    List<Integer> rowOfLook = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      int from = r * grids.size();
      double[] surprises = new double[grids.size()];
      Arrays.setAll(surprises, c -> surprise(glances.get(from + c), glanced.get(from + c)));
      for (int c : candidates(surprises)) {
        looks.add(Look.withOwn(rows.get(r).cells(), c, grids.get(c)));
        rowOfLook.add(r);
      }
    }
    List<Conditional> found = conditionals.of(looks);
    Reason[] first = new Reason[rows.size()];
    for (int i = 0; i < looks.size(); i++) {
      int r = rowOfLook.get(i);
      Reason reason = reason(rows.get(r), looks.get(i), found.get(i));
      first[r] = first[r] == null || reason.surprise() > first[r].surprise() ? reason : first[r];
    }
    return Arrays.stream(first).map(List::of).toList();
  }

  /// The columns that may have the largest surprise: the first on the coarse grid, and the second unless it is far
  /// behind.
  private static int[] candidates(double[] surprises) {
    int[] ordered =
        IntStream.range(0, surprises.length)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> -surprises[c]))
            .limit(CANDIDATES)
            .mapToInt(Integer::intValue)
            .toArray();
    double least = surprises[ordered[0]] - FAR;
    return Arrays.stream(ordered).filter(c -> surprises[c] >= least).toArray();
  }

  /// The reasons of rows, each row's in order.
  private static List<List<Reason>> inParts(List<Reason> all, int size) {
    return IntStream.range(0, all.size() / size)
        .mapToObj(i ->
            all.subList(i * size, (i + 1) * size).stream()
                .sorted(Comparator.comparingDouble(Reason::surprise).reversed())
                .toList())
        .toList();
  }

  private Reason reason(Row row, Look look, Conditional conditional) {
    ColumnGrid grid = look.grid();
    double cell = row.cells()[look.column()];
    return new Reason(
        grid.column().name(),
        grid.isUnknown(cell) ? row.line(look.column()) : grid.text(cell),
        surprise(look, conditional),
        new Expectations(grid).of(conditional));
  }

  private double surprise(Look look, Conditional conditional) {
    double unit = grids.get(look.column()).unit(look.cell());
    return conditional.surprise(look.cell()) - Math.log(unit);
  }
}
