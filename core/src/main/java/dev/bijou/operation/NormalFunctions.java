package dev.bijou.operation;

/// The density, distribution function and quantiles of the standard normal, in double precision.
public final class NormalFunctions {
  private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

  /// Below −this the distribution function comes from the tail's continued fraction: the series would cancel.
  private static final double TAIL = 3;

  private NormalFunctions() {}

  /// φ(x) = exp(−x²/2) / √2π.
  public static double density(double x) {
    return Math.exp(-0.5 * x * x) / SQRT_TWO_PI;
  }

  /// Φ(x) = P(Z ≤ x), to 1e-12 relative down to the smallest normal double.
  ///
  /// Near zero by the Taylor series ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …) of Marsaglia (2004, Journal of Statistical
  /// Software 11(4)).
  public static double cdf(double x) {
    if (x > 0) {
      return 1 - cdf(-x);
    }
    if (x < -TAIL) {
      return upperTail(-x);
    }
    double term = x;
    double sum = x;
    for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * density(x);
  }

  /// P(Z > x) = φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))), for x of at least [#TAIL], where 100 levels are enough.
  private static double upperTail(double x) {
    double fraction = x;
    for (int i = 100; i > 0; i--) {
      fraction = x + i / fraction;
    }
    return density(x) / fraction;
  }

  /// The x with Φ(x) = p, to 1e-12; ∓∞ at 0 and 1, NaN outside.
  ///
  /// Starts from formula 26.2.23 of Abramowitz and Stegun (1964), good to 4.5e-4, and takes two of Halley's steps, each
  /// of which triples the digits.
  public static double quantile(double p) {
    if (p > 0.5) {
      return -quantile(1 - p);
    }
    if (!(p > 0)) {
      return p == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    }
    double t = Math.sqrt(-2 * Math.log(p));
    double numerator = 2.515517 + t * (0.802853 + t * 0.010328);
    double denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    double x = numerator / denominator - t;
    for (int i = 0; i < 2; i++) {
      double step = (cdf(x) - p) / density(x);
      x -= step / (1 + 0.5 * x * step);
    }
    return x;
  }
}
