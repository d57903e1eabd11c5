package dev.bijou.conditional.cell;

import dev.bijou.table.schema.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A set of cells of one column: all that a model may draw there, or those that satisfy conditions.
///
/// Numbers are compared as the table writes them: on their grid, or else with the column's decimals. So `> 40` of a
/// column with one decimal begins at 40.1, and `= 40` is an interval of a tenth. Only a column of numbers without grid
/// or decimals can be confined to single values that have a density and no probability, see [#singles()].
public final class CellSet {
  private final Column column;
  private final Lattice lattice;
  private final double low; // closed
  private final double high; // closed
  private final Optional<List<Double>> only;
  private final List<Double> not;
  private final boolean missing;
  private final boolean confined; // whether some condition was added

  /// An interval of numbers that belong to a set.
  ///
  /// @param from its lower end, which may be −∞
  /// @param to its upper end, which may be ∞
  public record Interval(double from, double to) {}

  /// How a cell compares to a value.
  public enum Comparison {
    /// Less than the value.
    LESS("<"),
    /// The value or less.
    AT_MOST("<="),
    /// More than the value.
    MORE(">"),
    /// The value or more.
    AT_LEAST(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /// As it is written.
    public String sign() {
      return sign;
    }
  }

  private CellSet(
      Column column,
      Lattice lattice,
      double low,
      double high,
      Optional<List<Double>> only,
      List<Double> not,
      boolean missing,
      boolean confined) {
    this.column = column;
    this.lattice = lattice;
    this.low = low;
    this.high = high;
    this.only = only.map(List::copyOf);
    this.not = List.copyOf(not);
    this.missing = missing;
    this.confined = confined;
  }

  /// All cells that a model draws in a column: names it knows, numbers in the range of the training rows, and a missing cell
  /// if there were any.
  ///
  /// @param column a target column of the schema
  public static CellSet of(Column column) {
    boolean numeric = column.kind().isNumeric();
    return new CellSet(
        column,
        numeric ? Lattice.of(column) : Lattice.NONE,
        numeric ? column.min() : Double.NEGATIVE_INFINITY,
        numeric ? column.max() : Double.POSITIVE_INFINITY,
        Optional.empty(),
        List.of(),
        column.missing() > 0 && !column.isAtom(),
        false);
  }

  private CellSet with(
      double newLow, double newHigh, Optional<List<Double>> newOnly, List<Double> newNot) {
    return new CellSet(column, lattice, newLow, newHigh, newOnly, newNot, false, true);
  }

  /// The cells that are not missing.
  public CellSet present() {
    return new CellSet(column, lattice, low, high, only, not, false, confined);
  }

  /// The cells that compare to a value in this way; for numeric columns. A missing cell does not compare to anything.
  public CellSet and(Comparison comparison, double value) {
    boolean up = comparison == Comparison.MORE || comparison == Comparison.AT_LEAST;
    double bound =
        switch (comparison) {
          case MORE -> lattice.above(value, column);
          case AT_LEAST -> lattice.atLeast(value);
          case LESS -> lattice.below(value, column);
          case AT_MOST -> lattice.atMost(value);
        };
    return up
        ? with(Math.max(low, bound), high, only, not)
        : with(low, Math.min(high, bound), only, not);
  }

  /// The cells that are among some, NaN for a missing one.
  public CellSet among(List<Double> cells) {
    List<Double> values =
        cells.stream()
            .filter(cell -> !cell.isNaN())
            .map(this::snap)
            .filter(cell -> only.isEmpty() || only.get().stream().anyMatch(c -> same(c, cell)))
            .distinct()
            .sorted()
            .toList();
    boolean mayMiss = missing && cells.stream().anyMatch(cell -> cell.isNaN());
    return new CellSet(column, lattice, low, high, Optional.of(values), not, mayMiss, true);
  }

  /// The cells that are not among some, NaN for a missing one, and not missing.
  public CellSet butNot(List<Double> cells) {
    List<Double> values =
        Stream.concat(not.stream(), cells.stream().filter(cell -> !cell.isNaN()).map(this::snap))
            .distinct()
            .sorted()
            .toList();
    return with(low, high, only, values);
  }

  /// The column.
  public Column column() {
    return column;
  }

  /// Whether the set has fewer cells than the model may draw.
  public boolean isConfined() {
    return confined;
  }

  /// Whether a missing cell belongs to the set.
  public boolean mayBeMissing() {
    return missing;
  }

  /// The distance of neighbouring numbers as the table writes them; 0 if any number is possible.
  public double step() {
    return lattice.step();
  }

  /// The nearest number that the table can write.
  public double snap(double value) {
    return lattice.nearest(value);
  }

  /// Whether a cell belongs to the set.
  public boolean contains(double cell) {
    if (Double.isNaN(cell)) {
      return missing;
    }
    double value = snap(cell);
    if (!column.kind().isNumeric()) {
      return value < column.kind().nameCount() && isListed(value);
    }
    float place = column.relative(value);
    return place >= column.relative(low) && place <= column.relative(high) && isListed(value);
  }

  private boolean isListed(double value) {
    return (only.isEmpty() || only.get().stream().anyMatch(listed -> same(listed, value)))
        && not.stream().noneMatch(excluded -> same(excluded, value));
  }

  private boolean same(double one, double other) {
    return column.relative(one) == column.relative(other);
  }

  /// Those of some cells that belong to the set.
  private List<Double> own(Stream<Double> cells) {
    return cells.filter(this::contains).toList();
  }

  /// Whether no cell is left.
  public boolean isEmpty() {
    return !missing && names().length == 0 && atoms().isEmpty() && !hasValues();
  }

  /// The codes of the names that belong to the set, of a column of names.
  private int[] names() {
    return IntStream.range(0, column.kind().nameCount()).filter(this::contains).toArray();
  }

  private boolean isAtom(double value) {
    return column.kind().atoms().values().stream().anyMatch(atom -> same(atom, value));
  }

  private List<Double> atoms() {
    return own(column.kind().atoms().values().stream());
  }

  /// Whether numbers with a density belong to the set.
  public boolean hasValues() {
    return !intervals().isEmpty() || singles().length > 0;
  }

  /// The single values of a set that holds nothing else: they have a density, but no probability.
  public double[] singles() {
    boolean dense = column.kind().isNumeric() && !column.kind().atoms().only();
    if (!dense || step() > 0 || only.isEmpty() || missing || !atoms().isEmpty()) {
      return new double[0];
    }
    return own(only.get().stream()).stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// The disjoint intervals over which the density counts, ascending. A number on a grid stands for all that is nearest
  /// to it, unless it has a probability of its own.
  public List<Interval> intervals() {
    if (!column.kind().isNumeric() || column.kind().atoms().only() || low > high) {
      return List.of();
    }
    double step = step();
    double half = step / 2;
    if (only.isPresent()) {
      return step == 0
          ? List.of()
          : own(only.get().stream()).stream()
              .filter(value -> !isAtom(value))
              .map(value -> new Interval(value - half, value + half))
              .toList();
    }
    List<Interval> intervals = new ArrayList<>();
    double from = low - half;
    if (step > 0) { // otherwise single numbers make no difference
      List<Double> gaps =
          Stream.concat(not.stream(), column.kind().atoms().values().stream())
              .filter(gap -> gap >= low && gap <= high)
              .sorted()
              .toList();
      for (double gap : gaps) {
        add(from, gap - half, intervals);
        from = gap + half;
      }
    }
    add(from, high + half, intervals);
    return List.copyOf(intervals);
  }

  private void add(double from, double to, List<Interval> intervals) {
    if (to - from > 1e-6 * step() || (step() == 0 && to >= from)) {
      intervals.add(new Interval(from, to));
    }
  }

  /// The only cell of the set; empty if there are more.
  public Optional<Double> fixed() {
    if (missing) {
      return hasValues() || !atoms().isEmpty() || names().length > 0
          ? Optional.empty()
          : Optional.of(Double.NaN);
    }
    if (!column.kind().isNumeric()) {
      int[] names = names();
      return names.length == 1 ? Optional.of((double) names[0]) : Optional.empty();
    }
    if (only.isPresent()) {
      List<Double> left = own(only.get().stream());
      return left.size() == 1 ? Optional.of(left.getFirst()) : Optional.empty();
    }
    List<Double> atoms = atoms();
    return !hasValues() && atoms.size() == 1 ? Optional.of(atoms.getFirst()) : Optional.empty();
  }

  /// How much of the probability of a code of the column, see [dev.bijou.table.encoding.RowEncoder], belongs to the
  /// set, 0 to 1: for the code of rare and unseen names, the share of the rare names in it among the rows with a rare
  /// name.
  ///
  /// @param factors receives a number for each code
  public void factors(float[] factors) {
    Arrays.fill(factors, 0);
    int first = 0;
    if (column.kind().isNumeric()) {
      factors[first++] = hasValues() ? 1 : 0;
    } else {
      int known = column.kind().namesKnown();
      for (; first < known; first++) {
        factors[first] = contains(first) ? 1 : 0;
      }
      factors[first++] = (float) rareNames().share();
    }
    if (column.missing() > 0) {
      factors[first++] = missing ? 1 : 0;
    }
    for (double atom : column.kind().atoms().values()) {
      factors[first++] = contains(atom) ? 1 : 0;
    }
  }

  /// The cells of the set that are not missing, if they can be listed: names, atoms where there is nothing else, and
  /// numbers that are a step apart of which the rows learned from had each; empty for others.
  ///
  /// @param most numbers that count as few
  public List<Double> few(int most) {
    if (!column.kind().isNumeric()) {
      return Arrays.stream(names()).mapToObj(code -> (double) code).toList();
    }
    if (column.kind().atoms().only()) {
      return atoms();
    }
    double steps = step() > 0 ? Math.rint((column.max() - column.min()) / step()) : most;
    if (steps >= most || column.distinct() != steps + 1) {
      return List.of();
    }
    return own(
        IntStream.rangeClosed(0, (int) steps).mapToObj(i -> snap(column.min() + i * step())));
  }

  /// The rare names of the set.
  public RareNames rareNames() {
    return RareNames.of(column, this::contains);
  }
}
