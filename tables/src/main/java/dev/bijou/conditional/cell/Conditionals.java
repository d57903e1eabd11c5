package dev.bijou.conditional.cell;

import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The conditional distributions of cells by a model, many at a time. Safe for any number of threads.
///
/// A first evaluation on a fixed grid shows where the mass of a cell is, and a second one adds values there.
public final class Conditionals {
  private static final int ADDED = 12;

  private final RowDensity density;
  private final RowDensity approximate;
  private final List<ColumnGrid> grids;
  private final List<ColumnGrid> wholeGrids;

  /// The conditional distributions of the target columns of a model.
  public Conditionals(TableModel model) {
    this(model, new RowDensity(model), RowDensity.approximate(model));
  }

  /// The same for each member of an ensemble.
  public static List<Conditionals> ofMembers(TableModel model) {
    return RowDensity.members(model).stream()
        .map(member -> new Conditionals(model, member, member))
        .toList();
  }

  private Conditionals(TableModel model, RowDensity density, RowDensity approximate) {
    this.density = density;
    this.approximate = approximate;
    List<Column> targets = model.schema().targets();
    this.grids =
        IntStream.range(0, targets.size())
            .mapToObj(c -> ColumnGrid.of(targets.get(c), model.provenance().quantiles().get(c)))
            .toList();
    this.wholeGrids =
        IntStream.range(0, targets.size())
            .mapToObj(c -> ColumnGrid.whole(targets.get(c), model.provenance().quantiles().get(c)))
            .toList();
  }

  /// The density that they come from.
  public RowDensity density() {
    return density;
  }

  /// The grid of each target column for draws.
  public List<ColumnGrid> wholeGrids() {
    return wholeGrids;
  }

  /// The grid of each target column.
  public List<ColumnGrid> grids() {
    return grids;
  }

  /// The distribution of the cell of each look.
  public List<Conditional> of(List<Look> looks) {
    return twice(looks, density, (i, known) -> looks.get(i).grid().refinement(known, ADDED));
  }

  /// The distribution of the cell of each look, refined within a set of cells.
  public List<Conditional> within(List<CellSet> sets, List<Look> looks) {
    return within(sets, looks, density);
  }

  /// The same by the first member of an ensemble alone, an approximation.
  public List<Conditional> roughlyWithin(List<CellSet> sets, List<Look> looks) {
    return within(sets, looks, approximate);
  }

  private static List<Conditional> within(List<CellSet> sets, List<Look> looks, RowDensity by) {
    return twice(
        looks, by, (i, known) -> looks.get(i).grid().refinement(known, sets.get(i), ADDED));
  }

  private interface Refinement {
    double[] of(int look, Conditional known);
  }

  private static List<Conditional> twice(List<Look> looks, RowDensity by, Refinement refinement) {
    List<Conditional> coarse = once(looks, by);
    List<double[]> closer = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      closer.add(refinement.of(i, coarse.get(i)));
    }
    List<float[]> added = joint(looks, closer, by);
    return IntStream.range(0, looks.size())
        .mapToObj(i -> coarse.get(i).with(new Conditional.Sounding(closer.get(i), added.get(i))))
        .toList();
  }

  /// The same at the cells of the grid alone and, where the model is an ensemble, by its first member: an approximation
  /// for a fraction of the work.
  public List<Conditional> glance(List<Look> looks) {
    return once(looks, approximate);
  }

  private static List<Conditional> once(List<Look> looks, RowDensity by) {
    List<double[]> cells = new ArrayList<>();
    looks.forEach(look -> cells.add(look.grid().points()));
    looks.forEach(look -> cells.add(look.grid().values()));
    List<Look> twice = Stream.concat(looks.stream(), looks.stream()).toList();
    List<float[]> joint = joint(twice, cells, by);
    int values = looks.size();
    return IntStream.range(0, values)
        .mapToObj(i ->
            new Conditional(
                new Conditional.Sounding(cells.get(i), joint.get(i)),
                new Conditional.Sounding(cells.get(values + i), joint.get(values + i))))
        .toList();
  }

  /// The logarithm of the joint density at some cells of each look, all of them scored together.
  private static List<float[]> joint(List<Look> looks, List<double[]> cells, RowDensity density) {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      for (double cell : cells.get(i)) {
        rows.add(looks.get(i).with(cell));
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
