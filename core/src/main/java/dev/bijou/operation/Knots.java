package dev.bijou.operation;

import dev.bijou.tensor.Tensor;

/// A map to normal scores by a distribution function F of straight lines between knots:
///
/// ```
/// z = Φ⁻¹(F(x)),   dz/dx = F'(x) / φ(z)
/// ```
///
/// Beyond the knots the map itself is straight, with the slope of the line from the first to the last.
///
/// @param x knots × 1, strictly ascending but for those at the end that repeat the last
/// @param shares F(x), knots × 1, likewise, between 0 and 1
public record Knots(Tensor x, Tensor shares) {
  /// @throws IllegalArgumentException if there are fewer than two knots, or not as many shares as knots
  public Knots {
    if (x.features() < 2 || x.features() != shares.features() || shares.lanes() != 1) {
      throw new IllegalArgumentException("a distribution of lines needs two knots or more");
    }
  }

  /// Evenly spaced knots between 0 and 1, until they are set.
  public static Knots uniform(int count) {
    Knots knots = new Knots(Tensor.zeros(count, 1), Tensor.zeros(count, 1));
    for (int k = 0; k < count; k++) {
      float even = (k + 1f) / (count + 1);
      knots.x.data()[k] = even;
      knots.shares.data()[k] = even;
    }
    return knots;
  }

  /// x of each knot less that of the one before, which must be positive; without knots that repeat the last.
  public Tensor steps() {
    return steps(x);
  }

  /// The share between each knot and the next, likewise.
  public Tensor masses() {
    return steps(shares);
  }

  private Tensor steps(Tensor knots) {
    int last = x.features() - 1;
    while (last > 1 && at(x, last) == at(x, last - 1) && at(shares, last) == at(shares, last - 1)) {
      last--;
    }
    Tensor steps = Tensor.zeros(last, 1);
    for (int k = 0; k < last; k++) {
      steps.data()[k] = (float) (at(knots, k + 1) - at(knots, k));
    }
    return steps;
  }

  double image(double x) {
    int k = below(this.x, x);
    if (isBeyond(k)) {
      int end = Math.max(k, 0);
      return score(end) + tailSlope() * (x - at(this.x, end));
    }
    return NormalFunctions.quantile(at(shares, k) + line(k) * (x - at(this.x, k)));
  }

  /// dz/dx.
  double slope(double x) {
    int k = below(this.x, x);
    return isBeyond(k) ? tailSlope() : line(k) / NormalFunctions.density(image(x));
  }

  /// d log (dz/dx) / dx = z · dz/dx.
  double bend(double x) {
    return isBeyond(below(this.x, x)) ? 0 : image(x) * slope(x);
  }

  double back(double z) {
    double share = NormalFunctions.cdf(z);
    int k = below(shares, share);
    if (isBeyond(k)) {
      int end = Math.max(k, 0);
      return at(x, end) + (z - score(end)) / tailSlope();
    }
    return at(x, k) + (share - at(shares, k)) / line(k);
  }

  /// The last knot that is not above a value; −1 if there is none.
  private static int below(Tensor knots, double value) {
    int low = -1;
    int high = knots.features();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (at(knots, middle) <= value) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isBeyond(int k) {
    return k < 0 || k == x.features() - 1;
  }

  /// F' between a knot and the next.
  private double line(int k) {
    return (at(shares, k + 1) - at(shares, k)) / (at(x, k + 1) - at(x, k));
  }

  private double score(int knot) {
    return NormalFunctions.quantile(at(shares, knot));
  }

  private double tailSlope() {
    int last = x.features() - 1;
    return (score(last) - score(0)) / (at(x, last) - at(x, 0));
  }

  private static double at(Tensor knots, int k) {
    return knots.data()[knots.offset() + k];
  }
}
