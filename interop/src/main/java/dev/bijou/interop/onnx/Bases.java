package dev.bijou.interop.onnx;

import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.GaussianMixture;
import dev.bijou.distribution.StudentT;
import dev.bijou.distribution.UniformBox;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Simple distributions, which have no network.
///
/// @param graph receives the operators
/// @param numbers of the model
record Bases(Graph graph, Numbers numbers) {
  private static final double SCALES = 80; // softly
  private static final float LARGEST = 1e15f; // whose square counts
  private static final double TAIL_SHARE = 1e-6; // of a uniform box

  /// log p of standard normal features less the sum of the log-scales.
  Value normal(Value z, int features, double logScales) {
    Value bounded = graph.clip(z, LARGEST);
    Value squares = graph.sum(graph.multiply(bounded, bounded), 1);
    double constant = -0.5 * features * Math.log(2 * Math.PI) - logScales;
    return graph.add(graph.multiply(squares, graph.constant(-0.5)), graph.constant(constant));
  }

  Value diagonal(DiagonalNormal.Spec spec, String path, Value x) {
    int features = spec.features();
    double[] log = logScales(path);
    Value centered = graph.subtract(x, graph.constant(numbers.row(path + "mean"), features));
    Value z = graph.multiply(centered, graph.constant(scales(log, -1), features));
    return normal(z, features, Arrays.stream(log).sum());
  }

  /// Draws from standard normal noise.
  Value diagonalDraw(DiagonalNormal.Spec spec, String path, Value noise) {
    Value spread =
        graph.multiply(noise, graph.constant(scales(logScales(path), 1), spec.features()));
    return graph.add(spread, graph.constant(numbers.row(path + "mean"), spec.features()));
  }

  private double[] logScales(String path) {
    float[] raw = numbers.row(path + "logScale");
    double[] log = new double[raw.length];
    Arrays.setAll(log, i -> raw[i] / (1 + Math.abs(raw[i]) / SCALES));
    return log;
  }

  private static float[] scales(double[] log, int sign) {
    float[] scales = new float[log.length];
    for (int i = 0; i < log.length; i++) {
      scales[i] = (float) Math.exp(sign * log[i]);
    }
    return scales;
  }

  Value studentT(StudentT.Spec spec, Value x) {
    double freedom = spec.degreesOfFreedom();
    Tensor atZero =
        new StudentT.Spec(1, spec.degreesOfFreedom())
            .build(0)
            .logProb(Tensor.zeros(1, 1), Context.NONE);
    Value wide = graph.cast(x, Type.DOUBLE);
    Value share = graph.divide(graph.multiply(wide, wide), graph.precise(freedom));
    Value logs = graph.sum(new Normal(graph).log1p(share), 1);
    Value spread = graph.multiply(logs, graph.precise(-0.5 * (freedom + 1)));
    Value constant = graph.precise(spec.features() * (double) atZero.get(0, 0));
    return graph.cast(graph.add(spread, constant), Type.FLOAT);
  }

  Value uniform(UniformBox.Spec spec, Value x) {
    int features = spec.features();
    double[] low = doubles(spec.low());
    double[] high = doubles(spec.high());
    double[] widths = new double[features];
    Arrays.setAll(widths, f -> high[f] - low[f]);
    Value wide = graph.cast(x, Type.DOUBLE);
    Value distance =
        graph.apply(
            "Max",
            graph.subtract(graph.precise(low, features), wide),
            graph.subtract(wide, graph.precise(high, features)),
            graph.precise(0));
    Value far = graph.divide(distance, graph.precise(widths, features));
    Value outside =
        graph.subtract(
            graph.precise(Math.log(TAIL_SHARE / 2)),
            graph.multiply(graph.precise(2), new Normal(graph).log1p(far)));
    Value isOutside = graph.apply("Greater", distance, graph.precise(0));
    Value each = graph.where(isOutside, outside, graph.precise(Math.log1p(-TAIL_SHARE)));
    double logWidths = Arrays.stream(widths).map(Math::log).sum();
    return graph.cast(graph.subtract(graph.sum(each, 1), graph.precise(logWidths)), Type.FLOAT);
  }

  private static double[] doubles(List<Float> numbers) {
    return numbers.stream().mapToDouble(Float::doubleValue).toArray();
  }

  Value mixture(GaussianMixture.Spec spec, String path, Value x) {
    int features = spec.features();
    int components = spec.components();
    float[] mean = numbers.row(path + "mean");
    double[] log = logScales(path);
    double[] weights = logWeights(path);
    Value[] all = new Value[components];
    for (int k = 0; k < components; k++) {
      float[] center = Arrays.copyOfRange(mean, k * features, (k + 1) * features);
      double[] own = Arrays.copyOfRange(log, k * features, (k + 1) * features);
      Value z =
          graph.multiply(
              graph.subtract(x, graph.constant(center, features)),
              graph.constant(scales(own, -1), features));
      all[k] = normal(z, features, Arrays.stream(own).sum() - weights[k]);
    }
    return graph.reduced("ReduceLogSumExp", graph.concat(List.of(all)));
  }

  private double[] logWeights(String path) {
    float[] logits = numbers.row(path + "logits");
    double most = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - most);
    }
    double total = most + Math.log(sum);
    double[] weights = new double[logits.length];
    Arrays.setAll(weights, k -> logits[k] - total);
    return weights;
  }
}
