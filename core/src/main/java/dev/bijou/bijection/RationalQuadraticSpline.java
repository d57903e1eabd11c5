package dev.bijou.bijection;

import dev.bijou.kernel.Spline;
import dev.bijou.operation.SplineMap;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;

/// A monotone rational-quadratic spline z = s(x; θ) on [−bound, bound] with identity tails (Durkan et al., 2019,
/// arXiv:1906.04032); see [Spline] for the formulas and the order of θ.
///
/// @param bins number of bins, 2 … 256
/// @param bound half the width of the box
/// @param minBin least width and height of a bin, as a share of the box
/// @param minSlope least slope at an inner knot
public record RationalQuadraticSpline(int bins, float bound, float minBin, float minSlope)
    implements ScalarBijection {

  /// @throws IllegalArgumentException if a value is out of range
  public RationalQuadraticSpline {
    var _ = new Spline(bins, bound, minBin, minSlope);
    if (!(minBin > 0 && minSlope > 0)) {
      throw new IllegalArgumentException(
          "minBin is %s and minSlope %s, but both must be positive".formatted(minBin, minSlope));
    }
  }

  /// A spline with the usual least sizes, 1e-3 each.
  public static RationalQuadraticSpline of(int bins, float bound) {
    return new RationalQuadraticSpline(bins, bound, 1e-3f, 1e-3f);
  }

  private Spline shape() {
    return new Spline(bins, bound, minBin, minSlope);
  }

  @Override
  public int parameterCount() {
    return 3 * bins - 1;
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
    return "rational-quadratic spline of %d bins on ±%s".formatted(bins, bound);
  }
}
