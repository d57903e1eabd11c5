package dev.bijou.bijection;

import dev.bijou.operation.AffineMap;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;

/// z = x · exp(s) + t, with θ = (t, a) and the log-scale s = a / (1 + |a| / limit) bounded smoothly by ±limit; the map of
/// WaveGlow (Prenger et al., 2019, arXiv:1811.00002), whose log-scale is not bounded, and the inverse of [Affine].
///
/// The shift is in the units of the base, whatever the scale of the data.
///
/// @param limit bound of the log-scale, in nats; in (0, 20]
public record ScaleShift(float limit) implements ScalarBijection {

  /// @throws IllegalArgumentException if the limit is out of range
  public ScaleShift {
    limit = new Affine(limit).limit();
  }

  /// Scales from 1/1,097 to 1,097.
  public static ScaleShift standard() {
    return new ScaleShift(7);
  }

  @Override
  public int parameterCount() {
    return 2;
  }

  @Override
  public Mapped forward(Tensor z, Tensor theta) {
    return AffineMap.direct(limit, z, theta);
  }

  @Override
  public Mapped inverse(Tensor x, Tensor theta) {
    return AffineMap.root(limit, x, theta);
  }

  @Override
  public String description() {
    return "affine";
  }
}
