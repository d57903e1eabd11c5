package dev.bijou.distribution.toy;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/// The density of a point on a curve c(t), 0 ≤ t ≤ 1, plus normal noise σ in both features, as a sum over nodes:
///
/// ```
/// p(x) = ∫ w(t) N(x; c(t), σ² I) dt
/// ```
///
/// @param nodes of Simpson's rule on the curve
/// @param logWeights of the nodes
/// @param deviation σ
record Ridge(Point[] nodes, double[] logWeights, double deviation) {

  /// @param curve c
  /// @param density w, the density of t
  /// @param intervals even, and many enough that the steps along the curve are small beside σ
  static Ridge of(
      DoubleFunction<Point> curve, DoubleUnaryOperator density, double deviation, int intervals) {
    Point[] nodes = new Point[intervals + 1];
    double[] logWeights = new double[intervals + 1];
    for (int i = 0; i <= intervals; i++) {
      double t = (double) i / intervals;
      int simpson = i == 0 || i == intervals ? 1 : i % 2 == 0 ? 2 : 4;
      nodes[i] = curve.apply(t);
      logWeights[i] = Math.log(simpson / (3.0 * intervals) * density.applyAsDouble(t));
    }
    return new Ridge(nodes, logWeights, deviation);
  }

  /// log p(x) in nats.
  double logProb(double x0, double x1) {
    double[] terms = new double[nodes.length];
    for (int i = 0; i < terms.length; i++) {
      double d0 = (x0 - nodes[i].x0()) / deviation;
      double d1 = (x1 - nodes[i].x1()) / deviation;
      terms[i] = logWeights[i] - 0.5 * (d0 * d0 + d1 * d1);
    }
    return logSum(terms) - Math.log(2 * Math.PI * deviation * deviation);
  }

  /// log Σ exp, without overflow; terms e⁻⁵⁰ below the largest do not count.
  static double logSum(double... terms) {
    double max = Arrays.stream(terms).max().orElseThrow();
    double sum = 0;
    for (double term : terms) {
      sum += term > max - 50 ? Math.exp(term - max) : 0;
    }
    return max + Math.log(sum);
  }

  /// A point of the plane.
  record Point(double x0, double x1) {}
}
