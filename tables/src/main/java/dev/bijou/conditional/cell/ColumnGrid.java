package dev.bijou.conditional.cell;

import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The cells of one column at which a joint density is evaluated: those that have a probability, and some of those that
/// have a density, between which it is interpolated.
///
/// Names, a missing cell and very frequent values have a probability. So have the values of a numeric column where they
/// are few and known. Of others, the grid has quantiles of the training rows, and some values beyond.
///
/// @param column the column
/// @param points cells that have a probability, ascending, a missing one (NaN) last
/// @param values cells that have a density, ascending, different as floats
public record ColumnGrid(Column column, double[] points, double[] values) {
  private static final int MOST_POINTS = 50;
  private static final int[] PERCENTS = {0, 2, 8, 17, 28, 39, 50, 61, 72, 83, 92, 98, 100};
  private static final double[] BEYOND = {0.2, 1}; // in widths of the middle 90 %
  private static final int MOST_GLANCES = 6;

  /// The grid of a column.
  ///
  /// @param quantiles percentiles of the training rows
  public static ColumnGrid of(Column column, Provenance.Quantiles quantiles) {
    if (column.isAtom()) {
      return new ColumnGrid(column, new double[] {ConstantCells.CONSTANT}, new double[0]);
    }
    DoubleStream missing =
        column.missing() > 0 ? DoubleStream.of(Double.NaN) : DoubleStream.empty();
    if (!column.kind().isNumeric()) {
      DoubleStream codes = IntStream.rangeClosed(0, column.kind().namesKnown()).asDoubleStream();
      return new ColumnGrid(column, DoubleStream.concat(codes, missing).toArray(), new double[0]);
    }
    double[] atoms =
        column.kind().atoms().values().stream().mapToDouble(Double::doubleValue).toArray();
    if (column.kind().atoms().only()) {
      return new ColumnGrid(
          column, DoubleStream.concat(Arrays.stream(atoms), missing).toArray(), new double[0]);
    }
    double[] distinct = different(column, Arrays.stream(quantiles.values()));
    boolean alike = atoms.length == 0 && column.missing() == 0; // all cells have a density
    if (alike && distinct.length == column.distinct() && distinct.length <= MOST_POINTS) {
      return new ColumnGrid(column, distinct, new double[0]);
    }
    double[] values = different(column, spread(column, quantiles.values()));
    return new ColumnGrid(
        column,
        DoubleStream.concat(Arrays.stream(atoms), missing).toArray(),
        without(column, values, atoms));
  }

  /// The grid of a column for draws: every point that has a probability, and values over all that have a density.
  ///
  /// @param quantiles percentiles of the training rows
  static ColumnGrid whole(Column column, Provenance.Quantiles quantiles) {
    Kind kind = column.kind();
    if (!kind.isNumeric()) {
      return of(column, quantiles);
    }
    double[] atoms = kind.atoms().values().stream().mapToDouble(Double::doubleValue).toArray();
    DoubleStream missing =
        column.missing() > 0 ? DoubleStream.of(Double.NaN) : DoubleStream.empty();
    double[] points = DoubleStream.concat(Arrays.stream(atoms), missing).toArray();
    double[] values =
        kind.atoms().only()
            ? new double[0]
            : without(column, different(column, spread(column, quantiles.values())), atoms);
    return new ColumnGrid(column, points, values);
  }

  /// The grid without its points.
  public ColumnGrid valuesOnly() {
    return new ColumnGrid(column, new double[0], values);
  }

  /// The grid with the bounds of a set of cells added.
  public ColumnGrid bounding(CellSet set) {
    if (values.length == 0 || !set.isConfined()) {
      return this;
    }
    DoubleStream ends =
        set.intervals().stream()
            .flatMapToDouble(part -> DoubleStream.of(part.from(), part.to()))
            .filter(Double::isFinite);
    double[] more = DoubleStream.concat(ends, Arrays.stream(set.singles())).toArray();
    double[] all =
        different(column, DoubleStream.concat(Arrays.stream(more), Arrays.stream(values)));
    return new ColumnGrid(column, points, without(column, all, points));
  }

  /// The grid without a missing cell.
  public ColumnGrid present() {
    return new ColumnGrid(
        column, Arrays.stream(points).filter(cell -> !Double.isNaN(cell)).toArray(), values);
  }

  private static DoubleStream spread(Column column, double[] percentiles) {
    int last = percentiles.length - 1;
    double middle = percentiles[last * 95 / 100] - percentiles[last * 5 / 100];
    double width = middle > 0 ? middle : column.standardDeviation();
    DoubleStream inside =
        IntStream.of(PERCENTS).mapToDouble(percent -> percentiles[last * percent / 100]);
    DoubleStream outside =
        DoubleStream.of(BEYOND)
            .flatMap(
                far -> DoubleStream.of(column.min() - far * width, column.max() + far * width));
    return DoubleStream.concat(inside, outside);
  }

  /// Ascending, without those that are equal as floats.
  private static double[] different(Column column, DoubleStream values) {
    TreeMap<Float, Double> byFloat = new TreeMap<>();
    values.forEach(value -> byFloat.putIfAbsent(asFloat(column, value), value));
    return byFloat.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// Those of some values that differ as floats from the known ones and each other, ascending.
  private static double[] without(Column column, double[] some, double[] known) {
    Set<Float> seen = new HashSet<>();
    for (double value : known) {
      seen.add(asFloat(column, value));
    }
    return Arrays.stream(some).filter(value -> seen.add(asFloat(column, value))).sorted().toArray();
  }

  private static float asFloat(Column column, double value) {
    return column.relative(value) + 0f; // no −0
  }

  /// The cell as the model sees it: all names that it does not know are the same.
  public double seen(double cell) {
    if (column.kind().isNumeric()) {
      return cell;
    }
    int other = column.kind().namesKnown();
    if (Double.isNaN(cell)) {
      return column.missing() > 0 && !column.isAtom() ? cell : other;
    }
    return Math.min(cell, other);
  }

  /// The grid with a cell, as [#seen]; a cell of the grid that is equal as a float is replaced.
  public ColumnGrid with(double cell) {
    boolean point = values.length == 0 || isPoint(cell);
    DoubleStream own = DoubleStream.of(cell);
    return point
        ? new ColumnGrid(
            column, different(column, DoubleStream.concat(own, Arrays.stream(points))), values)
        : new ColumnGrid(
            column, points, different(column, DoubleStream.concat(own, Arrays.stream(values))));
  }

  /// Whether a cell has a probability rather than a density.
  public boolean isPoint(double cell) {
    float same = asFloat(column, cell);
    return Arrays.stream(points)
        .anyMatch(point -> Float.compare(asFloat(column, point), same) == 0);
  }

  /// A coarse grid of few of these cells: the most frequent names, values evenly spaced.
  public ColumnGrid few() {
    return new ColumnGrid(
        column,
        column.kind().isNumeric()
            ? evenly(points)
            : Arrays.copyOf(points, Math.min(points.length, MOST_GLANCES)),
        evenly(values));
  }

  private static double[] evenly(double[] all) {
    // Without the ends, which are extreme.
    return all.length <= MOST_GLANCES
        ? all
        : IntStream.range(0, MOST_GLANCES)
            .mapToDouble(i -> all[(2 * i + 1) * all.length / (2 * MOST_GLANCES)])
            .toArray();
  }

  /// Values that refine the grid, by what is known of a distribution.
  double[] refinement(Conditional known, int count) {
    return without(column, known.refinement(count), all());
  }

  /// The same, and values that refine it within a set.
  double[] refinement(Conditional known, CellSet set, int count) {
    double[] inside =
        set.isConfined() ? new Restricted(known, set).refinement(count) : new double[0];
    return without(
        column,
        DoubleStream.concat(Arrays.stream(known.refinement(count)), Arrays.stream(inside))
            .toArray(),
        all());
  }

  private double[] all() {
    return DoubleStream.concat(Arrays.stream(points), Arrays.stream(values)).toArray();
  }

  /// The unit of the surprise of a cell, which makes columns of all kinds comparable: the standard deviation for
  /// numbers, √K for one of K cells that have a probability, and 1 for one that was never seen. An error may produce
  /// any of the K alike (that would be K) or something new (1); of planted errors, the root finds most.
  public double unit(double cell) {
    boolean other = !column.kind().isNumeric() && cell >= column.kind().namesKnown();
    if (isPoint(cell)) {
      return other ? 1 : Math.sqrt(points.length);
    }
    return values.length == 0 || !(column.standardDeviation() > 0) ? 1 : column.standardDeviation();
  }

  /// Whether a cell has a name that the model has not seen.
  public boolean isUnknown(double cell) {
    return !column.kind().isNumeric() && cell >= column.kind().nameCount();
  }

  /// A cell as text; empty for a missing one.
  public String text(double cell) {
    return column.text(cell);
  }
}
