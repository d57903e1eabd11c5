package dev.bijou.conditional.cell;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The distribution of one cell given the others of its row: the joint density along the column, normalized. Points
/// have a probability, all other values a density, see [DensityCurve].
///
/// ```
/// p(cell | others) = p(cell, others) / (Σ_points p(point, others) + ∫ p(x, others) dx)
/// ```
public final class Conditional {
  private final Sounding points;
  private final Sounding values;
  private final double[] share; // of each point; of the same scale as the curve
  private final double largest; // logarithm, taken out of shares and curve
  private final DensityCurve curve;

  /// Values of a column, and the joint density there.
  ///
  /// @param at ascending, as [Double#compare] has it: a missing cell, NaN, comes last
  /// @param joint the logarithm of the joint probability or density at each, finite
  public record Sounding(double[] at, float[] joint) {
    /// No values.
    public static final Sounding NONE = new Sounding(new double[0], new float[0]);

    /// The union with others; none is in both.
    Sounding with(Sounding more) {
      double[] all = DoubleStream.concat(Arrays.stream(at), Arrays.stream(more.at)).toArray();
      int[] order =
          IntStream.range(0, all.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> all[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      float[] jointOfAll = new float[all.length];
      for (int i = 0; i < all.length; i++) {
        int from = order[i];
        jointOfAll[i] = from < at.length ? joint[from] : more.joint[from - at.length];
      }
      return new Sounding(Arrays.stream(order).mapToDouble(i -> all[i]).toArray(), jointOfAll);
    }

    /// The logarithm at a value, NaN if it was not evaluated.
    double logAt(double value) {
      int found = Arrays.binarySearch(at, value);
      return found < 0 ? Double.NaN : joint[found];
    }

    private double largest() {
      double largest = Double.NEGATIVE_INFINITY;
      for (float log : joint) {
        largest = Math.max(largest, log);
      }
      return largest;
    }
  }

  /// @param points values that have a probability, NaN for a missing cell among them
  /// @param values some of those that have a density
  public Conditional(Sounding points, Sounding values) {
    this.points = points;
    this.values = values;
    double top = Math.max(points.largest(), values.largest());
    largest = top;
    share =
        IntStream.range(0, points.joint.length)
            .mapToDouble(i -> Math.exp(points.joint[i] - top))
            .toArray();
    curve =
        new DensityCurve(
            values.at,
            IntStream.range(0, values.joint.length)
                .mapToDouble(i -> values.joint[i] - top)
                .toArray());
  }

  /// The same distribution, with the density known at more values.
  Conditional with(Sounding more) {
    return new Conditional(points, values.with(more));
  }

  /// The points, ascending, a missing cell last.
  double[] points() {
    return points.at;
  }

  /// The probability of a point, in the same units as [#curve].
  double share(int point) {
    return share[point];
  }

  /// The density, times a constant.
  DensityCurve curve() {
    return curve;
  }

  /// The logarithm of the joint density at a cell that was evaluated; NaN if it was not.
  double joint(double cell) {
    double log = points.logAt(cell);
    return Double.isNaN(log) ? values.logAt(cell) : log;
  }

  private double total() {
    return Arrays.stream(share).sum() + curve.total();
  }

  /// −log p(value | the others), in nats, of a value that was evaluated: of a probability if it is a point, else of a
  /// density per unit of the column.
  public double surprise(double value) {
    double log = points.logAt(value);
    if (Double.isNaN(log)) {
      log = values.logAt(value);
    }
    if (Double.isNaN(log)) {
      throw new IllegalArgumentException(value + " was not looked at");
    }
    return Math.log(total()) - (log - largest);
  }

  /// The probability that the cell is missing.
  public double missing() {
    int last = share.length - 1;
    return last >= 0 && Double.isNaN(points.at[last]) ? share[last] / total() : 0;
  }

  /// The value below which a share p of the distribution lies, missing cells left out.
  public double quantile(double p) {
    double wanted = p * total() * (1 - missing());
    double jumped = 0;
    double last = Double.NaN;
    for (int i = 0; i < share.length && !Double.isNaN(points.at[i]); i++) {
      last = points.at[i];
      if (values.at.length > 0 && wanted <= curve.below(last) + jumped) {
        return curve.place(wanted - jumped);
      }
      jumped += share[i];
      if (wanted <= curve.below(last) + jumped) {
        return last;
      }
    }
    return values.at.length > 0 ? curve.place(wanted - jumped) : last;
  }

  /// The fewest points that together have at least a probability p, the most probable first; all points if they have
  /// less.
  public double[] likeliest(double p) {
    int[] order =
        IntStream.range(0, share.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -share[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double wanted = p * total();
    double sum = 0;
    int count = 0;
    while (count < order.length && sum < wanted) {
      sum += share[order[count++]];
    }
    return Arrays.stream(order, 0, count).mapToDouble(i -> points.at[i]).toArray();
  }

  /// The probability of all points together.
  public double ofPoints() {
    return Arrays.stream(share).sum() / total();
  }

  /// Values that refine the grid: evenly spread over the density.
  double[] refinement(int count) {
    return values.at.length == 0
        ? new double[0]
        : IntStream.range(0, count)
            .mapToDouble(i -> curve.place((i + 0.5) / count * curve.total()))
            .toArray();
  }
}
