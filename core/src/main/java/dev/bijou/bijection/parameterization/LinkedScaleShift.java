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
/// SOFTPLUS: s = least + softplus(a + c)      SIGMOID: s = least + sigmoid(a + c)      EXPONENTIAL: s = least + exp(a)
/// ```
///
/// with the c that makes s = 1 of a = 0. A sigmoid's scale is at most 1 + least. No log-scale goes beyond ±80.
///
/// @param link the function
/// @param least the scale of a = −∞; in [1e-6, 1), for a softplus also 0, for an exponential in [0, 1]
public record LinkedScaleShift(Link link, float least) implements ScalarBijection {
  /// So great a bound of the log-scale that it bounds nothing.
  private static final float UNBOUNDED = 1e30f;

  /// @throws IllegalArgumentException if `least` is out of range
  public LinkedScaleShift {
    boolean fits =
        switch (link) {
          case SIGMOID -> least >= 1e-6f && least < 1;
          case SOFTPLUS -> least == 0 || least >= 1e-6f && least < 1;
          case EXPONENTIAL -> least >= 0 && least <= 1;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "least is %s, but must lie in %s"
              .formatted(least, link == Link.EXPONENTIAL ? "[0, 1]" : "[1e-6, 1)"));
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
    return "affine, of %s scale"
        .formatted(
            switch (link) {
              case SOFTPLUS -> "a softplus";
              case SIGMOID -> "a sigmoid";
              case EXPONENTIAL -> "an exponential";
            });
  }
}
