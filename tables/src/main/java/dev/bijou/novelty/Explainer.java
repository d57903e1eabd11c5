package dev.bijou.novelty;

import dev.bijou.table.Column;
import dev.bijou.table.TableModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Says which cells of a row the others do not lead to expect.
///
/// Along each target column, the joint density is looked at with all other cells as they are; normalized, that is the
/// column's conditional distribution. A first look on a fixed grid shows where its mass is, and a second one adds values
/// there.
///
/// For the first reason alone, a glance at few values, by one member of an ensemble, finds the columns that may be it, and
/// only these are looked at properly: a fraction of the work.
final class Explainer {
  private static final int ADDED = 12;
  private static final int CANDIDATES = 2;

  private final RowDensity density;
  private final RowDensity approximate;
  private final List<ColumnGrid> grids;

  /// Values of one cell of a row at which the joint density is wanted.
  private record Look(double[] row, int column, double[] values) {
    double cell() {
      return row[column];
    }
  }

  Explainer(TableModel model, RowDensity density) {
    this.density = density;
    this.approximate = RowDensity.approximate(model);
    List<Column> targets = model.schema().targets();
    this.grids =
        IntStream.range(0, targets.size())
            .mapToObj(c -> ColumnGrid.of(targets.get(c), model.provenance().quantiles().get(c)))
            .toList();
  }

  /// For each row the reasons of all target columns, the most surprising first.
  List<List<Reason>> explain(List<double[]> rows) {
    List<Look> looks = new ArrayList<>();
    for (double[] row : rows) {
      for (int c = 0; c < grids.size(); c++) {
        looks.add(new Look(row, c, grids.get(c).with(row[c])));
      }
    }
    return inParts(reasons(looks), grids.size());
  }

  /// For each row the most surprising reason alone.
  List<List<Reason>> first(List<double[]> rows) {
    List<Look> glances = new ArrayList<>();
    for (double[] row : rows) {
      for (int c = 0; c < grids.size(); c++) {
        glances.add(new Look(row, c, grids.get(c).glance(row[c])));
      }
    }
    List<Conditional> glanced = conditionals(glances, approximate);
    int candidates = Math.min(CANDIDATES, grids.size());
    List<Look> looks = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      int from = r * grids.size();
      double[] row = rows.get(r);
      IntStream.range(0, grids.size())
          .boxed()
          .sorted(
              Comparator.comparingDouble(
                  c -> -surprise(glances.get(from + c), glanced.get(from + c))))
          .limit(candidates)
          .forEach(c -> looks.add(new Look(row, c, grids.get(c).with(row[c]))));
    }
    return inParts(reasons(looks), candidates).stream()
        .map(reasons -> reasons.subList(0, 1))
        .toList();
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

  /// A reason for each look, which is followed by a closer one.
  private List<Reason> reasons(List<Look> looks) {
    List<Conditional> coarse = conditionals(looks, density);
    List<Look> closer = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      Look look = looks.get(i);
      ColumnGrid grid = grids.get(look.column());
      double[] more =
          grid.complete()
              ? new double[0]
              : grid.different(coarse.get(i).refinement(ADDED), look.values());
      closer.add(new Look(look.row(), look.column(), more));
    }
    List<float[]> added = look(closer, density);
    List<Reason> reasons = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      Look look = looks.get(i);
      ColumnGrid grid = grids.get(look.column());
      Conditional fine = coarse.get(i).with(closer.get(i).values(), added.get(i));
      reasons.add(
          new Reason(
              grid.column().name(),
              grid.text(look.cell()),
              surprise(look, fine),
              grid.expectation(fine)));
    }
    return reasons;
  }

  private double surprise(Look look, Conditional conditional) {
    return conditional.surprise(look.cell()) - Math.log(grids.get(look.column()).unit());
  }

  private List<Conditional> conditionals(List<Look> looks, RowDensity by) {
    List<float[]> joint = look(looks, by);
    return IntStream.range(0, looks.size())
        .mapToObj(i -> {
          Look look = looks.get(i);
          return new Conditional(look.values(), joint.get(i), grids.get(look.column()).complete());
        })
        .toList();
  }

  /// The joint density of each look, all of them scored together.
  private static List<float[]> look(List<Look> looks, RowDensity density) {
    List<double[]> rows = new ArrayList<>();
    for (Look look : looks) {
      for (double value : look.values()) {
        double[] other = look.row().clone();
        other[look.column()] = value;
        rows.add(other);
      }
    }
    float[] all = density.of(rows);
    List<float[]> joint = new ArrayList<>();
    int from = 0;
    for (Look look : looks) {
      int to = from + look.values().length;
      joint.add(Arrays.copyOfRange(all, from, to));
      from = to;
    }
    return joint;
  }
}
