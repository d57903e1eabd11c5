package dev.bijou.interop.onnx;

import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.GaussianMixture;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.distribution.StudentT;
import dev.bijou.distribution.UniformBox;
import dev.bijou.flow.Flow;
import dev.bijou.flow.Mixed;
import dev.bijou.flow.Values;
import dev.bijou.interop.onnx.Graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Distributions: their log-densities, and what their rows stand for.
///
/// @param graph receives the operators
/// @param numbers of the model
public record Densities(Graph graph, Numbers numbers) {
  private static final float CONTEXT = 1e4f; // what a scaled context is clipped to

  /// log p(x), rows × 1.
  public Value logProb(DistributionSpec spec, String path, Value x, @Nullable Value context) {
    return switch (spec) {
      case StandardNormal.Spec(int features) -> bases().normal(x, features, 0);
      case DiagonalNormal.Spec own -> bases().diagonal(own, path, x);
      case StudentT.Spec own -> bases().studentT(own, x);
      case UniformBox.Spec own -> bases().uniform(own, x);
      case GaussianMixture.Spec own -> bases().mixture(own, path, x);
      case Categorical.Spec codes ->
          new Codes(graph, numbers)
              .logProbs(codes, path, x, context).stream().reduce(graph::add).orElseThrow();
      case Values.Spec values -> values(values, path, x, context).logProb();
      case Mixed.Spec mixed -> {
        Parts parts = parts(mixed, x, context);
        yield graph.add(
            logProb(mixed.codes(), path + "codes.", parts.codes(), context),
            logProb(mixed.values(), path + "values.", parts.values(), parts.given()));
      }
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

  private Bases bases() {
    return new Bases(graph, numbers);
  }

  /// What a mixed row consists of.
  ///
  /// @param given the codes and the context, which the values are given
  public record Parts(Value codes, Value values, Value given) {}

  public Parts parts(Mixed.Spec spec, Value x, @Nullable Value context) {
    int codes = spec.codes().features();
    Value first = graph.slice(x, 1, 0, codes);
    return new Parts(first, graph.slice(x, 1, codes, spec.features()), given(first, context));
  }

  public Value given(Value codes, @Nullable Value context) {
    return context == null ? codes : graph.concat(List.of(codes, context));
  }

  /// The log-density of values, in their units and in those of the standardized ones.
  public record OfValues(Value logProb, Value standardized) {}

  public OfValues values(Values.Spec spec, String path, Value x, @Nullable Value context) {
    PinnedValues.Standard standard =
        new PinnedValues(graph, numbers).toBase(spec, path, x, context);
    Image z =
        new Bijections(graph, numbers, seen(spec, context))
            .map(spec.bijection(), path + "bijection.", standard.y(), true);
    Value own = graph.add(bases().normal(z.value(), spec.features(), 0), z.logDet());
    Value there = standard.pinned() == null ? own : graph.add(own, standard.pinned());
    return new OfValues(graph.add(there, standard.logSlope()), there);
  }

  /// What the flow of values sees: one-hot codes, and what else is given.
  public @Nullable Value seen(Values.Spec spec, @Nullable Value context) {
    List<Integer> cardinalities = spec.layout().cardinalities();
    if (context == null || cardinalities.isEmpty()) {
      return context;
    }
    int codes = cardinalities.size();
    Value oneHot =
        new Codes(graph, numbers).oneHot(cardinalities, graph.slice(context, 1, 0, codes));
    return spec.context() == 0
        ? oneHot
        : graph.concat(List.of(oneHot, graph.slice(context, 1, codes, codes + spec.context())));
  }

  /// The variable of the base that a row stands for.
  public Value latent(DistributionSpec spec, String path, Value x, @Nullable Value context) {
    return switch (spec) {
      case Flow.Spec flow -> toBase(flow, path, x, context).value();
      case ScaledContext.Spec scaled ->
          latent(scaled.of(), path + "of.", x, scaled(scaled, path, context));
      case Values.Spec values when values.layout().codes() == 0 -> {
        Value y = new PinnedValues(graph, numbers).toBase(values, path, x, context).y();
        yield new Bijections(graph, numbers, context)
            .map(values.bijection(), path + "bijection.", y, true)
            .value();
      }
      case Ensemble.Spec _ ->
          throw new UnsupportedOperationException(
              "an ensemble is a mixture, whose rows stand for no noise by one map");
      case Mixed.Spec _, Categorical.Spec _, Values.Spec _ ->
          throw new UnsupportedOperationException(
              "names, missing cells and values with a probability of their own stand for no noise, so that rows with them have no latent");
      default -> throw Unsupported.of(spec);
    };
  }

  private Image toBase(Flow.Spec flow, String path, Value x, @Nullable Value context) {
    return new Bijections(graph, numbers, context)
        .map(flow.bijection(), path + "bijection.", x, true);
  }

  public @Nullable Value scaled(ScaledContext.Spec spec, String path, @Nullable Value context) {
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
    return logMean(members);
  }

  /// The logarithm of the mean of powers of e.
  public Value logMean(List<Value> members) {
    return graph.subtract(
        graph.reduced("ReduceLogSumExp", graph.concat(members)),
        graph.constant(Math.log(members.size())));
  }
}
