package dev.bijou.benchmark.truth;

/// Special functions.
final class Functions {
  private static final double ENOUGH = 20; // from where four terms give all digits

  private Functions() {}

  /// log Γ(x) for x > 0: Stirling's series, after Γ(x + 1) = x Γ(x) has made x large.
  static double logGamma(double x) {
    double product = 1;
    double at = x;
    while (at < ENOUGH) {
      product *= at++;
    }
    double square = 1 / (at * at);
    double series =
        (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680.0))) / at;
    return (at - 0.5) * Math.log(at)
        - at
        + 0.5 * Math.log(2 * Math.PI)
        + series
        - Math.log(product);
  }

  /// P(Z > z) of a standard normal for z ≥ 0: a continued fraction (Abramowitz and Stegun, 26.2.14) where it converges
  /// fast, and the series of the other half elsewhere (26.2.11).
  static double upperTail(double z) {
    double density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    if (z > 3) {
      double fraction = z;
      for (int k = 200; k >= 1; k--) {
        fraction = z + k / fraction;
      }
      return density / fraction;
    }
    double term = z;
    double sum = z;
    for (int k = 3; term > 1e-18 * sum; k += 2) {
      term *= z * z / k;
      sum += term;
    }
    return 0.5 - density * sum;
  }

  /// The z with P(Z > z) = tail, for 0 < tail ≤ ½, by bisection.
  static double upperQuantile(double tail) {
    double low = 0;
    double high = 38;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (upperTail(middle) > tail) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
