package dev.bijou.kernel;

/// The rational-quadratic spline of one feature straight from its formulas, in double.
final class ReferenceSpline {
  private final Spline spline;
  final double[] x; // knots
  final double[] y;
  private final double[] slope;

  ReferenceSpline(Spline spline, double[] theta) {
    this.spline = spline;
    int bins = spline.bins();
    x = knots(theta, 0);
    y = knots(theta, bins);
    slope = new double[bins + 1];
    slope[0] = 1;
    slope[bins] = 1;
    int ends = spline.freeEnds() ? 1 : 0;
    double shift = Math.log(Math.expm1(1.0 - spline.minSlope()));
    for (int k = 1 - ends; k < bins + ends; k++) {
      double logit = theta[2 * bins + k - 1 + ends];
      double u = logit + shift;
      slope[k] =
          spline.minSlope() == 0
              ? Math.exp(logit)
              : spline.minSlope() + Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
    }
  }

  private double[] knots(double[] theta, int at) {
    int bins = spline.bins();
    double box = 2.0 * spline.bound();
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < bins; k++) {
      max = Math.max(max, theta[at + k]);
    }
    double sum = 0;
    for (int k = 0; k < bins; k++) {
      sum += Math.exp(theta[at + k] - max);
    }
    double[] knots = new double[bins + 1];
    knots[0] = -spline.bound();
    for (int k = 0; k < bins; k++) {
      double share = Math.exp(theta[at + k] - max) / sum;
      knots[k + 1] = knots[k] + box * (spline.minBin() + (1 - bins * spline.minBin()) * share);
    }
    return knots;
  }

  private int bin(double[] knots, double argument) {
    int k = 0;
    while (k < spline.bins() - 1 && argument >= knots[k + 1]) {
      k++;
    }
    return k;
  }

  double value(double argument) {
    if (!(Math.abs(argument) < spline.bound())) {
      return argument;
    }
    int k = bin(x, argument);
    double xi = (argument - x[k]) / (x[k + 1] - x[k]);
    double s = (y[k + 1] - y[k]) / (x[k + 1] - x[k]);
    double eta = xi * (1 - xi);
    return y[k]
        + (y[k + 1] - y[k])
            * (s * xi * xi + slope[k] * eta)
            / (s + (slope[k] + slope[k + 1] - 2 * s) * eta);
  }

  /// log dy/dx.
  double log(double argument) {
    if (!(Math.abs(argument) < spline.bound())) {
      return 0;
    }
    int k = bin(x, argument);
    double xi = (argument - x[k]) / (x[k + 1] - x[k]);
    double s = (y[k + 1] - y[k]) / (x[k + 1] - x[k]);
    double eta = xi * (1 - xi);
    double numerator = slope[k + 1] * xi * xi + 2 * s * eta + slope[k] * (1 - xi) * (1 - xi);
    double denominator = s + (slope[k] + slope[k + 1] - 2 * s) * eta;
    return 2 * Math.log(s) + Math.log(numerator) - 2 * Math.log(denominator);
  }

  /// The x whose value is y, by bisection.
  double root(double value) {
    if (!(Math.abs(value) < spline.bound())) {
      return value;
    }
    double low = -spline.bound();
    double high = spline.bound();
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (value(middle) < value) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
