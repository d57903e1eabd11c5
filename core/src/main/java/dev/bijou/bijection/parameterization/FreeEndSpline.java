package dev.bijou.bijection.parameterization;

import dev.bijou.bijection.ScalarBijection;
import dev.bijou.kernel.Spline;
import dev.bijou.operation.SplineMap;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;

/// The rational-quadratic spline of flowjax, whose slopes at the two ends of the box are parameters, too.
///
/// The formulas and the tails are those of a [dev.bijou.bijection.RationalQuadraticSpline], and θ has two numbers more: its
/// last `bins + 1` are the slope logits of all knots. Where an end slope is not 1, the density leaps at ±bound.
///
/// @param bins number of bins, 2 … 256
/// @param bound half the width of the box
/// @param minBin least width and height of a bin, as a share of the box
/// @param minSlope least slope at a knot
public record FreeEndSpline(int bins, float bound, float minBin, float minSlope)
    implements ScalarBijection {

  /// @throws IllegalArgumentException if a value is out of range
  public FreeEndSpline {
    var _ = new Spline(bins, bound, minBin, minSlope, true);
    if (!(minBin > 0 && minSlope > 0)) {
      throw new IllegalArgumentException(
          "minBin is %s and minSlope %s, but both must be positive".formatted(minBin, minSlope));
    }
  }

  private Spline shape() {
    return new Spline(bins, bound, minBin, minSlope, true);
  }

  @Override
  public int parameterCount() {
    return shape().parameterCount();
  }

  @Override
  public Mapped forward(Tensor z, Tensor theta) {
    return SplineMap.root(shape(), z, theta);
  }

  @Override
  public Mapped inverse(Tensor x, Tensor theta) {
    return SplineMap.direct(shape(), x, theta);
  }

  @Override
  public float identityBeyond() {
    return bound;
  }

  @Override
  public String description() {
    return "rational-quadratic spline of %d bins on ±%s, with free slopes at its ends"
        .formatted(bins, bound);
  }
}
