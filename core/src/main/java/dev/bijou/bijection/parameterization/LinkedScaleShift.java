package dev.bijou.bijection.parameterization;

import dev.bijou.bijection.ScalarBijection;
import dev.bijou.operation.AffineMap;
import dev.bijou.operation.LinkedLogScale;
import dev.bijou.operation.LinkedLogScale.Link;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;

/// z = x · s + t with θ = (t, a) and a scale that a link makes of a, as nflows, normflows and flowjax have it:
///
/// ```
/// SOFTPLUS: s = least + softplus(a + c)      SIGMOID: s = least + sigmoid(a + c)
/// ```
///
/// with the c that makes s = 1 of a = 0. A sigmoid's scale is at most 1 + least.
///
/// @param link the function
/// @param least the scale of a = −∞; in [1e-6, 1)
public record LinkedScaleShift(Link link, float least) implements ScalarBijection {
  /// So great a bound of the log-scale that it bounds nothing.
  private static final float UNBOUNDED = 1e30f;

  /// @throws IllegalArgumentException if `least` is out of range
  public LinkedScaleShift {
    if (!(least >= 1e-6f && least < 1)) {
      throw new IllegalArgumentException("least is " + least + ", but must lie in [1e-6, 1)");
    }
  }

  @Override
  public int parameterCount() {
    return 2;
  }

  @Override
  public Mapped forward(Tensor z, Tensor theta) {
    return AffineMap.direct(UNBOUNDED, z, LinkedLogScale.apply(link, least, theta));
  }

  @Override
  public Mapped inverse(Tensor x, Tensor theta) {
    return AffineMap.root(UNBOUNDED, x, LinkedLogScale.apply(link, least, theta));
  }

  @Override
  public String description() {
    return "affine, of a " + (link == Link.SOFTPLUS ? "softplus" : "sigmoid") + " scale";
  }
}
