package dev.bijou.interop.onnx;

import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.flow.Flow;
import dev.bijou.interop.onnx.Graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Distributions: their log-densities, and flows in both directions.
///
/// @param graph receives the operators
/// @param numbers of the model
record Densities(Graph graph, Numbers numbers) {
  private static final float CONTEXT = 1e4f; // what a scaled context is clipped to
  private static final double SCALES = 80; // softly, of a base

  /// log p(x), rows × 1.
  Value logProb(DistributionSpec spec, String path, Value x, @Nullable Value context) {
    return switch (spec) {
      case StandardNormal.Spec(int features) -> normal(x, features, 0);
      case DiagonalNormal.Spec own -> diagonal(own.features(), path, x);
      case Flow.Spec flow -> {
        Image z = toBase(flow, path, x, context);
        Value base = logProb(flow.base(), path + "base.", z.value(), context);
        yield graph.apply("Add", base, z.logDet());
      }
      case ScaledContext.Spec scaled ->
          logProb(scaled.of(), path + "of.", x, scaled(scaled, path, context));
      case Ensemble.Spec ensemble -> mean(ensemble, path, x, context);
      default -> throw Unsupported.of(spec);
    };
  }

  /// The image under the flow, towards the base or the data.
  Value image(
      DistributionSpec spec, String path, Value x, @Nullable Value context, boolean toBase) {
    return switch (spec) {
      case Flow.Spec flow ->
          new Bijections(graph, numbers, context)
              .map(flow.bijection(), path + "bijection.", x, toBase)
              .value();
      case ScaledContext.Spec scaled ->
          image(scaled.of(), path + "of.", x, scaled(scaled, path, context), toBase);
      default -> throw Unsupported.of(spec);
    };
  }

  private Image toBase(Flow.Spec flow, String path, Value x, @Nullable Value context) {
    return new Bijections(graph, numbers, context)
        .map(flow.bijection(), path + "bijection.", x, true);
  }

  private Value normal(Value z, int features, double logScales) {
    Value squares = graph.sum(graph.apply("Mul", z, z), 1);
    double constant = -0.5 * features * Math.log(2 * Math.PI) - logScales;
    return graph.apply(
        "Add", graph.apply("Mul", squares, graph.constant(-0.5)), graph.constant(constant));
  }

  private Value diagonal(int features, String path, Value x) {
    float[] raw = numbers.row(path + "logScale");
    float[] inverse = new float[features];
    double sum = 0;
    for (int f = 0; f < features; f++) {
      double s = raw[f] / (1 + Math.abs(raw[f]) / SCALES);
      inverse[f] = (float) Math.exp(-s);
      sum += s;
    }
    Value centered = graph.apply("Sub", x, graph.constant(numbers.row(path + "mean"), features));
    return normal(graph.apply("Mul", centered, graph.constant(inverse, features)), features, sum);
  }

  private @Nullable Value scaled(ScaledContext.Spec spec, String path, @Nullable Value context) {
    if (context == null) {
      return null;
    }
    float[] factors = numbers.row(path + "logScale");
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) Math.exp(-factors[i]);
    }
    Value centered =
        graph.apply("Sub", context, graph.constant(numbers.row(path + "shift"), spec.context()));
    return graph.clip(
        graph.apply("Mul", centered, graph.constant(factors, spec.context())), CONTEXT);
  }

  private Value mean(Ensemble.Spec spec, String path, Value x, @Nullable Value context) {
    List<Value> members = new ArrayList<>();
    for (int i = 0; i < spec.members().size(); i++) {
      members.add(logProb(spec.members().get(i), path + "members." + i + ".", x, context));
    }
    return graph.apply(
        "Sub", graph.logSumExp(graph.concat(members)), graph.constant(Math.log(members.size())));
  }
}
