package dev.bijou.operation;

import dev.bijou.tensor.Mapped;
import dev.bijou.tensor.Tensor;
import java.util.List;

/// z = log(u / (1 − u)) with u = (x − low) / (high − low), elementwise, and back.
public final class LogitMap {
  private static final double LEAST = 1e-6;

  private LogitMap() {}

  /// z of features × lanes → x and Σ_f log dx/dz.
  public static Mapped toData(List<Float> low, List<Float> high, Tensor z) {
    return ElementMap.apply(
        new ElementMap.Element() {
          @Override
          public double image(int feature, double z) {
            double from = low.get(feature);
            double to = high.get(feature);
            double small =
                1
                    / (1
                        + Math.exp(
                            Math.abs(z))); // the share of the nearer end, without cancellation
            return z > 0 ? to - (to - from) * small : from + (to - from) * small;
          }

          @Override
          public double logSlope(int feature, double z) {
            double width = (double) high.get(feature) - low.get(feature);
            return Math.log(width) - Math.abs(z) - 2 * Math.log1p(Math.exp(-Math.abs(z)));
          }

          @Override
          public double bend(int feature, double z) {
            return -Math.tanh(z / 2);
          }
        },
        z);
  }

  /// x of features × lanes → z and Σ_f log dz/dx; u is clipped to [1e-6, 1 − 1e-6].
  public static Mapped toBase(List<Float> low, List<Float> high, Tensor x) {
    return ElementMap.apply(
        new ElementMap.Element() {
          private double share(int feature, double x) {
            double width = (double) high.get(feature) - low.get(feature);
            return Math.clamp((x - low.get(feature)) / width, LEAST, 1 - LEAST);
          }

          @Override
          public double image(int feature, double x) {
            double u = share(feature, x);
            return Math.log(u) - Math.log1p(-u);
          }

          @Override
          public double logSlope(int feature, double x) {
            double u = share(feature, x);
            return -Math.log(u)
                - Math.log1p(-u)
                - Math.log((double) high.get(feature) - low.get(feature));
          }

          @Override
          public double bend(int feature, double x) {
            double u = share(feature, x);
            double width = (double) high.get(feature) - low.get(feature);
            boolean inside = u > LEAST && u < 1 - LEAST;
            return inside ? (2 * u - 1) / (u * (1 - u) * width) : 0;
          }
        },
        x);
  }
}
