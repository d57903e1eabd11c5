package dev.bijou.novelty.repair;

import dev.bijou.conditional.cell.Conditional;
import dev.bijou.novelty.repair.Judge.Judged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A row with other cells in one column, all others fixed: how usual it is with each, and the conditional distribution
/// of the cell, which the same judgements give.
final class Profile {
  private static final int ADDED = 12;
  private static final int BETWEEN = 5;
  private static final Comparator<Tried> MOST_USUAL_FIRST =
      Comparator.comparing((Tried tried) -> Double.isNaN(tried.cell))
          .thenComparing(tried -> tried.judged.novelty())
          .thenComparing(tried -> -tried.judged.logDensity());

  private final double[] row;
  private final int column;
  private final Replacements replacements;
  private final double own;
  private final TreeMap<Double, Tried> tried = new TreeMap<>(); // a missing cell, NaN, last
  private @Nullable List<Tried> proposed; // while nothing else is tried

  /// A cell that was judged.
  ///
  /// @param proposable whether it may stand in place of the own one
  private record Tried(double cell, boolean proposable, Judged judged) {}

  /// @param row the other cells
  /// @param own the cell that is to be replaced
  Profile(double[] row, int column, Replacements replacements, double own) {
    this.row = row;
    this.column = column;
    this.replacements = replacements;
    this.own = replacements.grid().seen(own) + 0.0;
  }

  int column() {
    return column;
  }

  Replacements replacements() {
    return replacements;
  }

  /// The row with another cell.
  double[] with(double cell) {
    double[] other = row.clone();
    other[column] = cell;
    return other;
  }

  /// Judges all profiles on their grids, the own cells too, and then where the mass of each turns out to be.
  static void judge(Collection<Profile> profiles, Judge judge) {
    judge(
        profiles,
        judge,
        profile ->
            DoubleStream.concat(
                    DoubleStream.of(profile.own), Arrays.stream(profile.replacements.cells()))
                .toArray());
    judge(profiles, judge, Profile::refinement);
  }

  /// Judges all profiles at numbers between the most usual one and its neighbours, again and again: finds a peak that is
  /// narrower than the grid.
  static void zoom(Collection<Profile> profiles, Judge judge, int times) {
    for (int i = 0; i < times; i++) {
      judge(profiles, judge, Profile::besidesBest);
    }
  }

  private double[] besidesBest() {
    double best =
        replacements.grid().values().length == 0
            ? Double.NaN
            : proposals().findFirst().orElse(Double.NaN);
    return Double.isNaN(best)
        ? new double[0]
        : DoubleStream.concat(between(next(best, false), best), between(best, next(best, true)))
            .toArray();
  }

  /// Numbers between two judged ones, none if there are not two or they lie out of range.
  DoubleStream between(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b) || b < replacements.low() || a > replacements.high()
        ? DoubleStream.empty()
        : IntStream.rangeClosed(1, BETWEEN)
            .mapToDouble(i -> replacements.nearest(a + (b - a) * i / (BETWEEN + 1)));
  }

  /// Judges all profiles at some more cells of each.
  static void judge(
      Collection<Profile> profiles, Judge judge, Function<Profile, double[]> cellsOf) {
    List<double[]> rows = new ArrayList<>();
    List<Map.Entry<Profile, Double>> places = new ArrayList<>();
    for (Profile profile : profiles) {
      Arrays.stream(cellsOf.apply(profile))
          .map(cell -> cell + 0.0) // no −0
          .distinct()
          .filter(cell -> !profile.tried.containsKey(cell))
          .forEach(cell -> {
            rows.add(profile.with(cell));
            places.add(Map.entry(profile, cell));
          });
    }
    if (!rows.isEmpty()) {
      List<Judged> answers = judge.of(rows);
      for (int i = 0; i < rows.size(); i++) {
        places.get(i).getKey().add(places.get(i).getValue(), answers.get(i));
      }
    }
  }

  private void add(double cell, Judged judged) {
    boolean proposable = Double.compare(cell, own) != 0 && replacements.allows(cell);
    tried.put(cell, new Tried(cell, proposable, judged));
    proposed = null;
  }

  private double[] refinement() {
    if (replacements.grid().values().length == 0) {
      return new double[0];
    }
    Conditional known = conditional();
    return IntStream.range(0, ADDED)
        .mapToDouble(i -> replacements.nearest(known.quantile((i + 0.5) / ADDED)))
        .toArray();
  }

  /// What was judged of a cell.
  Judged at(double cell) {
    return tried(cell).judged;
  }

  private Tried tried(double cell) {
    Tried found = tried.get(cell + 0.0);
    if (found == null) {
      throw new IllegalArgumentException(cell + " was not judged");
    }
    return found;
  }

  /// What was judged of the own cell.
  Judged atOwn() {
    return at(own);
  }

  /// The distribution of the cell given the others.
  Conditional conditional() {
    double[] cells = near();
    return new Conditional(
        sounding(Arrays.stream(cells).filter(this::isPoint).toArray()),
        sounding(Arrays.stream(cells).filter(cell -> !isPoint(cell)).toArray()));
  }

  /// The judged cells without an own one that lies far beyond the grid, which says nothing about what is between.
  private double[] near() {
    double[] grid = replacements.grid().values();
    return tried.keySet().stream()
        .mapToDouble(cell -> cell)
        .filter(cell -> isPoint(cell) || (cell >= grid[0] && cell <= grid[grid.length - 1]))
        .toArray();
  }

  private boolean isPoint(double cell) {
    return replacements.grid().values().length == 0 || replacements.grid().isPoint(cell);
  }

  private Conditional.Sounding sounding(double[] cells) {
    float[] joint = new float[cells.length];
    for (int i = 0; i < joint.length; i++) {
      joint[i] = at(cells[i]).logDensity();
    }
    return new Conditional.Sounding(cells, joint);
  }

  /// log p of the other cells, in nats: the joint density, integrated over this one.
  double logRest() {
    double known = near()[0];
    return at(known).logDensity() + conditional().surprise(known);
  }

  /// −log p(own cell | others) in the unit of [dev.bijou.conditional.cell.ColumnGrid#unit], in nats.
  double surprise() {
    return logRest() - atOwn().logDensity() - Math.log(replacements.grid().unit(own));
  }

  /// Cells that may be proposed, the most usual first; a missing one last.
  Stream<Double> proposals() {
    List<Tried> known = proposed;
    if (known == null) {
      known = tried.values().stream().filter(Tried::proposable).sorted(MOST_USUAL_FIRST).toList();
      proposed = known;
    }
    return known.stream().map(Tried::cell);
  }

  /// The judged numbers around one that make the row usual, without a gap: ascending.
  double[] usualAround(double cell, double level) {
    double[] all =
        tried.keySet().stream().mapToDouble(value -> value).filter(v -> !Double.isNaN(v)).toArray();
    int at = Arrays.binarySearch(all, cell + 0.0);
    int from = at;
    int to = at;
    while (from > 0 && isUsual(all[from - 1], level)) {
      from--;
    }
    while (to < all.length - 1 && isUsual(all[to + 1], level)) {
      to++;
    }
    return Arrays.copyOfRange(all, from, to + 1);
  }

  /// The judged number next to another, NaN if there is none in range.
  double next(double cell, boolean above) {
    Double next = above ? tried.higherKey(cell + 0.0) : tried.lowerKey(cell + 0.0);
    return next == null || next.isNaN() ? Double.NaN : next;
  }

  /// Whether a judged cell makes the row usual.
  boolean doesFor(double cell, double level) {
    Tried known = tried(cell);
    return known.proposable && known.judged.pValue() > level;
  }

  private boolean isUsual(double cell, double level) {
    return cell >= replacements.low()
        && cell <= replacements.high()
        && at(cell).pValue() > level
        && Double.compare(cell, own) != 0;
  }
}
