package dev.bijou.distribution;

import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.function.UnaryOperator;

/// Bisection over the floats in their order: after one step for each bit there is nothing left between the ends, at any
/// magnitude.
final class FloatBisection {
  private FloatBisection() {}

  /// The least x in [low, high] with cdf(x) ≥ p in each lane, or `high` if there is none; NaN where an end is NaN.
  ///
  /// @param cdf does not decrease
  /// @param p 1 × lanes, as `low` and `high`
  static Tensor leastReaching(UnaryOperator<Tensor> cdf, Tensor p, Tensor low, Tensor high) {
    int lanes = p.lanes();
    int[] lower = new int[lanes];
    int[] upper = new int[lanes];
    for (int n = 0; n < lanes; n++) {
      lower[n] = rank(low.get(0, n));
      upper[n] = rank(high.get(0, n));
    }
    Tensor x = Workspace.current().scratch(1, lanes);
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      for (int n = 0; n < lanes; n++) {
        x.data()[x.offset() + n] = ofRank(middle(lower[n], upper[n]));
      }
      Tensor reached = cdf.apply(x);
      for (int n = 0; n < lanes; n++) {
        int middle = middle(lower[n], upper[n]);
        if (reached.get(0, n) < p.get(0, n)) {
          lower[n] = Math.min(middle + 1, upper[n]);
        } else {
          upper[n] = middle;
        }
      }
    }
    for (int n = 0; n < lanes; n++) {
      boolean defined = low.get(0, n) <= high.get(0, n);
      x.data()[x.offset() + n] = defined ? ofRank(upper[n]) : Float.NaN;
    }
    return x;
  }

  private static int middle(int lower, int upper) {
    return (int) (((long) lower + upper) >> 1);
  }

  /// Floats by rank: 0 for ±0, and one more for each next larger float.
  private static int rank(float x) {
    int bits = Float.floatToIntBits(x);
    return bits < 0 ? Integer.MIN_VALUE - bits : bits;
  }

  private static float ofRank(int rank) {
    return Float.intBitsToFloat(rank < 0 ? Integer.MIN_VALUE - rank : rank);
  }
}
