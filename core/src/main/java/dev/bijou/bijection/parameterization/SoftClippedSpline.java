package dev.bijou.bijection.parameterization;

import dev.bijou.bijection.ScalarBijection;
import dev.bijou.kernel.Spline;
import dev.bijou.operation.SoftClippedLogits;
import dev.bijou.operation.SplineMap;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;

/// The rational-quadratic spline of zuko: bounded logits and exponential slopes in place of least sizes.
///
/// With W = 2 · bound, L = −log minSlope and softclip_L(a) = a / (1 + |a| / L),
///
/// ```
/// width_k = W · softmax(softclip_{L/2}(width logits))_k      height_k alike
/// slope_k = exp(softclip_L(slope logit_k))                   slope_0 = slope_bins = 1
/// ```
///
/// The order of θ, the bins and the tails are those of a [dev.bijou.bijection.RationalQuadraticSpline].
///
/// @param bins number of bins, 2 … 256
/// @param bound half the width of the box
/// @param minSlope least slope at an inner knot, and the least ratio of two widths or heights; in [1e-6, 1)
public record SoftClippedSpline(int bins, float bound, float minSlope) implements ScalarBijection {

  /// @throws IllegalArgumentException if a value is out of range
  public SoftClippedSpline {
    var _ = new Spline(bins, bound, 0, 0);
    if (!(minSlope >= 1e-6f && minSlope < 1)) {
      throw new IllegalArgumentException("minSlope is " + minSlope + ", but must lie in [1e-6, 1)");
    }
  }

  private Spline shape() {
    return new Spline(bins, bound, 0, 0);
  }

  private Tensor logits(Tensor theta) {
    return SoftClippedLogits.apply(shape(), (float) -Math.log(minSlope), theta);
  }

  @Override
  public int parameterCount() {
    return 3 * bins - 1;
  }

  @Override
  public Mapped forward(Tensor z, Tensor theta) {
    return SplineMap.root(shape(), z, logits(theta));
  }

  @Override
  public Mapped inverse(Tensor x, Tensor theta) {
    return SplineMap.direct(shape(), x, logits(theta));
  }

  @Override
  public float identityBeyond() {
    return bound;
  }

  @Override
  public String description() {
    return "rational-quadratic spline of %d bins on ±%s, with soft-clipped logits"
        .formatted(bins, bound);
  }
}
