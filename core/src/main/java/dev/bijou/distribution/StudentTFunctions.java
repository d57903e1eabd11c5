package dev.bijou.distribution;

/// The density, distribution function and quantiles of Student's t with ν degrees of freedom, in double precision.
final class StudentTFunctions {
  /// |t| = √ν · sinh(300) is beyond any float, and its square still fits a double.
  private static final double LARGEST = 300;

  private StudentTFunctions() {}

  /// The log-density at 0: log Γ((ν + 1)/2) − log Γ(ν/2) − ½ log(νπ).
  static double logDensityAtZero(double nu) {
    return logGammaStep(nu / 2) - 0.5 * Math.log(nu * Math.PI);
  }

  /// p(t) = p(0) (1 + t²/ν)^(−(ν + 1)/2).
  static double density(double t, double nu) {
    return Math.exp(logDensityAtZero(nu) - 0.5 * (nu + 1) * Math.log1p(t * t / nu));
  }

  /// P(T ≤ t) = ½ I_x(ν/2, ½) with x = ν/(ν + t²) for t ≤ 0, to 1e-12 relative, and by symmetry for t > 0.
  static double cdf(double t, double nu) {
    if (t > 0) {
      return 1 - cdf(-t, nu);
    }
    double a = nu / 2;
    double x = nu / (nu + t * t);
    double y = 1 / (1 + nu / (t * t)); // 1 − x, without cancellation
    double logPower = -a * Math.log1p(t * t / nu) - 0.5 * Math.log1p(nu / (t * t)); // log xᵃ yᵇ
    double front = Math.exp(logPower + logGammaStep(a)) / Math.sqrt(Math.PI); // xᵃ yᵇ / B(a, b)
    double lower =
        x <= a / (a + 0.5) ? front * fraction(a, 0.5, x, y) : 1 - front * fraction(0.5, a, y, x);
    return 0.5 * lower;
  }

  /// The t with P(T ≤ t) = p, to 1e-12; ∓∞ at 0 and 1, NaN outside.
  ///
  /// Solves log P(T ≤ −√ν sinh s) = log p for s, which is smooth near
  /// zero and close to a line far out.
  static double quantile(double p, double nu) {
    if (p > 0.5) {
      return -quantile(1 - p, nu);
    }
    if (!(p > 0)) {
      return p == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    }
    double root = Math.sqrt(nu);
    double s =
        MonotoneRoot.find(
            v -> Math.log(p) - Math.log(cdf(-root * Math.sinh(v), nu)),
            v -> {
              double t = -root * Math.sinh(v);
              return density(t, nu) * root * Math.cosh(v) / cdf(t, nu);
            },
            0,
            LARGEST);
    return -root * Math.sinh(s);
  }

  /// The continued fraction of I_x(a, b) · B(a, b) / (xᵃ yᵇ) with y = 1 − x, for x ≤ a/(a + b):
  ///
  /// ```
  /// 1/(β₀ + α₁/(β₁ + α₂/(β₂ + …))),   α_n = (a+n−1)(a+b+n−1) n (b−n) x² / (a+2n−1)²
  /// β_n = n + n (b−n) x / (a+2n−1) + (a+n) (a y − b x + 1 + n (1 + y)) / (a+2n+1)
  /// ```
  ///
  /// from DiDonato and Morris (1992, ACM TOMS 18(3)), evaluated by Lentz's method.
  private static double fraction(double a, double b, double x, double y) {
    double lambda = a * y - b * x;
    double value = a / (a + 1) * (lambda + 1);
    double c = value;
    double d = 0;
    for (int n = 1; n <= 100_000; n++) {
      double odd = a + 2 * n - 1;
      double alpha = (a + n - 1) / odd * ((a + b + n - 1) / odd) * n * (b - n) * x * x;
      double beta = n + n * (b - n) * x / odd + (a + n) / (odd + 2) * (lambda + 1 + n * (1 + y));
      d = 1 / (beta + alpha * d);
      c = beta + alpha / c;
      value *= c * d;
      if (!(Math.abs(c * d - 1) > 1e-16)) {
        break;
      }
    }
    return 1 / value;
  }

  /// log Γ(a + ½) − log Γ(a), by Γ(a + 1) = a Γ(a) from where the asymptotic series holds.
  private static double logGammaStep(double a) {
    double ratio = 1;
    double shifted = a;
    while (shifted < 20) {
      ratio *= shifted / (shifted + 0.5);
      shifted++;
    }
    double r = 1 / shifted;
    double square = r * r;
    double series =
        -1.0 / 8
            + square
                * (1.0 / 192
                    + square * (-1.0 / 640 + square * (17.0 / 14336 - square * 31.0 / 18432)));
    return Math.log(ratio) + 0.5 * Math.log(shifted) + r * series;
  }
}
