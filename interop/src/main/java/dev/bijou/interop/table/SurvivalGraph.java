package dev.bijou.interop.table;

import dev.bijou.interop.onnx.Graph;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.interop.onnx.Search;
import dev.bijou.novelty.rank.Survival;

/// How many of known values are at least as large as another, as [Survival] counts them. In double precision.
///
/// A value that differs from a known one no more than runtimes do is taken for it, since calibration rows with the same names
/// are equal from a side.
final class SurvivalGraph {
  private static final double BELOW_ONE = Math.nextDown(1.0);
  private static final double SAME = 2e-6; // of 1 + |value|

  private final Graph graph;
  private final Search search;
  private final double[] values;
  private final double[] counts;
  private final double scale;

  SurvivalGraph(Graph graph, Survival survival) {
    this.graph = graph;
    this.search = new Search(graph);
    this.values = survival.values();
    this.counts = survival.counts();
    this.scale = survival.scale();
  }

  /// How far a value lies beyond the largest, in units of the tail; 0 if it does not.
  Value excess(Value value) {
    int last = values.length - 1;
    Value beyond = graph.subtract(value, graph.precise(values[last]));
    Value isBeyond = graph.apply("Greater", value, graph.precise(values[last] + near(last)));
    return graph.where(isBeyond, graph.divide(beyond, graph.precise(scale)), graph.precise(0));
  }

  /// @param excess of the value
  Value count(Value value, Value excess) {
    int known = values.length;
    double[] next = new double[known + 1];
    double[] width = new double[known + 1];
    double[] ofNext = new double[known + 1];
    for (int place = 0; place <= known; place++) {
      boolean inside = place > 0 && place < known;
      next[place] = inside ? values[place] : 0;
      width[place] = inside ? values[place] - values[place - 1] : Double.POSITIVE_INFINITY;
      ofNext[place] = place < known ? counts[place] : 0;
    }
    Value place = search.upTo(value, values);
    Value rest =
        graph.apply(
            "Min",
            graph.divide(graph.subtract(search.at(next, place), value), search.at(width, place)),
            graph.precise(BELOW_ONE));
    Value between = graph.add(search.at(ofNext, place), rest);
    Value beyond = graph.apply("Equal", place, graph.whole(known)); // or equal to the largest
    Value outside = graph.where(beyond, graph.apply("Exp", graph.apply("Neg", excess)), between);
    return met(value, outside);
  }

  /// The count of a value that is a known one, and else another count.
  private Value met(Value value, Value otherwise) {
    double[] least = new double[values.length];
    double[] most = new double[values.length + 1];
    double[] count = new double[values.length + 1];
    most[0] = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      least[i] = values[i] - near(i);
      most[i + 1] = values[i] + near(i);
      count[i + 1] = counts[i];
    }
    Value place = search.upTo(value, least);
    Value isOne = graph.apply("LessOrEqual", value, search.at(most, place));
    return graph.where(isOne, search.at(count, place), otherwise);
  }

  private double near(int i) {
    return SAME * (1 + Math.abs(values[i]));
  }
}
