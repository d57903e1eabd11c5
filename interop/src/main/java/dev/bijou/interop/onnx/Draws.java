package dev.bijou.interop.onnx;

import dev.bijou.bijection.BijectionSpec;
import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.flow.Flow;
import dev.bijou.flow.Mixed;
import dev.bijou.flow.Values;
import dev.bijou.interop.onnx.Graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows made of standard normal noise: codes and choices of a member are drawn by Φ of a noise, which is uniform.
///
/// @param graph receives the operators
/// @param numbers of the model
public record Draws(Graph graph, Numbers numbers) {

  /// A row that was drawn.
  ///
  /// @param x rows × features
  /// @param rests of each code, where in its share of [0, 1) its uniform number lies; null if there are no codes
  public record Drawn(Value x, @Nullable Value rests) {}

  /// The columns of the noise that a distribution takes.
  public static int noises(DistributionSpec spec) {
    return switch (spec) {
      case Ensemble.Spec ensemble -> 1 + noises(ensemble.members().getFirst());
      case ScaledContext.Spec scaled -> noises(scaled.of());
      default -> spec.features();
    };
  }

  /// @param noise rows × [#noises]
  public Drawn of(DistributionSpec spec, String path, Value noise, @Nullable Value context) {
    Densities densities = new Densities(graph, numbers);
    return switch (spec) {
      case StandardNormal.Spec _ -> new Drawn(noise, null);
      case DiagonalNormal.Spec own ->
          new Drawn(new Bases(graph, numbers).diagonalDraw(own, path, noise), null);
      case Flow.Spec flow -> {
        Value z = of(flow.base(), path + "base.", noise, context).x();
        yield new Drawn(toData(flow.bijection(), path, z, context), null);
      }
      case ScaledContext.Spec scaled ->
          of(scaled.of(), path + "of.", noise, densities.scaled(scaled, path, context));
      case Categorical.Spec codes -> codes(codes, path, noise, context);
      case Values.Spec values -> new Drawn(values(values, path, noise, context), null);
      case Mixed.Spec mixed -> mixed(mixed, path, noise, context);
      case Ensemble.Spec ensemble -> chosen(ensemble, path, noise, context);
      default -> throw Unsupported.draw(spec);
    };
  }

  private Value toData(BijectionSpec spec, String path, Value z, @Nullable Value context) {
    return new Bijections(graph, numbers, context).map(spec, path + "bijection.", z, false).value();
  }

  private Value uniform(Value noise) {
    return new Normal(graph).cdf(graph.cast(noise, Type.DOUBLE));
  }

  private Drawn codes(Categorical.Spec spec, String path, Value noise, @Nullable Value context) {
    Codes.Drawn drawn = new Codes(graph, numbers).draw(spec, path, uniform(noise), context);
    return new Drawn(drawn.codes(), drawn.rest());
  }

  private Drawn mixed(Mixed.Spec spec, String path, Value noise, @Nullable Value context) {
    int count = spec.codes().features();
    Drawn codes = codes(spec.codes(), path + "codes.", graph.slice(noise, 1, 0, count), context);
    Value given = new Densities(graph, numbers).given(codes.x(), context);
    Value values =
        values(
            spec.values(), path + "values.", graph.slice(noise, 1, count, spec.features()), given);
    return new Drawn(graph.concat(List.of(codes.x(), values)), codes.rests());
  }

  private Value values(Values.Spec spec, String path, Value noise, @Nullable Value context) {
    PinnedValues maps = new PinnedValues(graph, numbers);
    Value absent = maps.absent(spec.layout(), context);
    Value z = noise;
    if (absent != null) {
      List<Integer> sources = spec.bijection().pins().sources();
      int[] ofBase = new int[sources.size()];
      for (int f = 0; f < ofBase.length; f++) {
        ofBase[sources.get(f)] = f;
      }
      Value pinned = graph.gather(absent, ofBase);
      z = graph.where(pinned, graph.constant(PinnedValues.pin(spec)), noise);
    }
    Value seen = new Densities(graph, numbers).seen(spec, context);
    return maps.toData(spec, path, toData(spec.bijection(), path, z, seen), absent);
  }

  /// The first noise chooses the member.
  private Drawn chosen(Ensemble.Spec spec, String path, Value noise, @Nullable Value context) {
    int members = spec.members().size();
    Value share = uniform(graph.slice(noise, 1, 0, 1));
    Value choice = graph.apply("Floor", graph.multiply(share, graph.precise(members)));
    Value rest = graph.slice(noise, 1, 1, noises(spec));
    List<Drawn> drawn = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      drawn.add(of(spec.members().get(i), path + "members." + i + ".", rest, context));
    }
    Drawn all = drawn.getLast();
    for (int i = members - 2; i >= 0; i--) {
      Value isOwn = graph.apply("Equal", choice, graph.precise(i));
      Drawn own = drawn.get(i);
      Value rests =
          own.rests() == null || all.rests() == null
              ? null
              : graph.where(isOwn, own.rests(), all.rests());
      all = new Drawn(graph.where(isOwn, own.x(), all.x()), rests);
    }
    return all;
  }
}
