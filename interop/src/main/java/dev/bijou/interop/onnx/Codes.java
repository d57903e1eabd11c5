package dev.bijou.interop.onnx;

import dev.bijou.distribution.Categorical;
import dev.bijou.interop.onnx.Graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Codes of categories.
///
/// @param graph receives the operators
/// @param numbers of the model
record Codes(Graph graph, Numbers numbers) {

  /// The one-hot form of codes, K − 1 columns for each: the last code, which is also what lies outside, has zeros alone.
  ///
  /// @param codes rows × columns
  Value oneHot(List<Integer> cardinalities, Value codes) {
    int width = cardinalities.stream().mapToInt(k -> k - 1).sum();
    int[] sources = new int[width];
    float[] own = new float[width];
    int next = 0;
    for (int i = 0; i < cardinalities.size(); i++) {
      for (int k = 0; k < cardinalities.get(i) - 1; k++) {
        sources[next] = i;
        own[next++] = k;
      }
    }
    Value each = graph.gather(whole(codes), sources);
    return graph.cast(graph.apply("Equal", each, graph.constant(own, 1, width)), Type.FLOAT);
  }

  /// The nearest whole numbers.
  Value whole(Value codes) {
    return graph.apply("Floor", graph.add(codes, graph.constant(0.5)));
  }

  /// log p of the code of each column given those before it, each rows × 1.
  ///
  /// @param path of the distribution, with a dot at its end
  List<Value> logProbs(Categorical.Spec spec, String path, Value codes, @Nullable Value context) {
    Value oneHot = oneHot(spec.cardinalities(), codes);
    Value logits = logits(spec, path, oneHot, context);
    List<Value> all = new ArrayList<>();
    int row = 0;
    int hot = 0;
    for (int cardinality : spec.cardinalities()) {
      Value shares = shares(spec, logits, row, cardinality);
      Value known = graph.slice(oneHot, 1, hot, hot + cardinality - 1);
      Value last = graph.subtract(graph.constant(1), graph.sum(known, 1));
      Value chosen = graph.sum(graph.multiply(shares, graph.concat(List.of(known, last))), 1);
      all.add(graph.apply("Log", chosen));
      row += cardinality;
      hot += cardinality - 1;
    }
    return all;
  }

  private Value logits(Categorical.Spec spec, String path, Value oneHot, @Nullable Value context) {
    Value own =
        new Networks(graph, numbers)
            .theta(spec.network(), path + "network.", spec.context() == 0 ? null : context, oneHot);
    float[] prior = numbers.row(path + "prior");
    return graph.add(own, graph.constant(prior, 1, prior.length));
  }

  /// The probabilities of the codes of the column whose logits begin at `row`.
  private Value shares(Categorical.Spec spec, Value logits, int row, int cardinality) {
    Value softmax = graph.along("Softmax", 1, graph.slice(logits, 1, row, row + cardinality));
    double rest = 1 - (double) cardinality * spec.floor();
    return graph.add(graph.multiply(softmax, graph.constant(rest)), graph.constant(spec.floor()));
  }

  /// Codes that were drawn.
  ///
  /// @param codes rows × columns
  /// @param rest of each, where in its share of [0, 1) the uniform number lies, again uniform
  record Drawn(Value codes, Value rest) {}

  /// Draws codes by uniform numbers, one column after the other: its code is the first whose cumulated probability exceeds its number.
  ///
  /// @param uniform rows × columns, in double precision
  Drawn draw(Categorical.Spec spec, String path, Value uniform, @Nullable Value context) {
    List<Integer> cardinalities = spec.cardinalities();
    List<Value> drawn = new ArrayList<>();
    List<Value> rests = new ArrayList<>();
    Value none =
        graph.multiply(graph.cast(graph.slice(uniform, 1, 0, 1), Type.FLOAT), graph.constant(0));
    int row = 0;
    for (int i = 0; i < cardinalities.size(); i++) {
      int cardinality = cardinalities.get(i);
      List<Value> seen = new ArrayList<>(drawn);
      for (int later = i; later < cardinalities.size(); later++) {
        seen.add(none);
      }
      Value oneHot = oneHot(cardinalities, graph.concat(seen));
      Value shares =
          graph.cast(
              shares(spec, logits(spec, path, oneHot, context), row, cardinality), Type.DOUBLE);
      Value ends = graph.apply("CumSum", shares, graph.whole(1));
      Value number = graph.slice(uniform, 1, i, i + 1);
      Value beyond =
          graph.cast(
              graph.apply("GreaterOrEqual", number, graph.slice(ends, 1, 0, cardinality - 1)),
              Type.WHOLE);
      Value code = graph.sum(beyond, 1);
      Value share = graph.along("GatherElements", 1, shares, code);
      Value start = graph.subtract(graph.along("GatherElements", 1, ends, code), share);
      Value rest = graph.divide(graph.subtract(number, start), share);
      rests.add(graph.apply("Clip", rest, graph.precise(0), graph.precise(1)));
      drawn.add(graph.cast(code, Type.FLOAT));
      row += cardinality;
    }
    return new Drawn(graph.concat(drawn), graph.concat(rests));
  }
}
