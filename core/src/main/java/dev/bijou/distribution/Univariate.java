package dev.bijou.distribution;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Shapes;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workspace;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/// What the unconditional distributions of one feature share.
final class Univariate {
  private static final double LARGEST = 1e30;

  private Univariate() {}

  /// The distribution function of every lane, 1 × lanes.
  static Tensor cdf(Distribution distribution, Tensor x, Context context, DoubleUnaryOperator cdf) {
    require("cdf", distribution, "x", x, context);
    Tensor p = Workspace.current().scratch(1, x.lanes());
    for (int n = 0; n < x.lanes(); n++) {
      p.data()[p.offset() + n] = (float) cdf.applyAsDouble(x.get(0, n));
    }
    return p;
  }

  /// The quantile of every lane, 1 × lanes, [#saturated]; NaN for p outside [0, 1].
  static Tensor quantile(
      Distribution distribution, Tensor p, Context context, DoubleUnaryOperator quantile) {
    require("quantile", distribution, "p", p, context);
    Tensor x = Workspace.current().scratch(1, p.lanes());
    for (int n = 0; n < p.lanes(); n++) {
      x.data()[x.offset() + n] = saturated(quantile.applyAsDouble(p.get(0, n)));
    }
    return x;
  }

  private static void require(
      String what, Distribution distribution, String name, Tensor tensor, Context context) {
    if (distribution.features() != 1) {
      throw new UnsupportedOperationException(
          "no %s: the distribution has %d features, and it is defined for one"
              .formatted(what, distribution.features()));
    }
    Shapes.requireFeatures(name, tensor, "the distribution", 1);
    context.require(0, tensor.lanes());
  }

  /// A number of a heavy tail as a float: clipped to ±1e30, as all images are.
  static float saturated(double x) {
    return (float) Math.clamp(x, -LARGEST, LARGEST);
  }

  /// A uniform number in the open interval (0, 1): the middle of one of 2⁵² equal parts.
  static double open(RandomGenerator random) {
    return ((random.nextLong() >>> 12) + 0.5) * 0x1p-52;
  }
}
