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

  /// Cells of one column of a row at which the joint density is wanted, the row's own among them.
  private record Look(Row row, int column, ColumnGrid grid) {
    static Look of(Row row, int column, ColumnGrid grid) {
      return new Look(row, column, grid.with(grid.seen(row.cells()[column])));
    }

    double cell() {
      return grid.seen(row.cells()[column]);
    }

    String text() {
      double cell = row.cells()[column];
      return grid.isUnknown(cell) ? row.line(column) : grid.text(cell);
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
  List<List<Reason>> explain(List<Row> rows) {
    List<Look> looks = new ArrayList<>();
    for (Row row : rows) {
      for (int c = 0; c < grids.size(); c++) {
        looks.add(Look.of(row, c, grids.get(c)));
      }
    }
    return inParts(reasons(looks), grids.size());
  }

  /// For each row the most surprising reason alone.
  List<List<Reason>> first(List<Row> rows) {
    List<Look> glances = new ArrayList<>();
    for (Row row : rows) {
      for (int c = 0; c < grids.size(); c++) {
        glances.add(Look.of(row, c, grids.get(c).few()));
      }
    }
    List<Conditional> glanced = conditionals(glances, approximate);
    int candidates = Math.min(CANDIDATES, grids.size());
    List<Look> looks = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      int from = r * grids.size();
      Row row = rows.get(r);
      IntStream.range(0, grids.size())
          .boxed()
          .sorted(
              Comparator.comparingDouble(
                  c -> -surprise(glances.get(from + c), glanced.get(from + c))))
          .limit(candidates)
          .forEach(c -> looks.add(Look.of(row, c, grids.get(c))));
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
    List<double[]> closer = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      closer.add(looks.get(i).grid().refinement(coarse.get(i), ADDED));
    }
    List<float[]> added = joint(looks, closer, density);
    List<Reason> reasons = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      Look look = looks.get(i);
      Conditional fine = coarse.get(i).with(new Conditional.Sounding(closer.get(i), added.get(i)));
      reasons.add(
          new Reason(
              look.grid().column().name(),
              look.text(),
              surprise(look, fine),
              look.grid().expectation(fine)));
    }
    return reasons;
  }

  private static double surprise(Look look, Conditional conditional) {
    return conditional.surprise(look.cell()) - Math.log(look.grid().unit(look.cell()));
  }

  private static List<Conditional> conditionals(List<Look> looks, RowDensity by) {
    List<double[]> points = looks.stream().map(look -> look.grid().points()).toList();
    List<double[]> values = looks.stream().map(look -> look.grid().values()).toList();
    List<float[]> ofPoints = joint(looks, points, by);
    List<float[]> ofValues = joint(looks, values, by);
    return IntStream.range(0, looks.size())
        .mapToObj(i ->
            new Conditional(
                new Conditional.Sounding(points.get(i), ofPoints.get(i)),
                new Conditional.Sounding(values.get(i), ofValues.get(i))))
        .toList();
  }

  /// The logarithm of the joint density at some cells of each look, all of them scored together.
  private static List<float[]> joint(List<Look> looks, List<double[]> cells, RowDensity density) {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      for (double cell : cells.get(i)) {
        rows.add(looks.get(i).row().with(looks.get(i).column(), cell));
      }
    }
    float[] all = density.of(rows);
    List<float[]> joint = new ArrayList<>();
    int from = 0;
    for (double[] some : cells) {
      joint.add(Arrays.copyOfRange(all, from, from + some.length));
      from += some.length;
    }
    return joint;
  }
}
