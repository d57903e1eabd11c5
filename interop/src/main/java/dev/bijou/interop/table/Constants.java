package dev.bijou.interop.table;

import dev.bijou.interop.onnx.Graph;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.interop.onnx.Type;
import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Constant columns: which of them a row breaks, rows × columns, 1 or 0.
///
/// @param graph receives the operators
/// @param broken rows × constants
/// @param logSame the log-probability of each constant
/// @param logOther that of another cell
record Constants(Graph graph, Value broken, double[] logSame, double[] logOther) {

  /// The constants among the targets of a table; empty if there are none.
  static List<Constants> of(TableRows rows, Schema schema) {
    Graph graph = rows.graph();
    ConstantCells cells = ConstantCells.of(schema);
    List<Value> broken = new ArrayList<>();
    List<Double> same = new ArrayList<>();
    List<Double> other = new ArrayList<>();
    for (int place = 0; place < schema.targets().size(); place++) {
      if (schema.targets().get(place).isAtom()) {
        Value code = rows.targets().get(place).relative();
        Value kept = graph.apply("Equal", code, graph.constant(ConstantCells.CONSTANT));
        broken.add(graph.subtract(graph.constant(1), graph.cast(kept, Type.FLOAT)));
        other.add(cells.logOther(place));
        same.add(Math.log1p(-Math.exp(cells.logOther(place))));
      }
    }
    return broken.isEmpty()
        ? List.of()
        : List.of(
            new Constants(
                graph,
                graph.concat(broken),
                same.stream().mapToDouble(Double::doubleValue).toArray(),
                other.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /// The log-probability of the constants of a row, rows × 1.
  Value logProbability() {
    double[] steps = new double[logSame.length];
    Arrays.setAll(steps, i -> logOther[i] - logSame[i]);
    return graph.cast(
        graph.add(weighted(steps), graph.precise(Arrays.stream(logSame).sum())), Type.FLOAT);
  }

  /// Σ −log of the probabilities of the broken ones, in double precision.
  Value surprise() {
    double[] surprises = new double[logOther.length];
    Arrays.setAll(surprises, i -> -logOther[i]);
    return weighted(surprises);
  }

  private Value weighted(double[] weights) {
    Value wide = graph.cast(broken, Type.DOUBLE);
    return graph.sum(graph.multiply(wide, graph.precise(weights, 1, weights.length)), 1);
  }

  /// How many are broken, whole numbers.
  Value count() {
    return graph.cast(graph.sum(broken, 1), Type.WHOLE);
  }

  /// How many constants there are.
  int size() {
    return logSame.length;
  }
}
