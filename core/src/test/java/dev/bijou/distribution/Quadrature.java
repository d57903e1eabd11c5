package dev.bijou.distribution;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Integrals over a density of one or two features, by the midpoint rule between the places where it jumps and, under
/// x = sinh s, out to e^reach on both sides.
///
/// @param nodes x of each node
/// @param weights of each node
record Quadrature(double[] nodes, double[] weights) {

  /// @param breaks where the density jumps, ascending; may be none
  /// @param reach the largest |s|
  /// @param step in s, and in x between the breaks
  static Quadrature of(double[] breaks, double reach, double step) {
    List<double[]> rule = new ArrayList<>();
    double first = breaks.length == 0 ? 0 : breaks[0];
    double last = breaks.length == 0 ? 0 : breaks[breaks.length - 1];
    for (double s = reach - step / 2; s > 0; s -= step) {
      rule.add(new double[] {first - Math.sinh(s), step * Math.cosh(s)});
      rule.add(new double[] {last + Math.sinh(s), step * Math.cosh(s)});
    }
    for (int i = 1; i < breaks.length; i++) {
      long count = Math.round((breaks[i] - breaks[i - 1]) / step);
      double width = (breaks[i] - breaks[i - 1]) / count;
      for (int j = 0; j < count; j++) {
        rule.add(new double[] {breaks[i - 1] + (j + 0.5) * width, width});
      }
    }
    return new Quadrature(
        rule.stream().mapToDouble(node -> node[0]).toArray(),
        rule.stream().mapToDouble(node -> node[1]).toArray());
  }

  /// ∫ p(x) g(log p(x)) dx of a distribution of one or two features.
  ///
  /// @param context one lane
  double integrate(Distribution distribution, Context context, DoubleUnaryOperator g) {
    Tensor x = Tensor.zeros(distribution.features(), nodes.length);
    for (int n = 0; n < nodes.length; n++) {
      x.data()[x.at(distribution.features() - 1) + n] = (float) nodes[n];
    }
    Context repeated = repeat(context, nodes.length);
    if (distribution.features() == 1) {
      return integrateLanes(distribution.logProb(x, repeated), g);
    }
    double sum = 0;
    for (int i = 0; i < nodes.length; i++) {
      x.rows(0, 1).fill((float) nodes[i]);
      sum += weights[i] * integrateLanes(distribution.logProb(x, repeated), g);
    }
    return sum;
  }

  private double integrateLanes(Tensor logProb, DoubleUnaryOperator g) {
    double sum = 0;
    for (int n = 0; n < nodes.length; n++) {
      double value = logProb.get(0, n);
      double density = Math.exp(value);
      sum += density == 0 ? 0 : weights[n] * density * g.applyAsDouble(value);
    }
    return sum;
  }

  private static Context repeat(Context context, int lanes) {
    return switch (context) {
      case Context.None _ -> context;
      case Context.Given(Tensor one, _) -> {
        Tensor values = Tensor.zeros(one.features(), lanes);
        for (int f = 0; f < one.features(); f++) {
          values.rows(f, f + 1).fill(one.get(f, 0));
        }
        yield Context.of(values);
      }
    };
  }
}
