package dev.bijou.interop.layer;

import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.StandardNormal;
import java.util.Arrays;
import java.util.Map;

/// Base distributions.
public final class Bases {
  private static final double LIMIT = 80; // of a log-scale, softly

  private Bases() {}

  /// The normal density of independent features: the standard one where it is that.
  ///
  /// @param logScale the logarithms of the standard deviations
  public static Distribution normal(double[] mean, double[] logScale) {
    int features = mean.length;
    if (Arrays.stream(mean).allMatch(m -> m == 0)
        && Arrays.stream(logScale).allMatch(s -> s == 0)) {
      return new StandardNormal(features);
    }
    double[] raw = new double[features];
    for (int f = 0; f < features; f++) {
      double s = Math.clamp(logScale[f], -0.95 * LIMIT, 0.95 * LIMIT);
      raw[f] = s / (1 - Math.abs(s) / LIMIT);
    }
    return Filled.of(
        new DiagonalNormal.Spec(features), Map.of("mean", mean.clone(), "logScale", raw));
  }
}
