package dev.bijou.conditional.cell;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The distribution of one cell given the others of its row and that it belongs to a set of cells:
///
/// ```
/// p(cell | others, S) = p(cell | others) 1_S(cell) / P(S | others)
/// ```
///
/// A number on a grid, or with a known number of decimals, has the probability of all numbers that are nearest to it.
public final class Restricted {
  private static final int BISECTIONS = 100;

  private final Conditional conditional;
  private final CellSet set;
  private final double[] pointMass; // of each point, 0 for one that is not in the set
  private final List<CellSet.Interval> intervals;
  private final double[] singles;
  private final double[] valueMass; // of each interval, or else each single value
  private final double total;

  public Restricted(Conditional conditional, CellSet set) {
    this.conditional = conditional;
    this.set = set;
    double[] points = conditional.points();
    pointMass =
        IntStream.range(0, points.length)
            .mapToDouble(i -> conditional.share(i) * inSet(points[i]))
            .toArray();
    DensityCurve curve = conditional.curve();
    singles = set.singles();
    intervals = singles.length > 0 ? List.of() : set.intervals();
    valueMass =
        singles.length > 0
            ? Arrays.stream(singles).map(value -> Math.exp(curve.logAt(value))).toArray()
            : intervals.stream()
                .mapToDouble(part -> Math.max(0, curve.below(part.to()) - curve.below(part.from())))
                .toArray();
    total = Arrays.stream(pointMass).sum() + Arrays.stream(valueMass).sum();
  }

  /// The share of a point that is in the set.
  private double inSet(double point) {
    boolean other = !isNumeric() && point >= set.column().kind().namesKnown();
    return other ? set.rareNames().share() : set.contains(point) ? 1 : 0;
  }

  private boolean isNumeric() {
    return set.column().kind().isNumeric();
  }

  /// The mass of the set, in units common to all sets that restrict the same conditional distribution.
  public double mass() {
    return total;
  }

  /// A cell of the set, on the grid; there must be some mass.
  public double draw(RandomGenerator random) {
    double left = random.nextDouble() * total;
    double[] points = conditional.points();
    int last = -1; // the last point with any mass
    for (int i = 0; i < points.length; i++) {
      if (pointMass[i] > 0) {
        last = i;
        if (left < pointMass[i]) {
          break;
        }
        left -= pointMass[i];
      }
    }
    int part = -1;
    if (last < 0 || left >= pointMass[last]) {
      for (int i = 0; i < valueMass.length; i++) {
        if (valueMass[i] > 0) {
          part = i;
          if (left < valueMass[i]) {
            break;
          }
          left -= valueMass[i];
        }
      }
    }
    if (part < 0) {
      return named(points[last], random);
    }
    return singles.length > 0 ? singles[part] : place(part, Math.min(left, valueMass[part]));
  }

  /// The number below which some mass of an interval lies.
  private double place(int part, double mass) {
    CellSet.Interval interval = intervals.get(part);
    DensityCurve curve = conditional.curve();
    double place = curve.place(curve.below(interval.from()) + mass);
    double snapped = asFloat(set.snap(Math.clamp(place, interval.from(), interval.to())));
    return set.contains(snapped)
        ? snapped
        : set.snap(0.5 * (interval.from() + interval.to())); // rounded across a bound
  }

  /// Rounded as the model sees it.
  private double asFloat(double value) {
    Column column = set.column();
    return set.step() > 0 ? value : column.absolute(column.relative(value));
  }

  private double named(double point, RandomGenerator random) {
    boolean other = !isNumeric() && point >= set.column().kind().namesKnown();
    return other ? set.rareNames().draw(random) : point;
  }

  /// The logarithm of the probability of a cell, or of its density if it has none; −∞ outside of the set. All rare
  /// names count as one.
  public double logProbability(double cell) {
    double seen = seen(cell);
    double[] points = conditional.points();
    double mass = 0;
    for (int i = 0; i < points.length; i++) {
      mass += Double.compare(points[i], seen) == 0 ? pointMass[i] : 0;
    }
    if (isNumeric() && !Double.isNaN(cell) && set.contains(cell)) {
      mass += singles.length > 0 ? single(cell) : cellMass(cell, mass > 0);
    }
    return Math.log(mass / total);
  }

  /// The probability of a cell among the points; 0 for others. All rare names count as one.
  double ofPoint(double cell) {
    double[] points = conditional.points();
    double mass = 0;
    for (int i = 0; i < points.length; i++) {
      mass += Double.compare(points[i], cell) == 0 ? pointMass[i] : 0;
    }
    return mass / total;
  }

  /// The density at a number, of what is no point.
  double density(double value) {
    return intervals.isEmpty() || !set.contains(value)
        ? 0
        : Math.exp(conditional.curve().logAt(value)) / total;
  }

  private double seen(double cell) {
    Kind kind = set.column().kind();
    return kind.isNumeric() || Double.isNaN(cell) ? cell : Math.min(cell, kind.namesKnown());
  }

  private double single(double cell) {
    for (int i = 0; i < singles.length; i++) {
      if (singles[i] == cell) {
        return valueMass[i];
      }
    }
    return 0;
  }

  private double cellMass(double cell, boolean isPoint) {
    if (intervals.isEmpty() || isPoint) {
      return 0;
    }
    DensityCurve curve = conditional.curve();
    if (set.step() == 0) {
      return Math.exp(curve.logAt(cell));
    }
    double half = set.step() / 2;
    return Math.max(0, curve.below(cell + half) - curve.below(cell - half));
  }

  /// The share of the distribution at or below a number, missing cells left out.
  double below(double place) {
    double mass = 0;
    double[] points = conditional.points();
    for (int i = 0; i < points.length; i++) {
      mass += points[i] <= place ? pointMass[i] : 0;
    }
    DensityCurve curve = conditional.curve();
    for (int i = 0; i < intervals.size(); i++) {
      double from = intervals.get(i).from();
      double to = Math.min(place, intervals.get(i).to());
      mass += to > from ? Math.max(0, curve.below(to) - curve.below(from)) : 0;
    }
    for (int i = 0; i < singles.length; i++) {
      mass += singles[i] <= place ? valueMass[i] : 0;
    }
    return mass / total;
  }

  /// Values that refine the grid: evenly spread over the density within the set.
  double[] refinement(int count) {
    double all = Arrays.stream(valueMass).sum();
    if (!(all > 0) || singles.length > 0) {
      return new double[0];
    }
    double[] places = new double[count];
    for (int i = 0; i < count; i++) {
      double left = (i + 0.5) / count * all;
      int part = 0;
      while (part < valueMass.length - 1 && left > valueMass[part]) {
        left -= valueMass[part++];
      }
      CellSet.Interval interval = intervals.get(part);
      DensityCurve curve = conditional.curve();
      places[i] =
          Math.clamp(
              curve.place(curve.below(interval.from()) + left), interval.from(), interval.to());
    }
    return places;
  }

  /// The most typical cell of the mean of some distributions over the same set: its median, or for names, the most
  /// probable one.
  public static double middle(List<Restricted> all) {
    return all.getFirst().isNumeric() ? median(all) : mode(all);
  }

  private static double median(List<Restricted> all) {
    Restricted first = all.getFirst();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Restricted one : all) {
      for (double point : one.conditional.points()) {
        if (!Double.isNaN(point)) {
          low = Math.min(low, point);
          high = Math.max(high, point);
        }
      }
      low = Math.min(low, one.conditional.curve().first());
      high = Math.max(high, one.conditional.curve().last());
    }
    if (half(all, low)) {
      return first.inside(low);
    }
    for (int i = 0; i < BISECTIONS && Math.nextUp(low) < high; i++) {
      double between = 0.5 * low + 0.5 * high;
      if (half(all, between)) {
        high = between;
      } else {
        low = between;
      }
    }
    return first.inside(high);
  }

  /// Whether half of the distribution lies at or below a number.
  private static boolean half(List<Restricted> all, double place) {
    return all.stream().mapToDouble(one -> one.below(place)).sum() >= 0.5 * all.size();
  }

  /// On the grid, and in the set.
  private double inside(double place) {
    double snapped = set.snap(place);
    if (set.contains(snapped) || intervals.isEmpty()) {
      return snapped;
    }
    double step = set.step();
    return set.contains(snapped + step) ? snapped + step : snapped - step;
  }

  private static double mode(List<Restricted> all) {
    Restricted first = all.getFirst();
    double[] points = first.conditional.points();
    int known = first.set.column().kind().namesKnown();
    RareNames.Rare rare = first.set.rareNames().mostFrequent();
    double best = Double.NaN;
    double most = 0;
    for (int i = 0; i < points.length; i++) {
      if (Double.isNaN(points[i])) {
        continue;
      }
      boolean other = points[i] >= known;
      double mass = 0;
      for (Restricted one : all) {
        double own = other ? one.conditional.share(i) * rare.share() : one.pointMass[i];
        mass += own / one.total;
      }
      if (mass > most) {
        most = mass;
        best = other ? rare.code() : points[i];
      }
    }
    return best;
  }
}
