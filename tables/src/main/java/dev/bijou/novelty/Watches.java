package dev.bijou.novelty;

import dev.bijou.novelty.rank.Ranks;
import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.model.Calibration;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.watch.Watched;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// Judges what the density of a model does not see: constants that a row breaks, and the cells of keys and free text.
///
/// A row that breaks k constants has the conformal p-value
///
/// ```
/// p = (1 + #{calibration rows that break at least k}) / (n + 1)
/// ```
///
/// and its novelty, −log of a probability, grows by that of the other cells in those columns, each seen in none of N rows
/// (Krichevsky and Trofimov, 1981):
///
/// ```
/// novelty = novelty by the density + Σ −log (½ / (N + 1))     k constants broken
/// ```
///
/// so one broken constant outweighs all that calibration rows can tell. Where m > 0 of n calibration rows break as many, the
/// sum is at most −log ((m + ½) / (n + 1)).
///
/// This and the p-values pᵢ of W statistics of keys and free text, see [dev.bijou.table.watch.WatchedColumn], are
/// combined by the weighted rule of Bonferroni (Genovese, Roeder and Wasserman, 2006):
///
/// ```
/// min(1, p / 0.8, p₁ W / 0.2, …, p_W W / 0.2)
/// ```
///
/// which holds whatever the dependence between them. Without such statistics, p remains as it is. Safe for any number
/// of threads.
final class Watches {
  /// The share of the error rate that is left to the row's density and its constants where there are further
  /// statistics.
  private static final double ROW = 0.8;

  private final PValues pValues;
  private final Calibration calibration;
  private final boolean on;
  private final ConstantCells constants;
  private final List<Column> targets;
  private final Watched watched;
  private final int statistics;
  private final int ranked; // the rows among which a row is ranked

  private Watches(
      TableModel model, PValues pValues, Calibration calibration, boolean on, int ranked) {
    this.pValues = pValues;
    this.calibration = calibration;
    this.on = on;
    this.constants = ConstantCells.of(model.schema());
    this.targets = model.schema().targets();
    this.watched = on ? model.watched() : Watched.NOTHING;
    this.statistics = watched.statistics();
    this.ranked = ranked;
  }

  /// The watches of a calibrated model.
  ///
  /// @param on whether there are to be any
  static Watches of(TableModel model, PValues pValues, boolean on) {
    return of(model, pValues, on, OptionalInt.empty());
  }

  /// The same for rows that are ranked among the last ones, if a number is given, rather than among held-out rows.
  static Watches of(TableModel model, PValues pValues, boolean on, OptionalInt recent) {
    return new Watches(
        model, pValues, model.calibration().orElseThrow(), on, recent.orElse(pValues.rows()));
  }

  /// The columns of keys and free text.
  Watched watched() {
    return watched;
  }

  /// Whether there are to be any.
  boolean on() {
    return on;
  }

  /// Whether a row is judged by its density alone.
  boolean areOff() {
    return !on || (constants.isEmpty() && watched.columns().isEmpty());
  }

  /// The least p-value that a row can have by its density.
  double least() {
    return 1 / (ranked + 1.0) / weight();
  }

  private double weight() {
    return watched.columns().isEmpty() ? 1 : ROW;
  }

  /// The rows among which a row is ranked.
  int ranked() {
    return ranked;
  }

  /// The rank of a p-value among those that these rows can have: the p-value of the rank is the next larger.
  int rank(double pValue) {
    int last = ranked + 1;
    return Math.clamp((long) Math.ceil(pValue * last - 1e-6), 1, last);
  }

  /// A reason that is not one of the density.
  ///
  /// @param reason makes the reason, should it be needed
  /// @param pValue of what it says
  record Signal(Supplier<Reason> reason, double pValue) {}

  /// What the watches say of a row.
  ///
  /// @param novelty of the row
  /// @param pValue of the row
  /// @param ofDensity its p-value by the density alone
  /// @param signals what else is unusual, the most unusual first, broken constants before all others
  record Judged(float novelty, double pValue, double ofDensity, List<Signal> signals) {

    /// The reasons that make the row novel by themselves.
    ///
    /// @param limit the largest p-value of a novel row
    List<Reason> reasons(double limit) {
      return signals.stream()
          .filter(signal -> signal.pValue() <= limit)
          .map(signal -> signal.reason().get())
          .toList();
    }
  }

  /// What is said of a row without watches.
  private static Judged plain(Ranks.Standing own) {
    return new Judged(own.novelty(), own.pValue(), own.pValue(), List.of());
  }

  /// Judges a row.
  ///
  /// @param own where it stands by its density
  /// @param cells a number for each column of the schema
  /// @param text the text of a cell, by its place in the schema
  /// @param further what is unusual about its keys and free text, p-values as they are, see [WatchedCells]
  Judged judge(Ranks.Standing own, double[] cells, IntFunction<String> text, List<Signal> further) {
    if (areOff()) {
      return plain(own);
    }
    float novelty = own.novelty();
    int n = pValues.rows();
    double ofDensity = Math.min(1, own.pValue() / weight());
    int broken = constants.countBroken(cells);
    int alike = calibration.breaking(Math.max(1, broken));
    double ofRow =
        broken > 0 ? (1.0 + alike) / (n + 1.0) : Math.min(1, own.pValue() + alike / (n + 1.0));
    double p = Math.min(1, ofRow / weight());
    List<Signal> signals = new ArrayList<>();
    double surprises = 0;
    for (int column : constants.broken(cells)) {
      double surprise = -constants.logOther(column);
      surprises += surprise;
      signals.add(
          new Signal(
              () -> WatchReasons.constant(targets.get(column), text(cells, text, column), surprise),
              0));
    }
    double least = p;
    List<Signal> weighted = new ArrayList<>();
    for (Signal signal : further) {
      double weightedP = Math.min(1, signal.pValue() * statistics / (1 - ROW));
      weighted.add(new Signal(signal.reason(), weightedP));
      least = Math.min(least, weightedP);
    }
    weighted.sort(Comparator.comparingDouble(Signal::pValue));
    signals.addAll(weighted);
    float raised = least < p ? pValues.noveltyOf(least * weight() * (n + 1.0)) : novelty;
    double seen = alike == 0 ? Double.POSITIVE_INFINITY : -Math.log((alike + 0.5) / (n + 1.0));
    double all = Math.max(novelty, raised) + Math.min(surprises, seen);
    return new Judged(
        (float) Math.min(Float.MAX_VALUE, all), least, ofDensity, List.copyOf(signals));
  }

  private static String text(double[] cells, IntFunction<String> text, int column) {
    return Double.isNaN(cells[column]) ? "" : text.apply(column);
  }
}
