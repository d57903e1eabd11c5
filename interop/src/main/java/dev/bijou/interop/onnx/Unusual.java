package dev.bijou.interop.onnx;

import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.flow.Mixed;
import dev.bijou.flow.Values;
import dev.bijou.interop.onnx.Graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// log p and how unusual a row is under a distribution, from several sides, as [dev.bijou.table.score.Sides] has them.
///
/// @param logProb log p, rows × 1
/// @param sides each rows × 1; of an ensemble those of the mixture, and then those of each member
public record Unusual(Value logProb, List<Value> sides) {

  public static Unusual of(
      Densities densities, DistributionSpec spec, String path, Value x, @Nullable Value context) {
    Graph graph = densities.graph();
    return switch (spec) {
      case Categorical.Spec codes -> ofCodes(densities, codes, path, x, context);
      case Values.Spec values -> ofValues(densities, values, path, x, context);
      case Mixed.Spec mixed -> {
        Densities.Parts parts = densities.parts(mixed, x, context);
        Unusual codes = ofCodes(densities, mixed.codes(), path + "codes.", parts.codes(), context);
        Unusual values =
            ofValues(densities, mixed.values(), path + "values.", parts.values(), parts.given());
        yield new Unusual(
            graph.add(codes.logProb, values.logProb),
            List.of(
                graph.add(codes.sides.getFirst(), values.sides.getFirst()),
                codes.sides.get(1),
                values.sides.getFirst()));
      }
      case Ensemble.Spec ensemble -> {
        List<Unusual> members = new ArrayList<>();
        for (int i = 0; i < ensemble.members().size(); i++) {
          String member = path + "members." + i + ".";
          members.add(of(densities, ensemble.members().get(i), member, x, context));
        }
        yield mixture(densities, members);
      }
      default -> {
        Value logProb = densities.logProb(spec, path, x, context);
        yield new Unusual(logProb, List.of(graph.apply("Neg", logProb)));
      }
    };
  }

  private static Unusual ofCodes(
      Densities densities, Categorical.Spec spec, String path, Value x, @Nullable Value context) {
    Graph graph = densities.graph();
    List<Value> each = new Codes(graph, densities.numbers()).logProbs(spec, path, x, context);
    Value logProb = each.stream().reduce(graph::add).orElseThrow();
    Value least = each.stream().reduce((a, b) -> graph.apply("Min", a, b)).orElseThrow();
    return new Unusual(
        logProb,
        List.of(
            graph.apply("Neg", logProb),
            graph.apply("Max", graph.apply("Neg", least), graph.constant(0))));
  }

  private static Unusual ofValues(
      Densities densities, Values.Spec spec, String path, Value x, @Nullable Value context) {
    Densities.OfValues values = densities.values(spec, path, x, context);
    boolean comparable = spec.layout().codes() == 0;
    return new Unusual(
        values.logProb(),
        List.of(
            densities.graph().apply("Neg", comparable ? values.logProb() : values.standardized())));
  }

  private static Unusual mixture(Densities densities, List<Unusual> members) {
    Graph graph = densities.graph();
    List<Value> all = new ArrayList<>();
    Value logMean =
        densities.logMean(
            members.stream().map(member -> graph.apply("Neg", member.sides.getFirst())).toList());
    all.add(graph.apply("Neg", logMean));
    for (int i = 1; i < members.getFirst().sides.size(); i++) {
      int side = i;
      all.add(mean(graph, members.stream().map(member -> member.sides.get(side)).toList()));
    }
    members.forEach(member -> all.addAll(member.sides));
    return new Unusual(densities.logMean(members.stream().map(Unusual::logProb).toList()), all);
  }

  /// The mean of values.
  public static Value mean(Graph graph, List<Value> terms) {
    if (terms.size() == 1) {
      return terms.getFirst();
    }
    Value sum = terms.stream().reduce(graph::add).orElseThrow();
    return graph.multiply(sum, graph.constant(1.0 / terms.size()));
  }
}
