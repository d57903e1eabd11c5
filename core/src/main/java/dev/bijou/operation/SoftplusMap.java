package dev.bijou.operation;

import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;

/// x = log(1 + exp(z)), elementwise, and back: z = x + log(1 − exp(−x)).
public final class SoftplusMap {
  private static final double LEAST = 1e-30;

  private SoftplusMap() {}

  /// z of features × lanes → x and Σ_f log dx/dz = −Σ log(1 + exp(−z)).
  public static Mapped toData(Tensor z) {
    return ElementMap.apply(
        new ElementMap.Element() {
          @Override
          public double image(int feature, double z) {
            return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
          }

          @Override
          public double logSlope(int feature, double z) {
            return Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
          }

          @Override
          public double bend(int feature, double z) {
            return 1 / (1 + Math.exp(z));
          }
        },
        z);
  }

  /// x of features × lanes → z and Σ_f log dz/dx = −Σ log(1 − exp(−x)); x below 1e-30 is taken as 1e-30.
  public static Mapped toBase(Tensor x) {
    return ElementMap.apply(
        new ElementMap.Element() {
          @Override
          public double image(int feature, double x) {
            double inside = Math.max(x, LEAST);
            return inside + Math.log(-Math.expm1(-inside));
          }

          @Override
          public double logSlope(int feature, double x) {
            return -Math.log(-Math.expm1(-Math.max(x, LEAST)));
          }

          @Override
          public double bend(int feature, double x) {
            return x > LEAST ? -1 / Math.expm1(x) : 0;
          }
        },
        x);
  }
}
