package dev.bijou.bijection;

import dev.bijou.operation.AffineMap;
import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;

/// z = (x − t) · exp(−s), with θ = (t, a) and the log-scale s = a / (1 + |a| / limit) bounded smoothly by ±limit; the
/// map of RealNVP (Dinh et al., 2017, arXiv:1605.08803) and MAF (Papamakarios et al., 2017, arXiv:1705.07057).
///
/// @param limit bound of the log-scale, in nats; in (0, 20]
public record Affine(float limit) implements ScalarBijection {

  /// @throws IllegalArgumentException if the limit is out of range
  public Affine {
    if (!(limit > 0 && limit <= 20)) {
      throw new IllegalArgumentException("limit is " + limit + ", but must lie in (0, 20]");
    }
  }

  /// Scales from 1/1,097 to 1,097.
  public static Affine standard() {
    return new Affine(7);
  }

  @Override
  public int parameterCount() {
    return 2;
  }

  @Override
  public Mapped forward(Tensor z, Tensor theta) {
    return AffineMap.root(limit, z, theta);
  }

  @Override
  public Mapped inverse(Tensor x, Tensor theta) {
    return AffineMap.direct(limit, x, theta);
  }

  @Override
  public String description() {
    return "affine";
  }
}
