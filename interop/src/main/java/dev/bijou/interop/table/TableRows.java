package dev.bijou.interop.table;

import dev.bijou.interop.onnx.Graph;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.interop.onnx.Type;
import dev.bijou.table.encoding.CellStates;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rows of a table as the numbers that a distribution models, as [dev.bijou.table.encoding.RowEncoder] has them.
///
/// @param graph receives the operators
/// @param targets the cells of the columns that are modelled
/// @param given the cells of the others
record TableRows(Graph graph, List<Cell> targets, List<Cell> given) {

  /// Rows of a graph's inputs, one for each column.
  static TableRows inputs(Graph graph, Schema schema) {
    return new TableRows(
        graph,
        schema.targets().stream().map(column -> Cell.input(graph, column)).toList(),
        schema.given().stream().map(column -> Cell.input(graph, column)).toList());
  }

  /// Rows of which only what is given is known.
  static TableRows conditions(Graph graph, Schema schema) {
    return new TableRows(
        graph,
        List.of(),
        schema.given().stream().map(column -> Cell.input(graph, column)).toList());
  }

  /// Whether a column has a code among the features.
  static boolean hasCode(Column column) {
    return !column.isAtom() && CellStates.of(column).size() > 1;
  }

  /// Whether a column has a value among the features.
  static boolean hasValue(Column column) {
    return column.kind().isNumeric() && !column.kind().atoms().only();
  }

  /// The codes, then the values, rows × features.
  Value x() {
    List<Value> codes = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (Cell cell : targets) {
      boolean coded = hasCode(cell.column());
      if (coded) {
        codes.add(cell.state());
      }
      if (hasValue(cell.column())) {
        Value isThere = graph.apply("Equal", cell.state(), graph.constant(0));
        values.add(
            coded ? graph.where(isThere, cell.relative(), graph.constant(0)) : cell.relative());
      }
    }
    codes.addAll(values);
    if (codes.isEmpty()) {
      throw new UnsupportedOperationException("all columns are constant");
    }
    return graph.concat(codes);
  }

  /// What is given, rows × context features; null if nothing is.
  @Nullable Value context() {
    List<Value> parts = new ArrayList<>();
    for (Cell cell : given) {
      CellStates states = cell.states();
      if (states.names() > 0) {
        float[] all = new float[states.size()];
        IntStream.range(0, all.length).forEach(i -> all[i] = i);
        Value own = graph.apply("Equal", cell.state(), graph.constant(all, 1, all.length));
        parts.add(graph.cast(own, Type.FLOAT));
      } else if (states.missing() >= 0) {
        parts.add(graph.where(cell.missing(), graph.constant(0), cell.relative()));
        parts.add(graph.cast(cell.missing(), Type.FLOAT));
      } else {
        parts.add(cell.relative());
      }
    }
    return parts.isEmpty() ? null : graph.concat(parts);
  }

  /// 0, or NaN for rows whose features or context are not finite, rows × 1.
  Value marks(Value x, @Nullable Value context) {
    Value all = context == null ? x : graph.concat(List.of(x, context));
    return graph.sum(graph.multiply(all, graph.constant(0)), 1);
  }
}
