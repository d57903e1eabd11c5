package dev.bijou.bijection;

import dev.bijou.operation.NormalFunctions;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The spline that makes one feature normal, as far as its values determine it: quantiles of the values are mapped
/// towards those of the standard normal.
///
/// How far, starting from the identity, is chosen by the likelihood of held-out values.
final class MarginalSpline {
  private static final double[] SHARES = {0.25, 0.5, 0.75, 1};
  private static final int HELD_OUT = 5; // one of so many values
  private static final double WORTHWHILE = 0.03; // nats, below which the identity does
  private static final int FEWEST = 50;
  private static final int FEWEST_BINS = 4;
  private static final int MOST = 50_000;
  private static final double INNER =
      2.3; // the normal quantile of the last knot before the extreme ones

  private final double[] x; // knots, bins + 1
  private final double[] z;
  private final double[] slopes; // dz/dx at the knots

  private MarginalSpline(double[] x, double[] z, double[] slopes) {
    this.x = x;
    this.z = z;
    this.slopes = slopes;
  }

  /// θ of a spline for the values of a feature; zeros, the identity, where that is likelier. Values outside the spline's box
  /// do not count.
  static float[] of(RationalQuadraticSpline shape, float[] values) {
    double[] inside =
        IntStream.range(0, values.length)
            .mapToDouble(n -> values[n])
            .filter(value -> Math.abs(value) < shape.bound())
            .toArray();
    float[] theta = new float[shape.parameterCount()];
    if (inside.length < FEWEST || shape.bins() < FEWEST_BINS) {
      return theta;
    }
    int used = Math.min(inside.length, MOST);
    double[] all = new double[used];
    Arrays.setAll(all, i -> inside[(int) ((long) i * inside.length / used)]);
    int[] numbers = IntStream.range(0, used).toArray();
    double[] held = some(all, numbers, true);
    double[] learned = some(all, numbers, false);
    MarginalSpline known = ofQuantiles(shape, learned);
    double best = identity(held) + WORTHWHILE;
    double chosen = 0;
    for (double share : SHARES) {
      double score = known.towards(share).logLikelihood(held);
      if (score > best) {
        best = score;
        chosen = share;
      }
    }
    Arrays.sort(all);
    return chosen == 0 ? theta : ofQuantiles(shape, all).towards(chosen).theta(shape);
  }

  private static double[] some(double[] all, int[] numbers, boolean held) {
    double[] some =
        Arrays.stream(numbers)
            .filter(i -> (i % HELD_OUT == 0) == held)
            .mapToDouble(i -> all[i])
            .toArray();
    Arrays.sort(some);
    return some;
  }

  /// Inner knots at both extremes, and between them at the quantiles of evenly spaced numbers of the normal distribution.
  private static MarginalSpline ofQuantiles(RationalQuadraticSpline shape, double[] sorted) {
    int bins = shape.bins();
    double bound = shape.bound();
    double least = 4 * shape.minBin() * bound; // twice the least width of a bin
    double[] x = new double[bins + 1];
    double[] z = new double[bins + 1];
    double extreme =
        Math.clamp(-NormalFunctions.quantile(0.5 / sorted.length), INNER + 0.1, bound - least);
    x[0] = -bound;
    z[0] = -bound;
    for (int k = 1; k < bins; k++) {
      boolean end = k == 1 || k == bins - 1;
      double inner = bins == 4 ? 0 : INNER * (2.0 * (k - 2) / (bins - 4) - 1);
      z[k] = end ? Math.copySign(extreme, k - 1.5) : inner;
      double at = end ? (k == 1 ? 0 : 1) : NormalFunctions.cdf(inner);
      x[k] = sorted[(int) Math.round(at * (sorted.length - 1))];
      x[k] = Math.max(x[k], x[k - 1] + least);
    }
    x[bins] = bound;
    z[bins] = bound;
    for (int k = bins - 1; k > 0; k--) {
      x[k] = Math.min(x[k], x[k + 1] - least);
    }
    double[] slopes = new double[bins + 1];
    slopes[0] = 1;
    slopes[bins] = 1;
    for (int k = 1; k < bins; k++) {
      double before = (z[k] - z[k - 1]) / (x[k] - x[k - 1]);
      double after = (z[k + 1] - z[k]) / (x[k + 1] - x[k]);
      slopes[k] = Math.sqrt(before * after);
    }
    return new MarginalSpline(x, z, slopes);
  }

  private MarginalSpline towards(double share) {
    double[] partly = new double[z.length];
    double[] slowly = new double[z.length];
    for (int k = 0; k < z.length; k++) {
      partly[k] = x[k] + share * (z[k] - x[k]);
      slowly[k] = 1 + share * (slopes[k] - 1);
    }
    return new MarginalSpline(x, partly, slowly);
  }

  /// The mean of log N(z) + log dz/dx over sorted values, but for a constant.
  private double logLikelihood(double[] sorted) {
    double sum = 0;
    int k = 0;
    for (double value : sorted) {
      while (k < x.length - 2 && value >= x[k + 1]) {
        k++;
      }
      double width = x[k + 1] - x[k];
      double height = z[k + 1] - z[k];
      double s = height / width;
      double xi = (value - x[k]) / width;
      double eta = xi * (1 - xi);
      double d = slopes[k];
      double e = slopes[k + 1];
      double denominator = s + (d + e - 2 * s) * eta;
      double image = z[k] + height * (s * xi * xi + d * eta) / denominator;
      double slope =
          s
              * s
              * (e * xi * xi + 2 * s * eta + d * (1 - xi) * (1 - xi))
              / (denominator * denominator);
      sum += Math.log(slope) - 0.5 * image * image;
    }
    return sum / sorted.length;
  }

  private static double identity(double[] values) {
    return -0.5 * Arrays.stream(values).map(value -> value * value).average().orElse(0);
  }

  /// The parameters of the spline: see [dev.bijou.kernel.Spline].
  private float[] theta(RationalQuadraticSpline shape) {
    int bins = shape.bins();
    float[] theta = new float[shape.parameterCount()];
    double shift = Math.log(Math.expm1(1.0 - shape.minSlope()));
    for (int k = 0; k < bins; k++) {
      theta[k] = logit(shape, x[k + 1] - x[k]);
      theta[bins + k] = logit(shape, z[k + 1] - z[k]);
      if (k > 0) {
        double rest = Math.max(slopes[k] - shape.minSlope(), 1e-3);
        double softplusInverse = rest > 30 ? rest : Math.log(Math.expm1(rest));
        theta[2 * bins + k - 1] = (float) (softplusInverse - shift);
      }
    }
    return theta;
  }

  private static float logit(RationalQuadraticSpline shape, double size) {
    double share = size / (2 * shape.bound());
    double free = (share - shape.minBin()) / (1 - shape.bins() * shape.minBin());
    return (float) Math.log(Math.max(free, 1e-5) * shape.bins());
  }
}
