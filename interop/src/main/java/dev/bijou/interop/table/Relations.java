package dev.bijou.interop.table;

import dev.bijou.interop.onnx.Graph;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.interop.onnx.Normal;
import dev.bijou.interop.onnx.Search;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Relation;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What columns of drawn rows follow from others; see [Relation]. In double precision.
///
/// @param graph receives the operators
/// @param schema of the rows
record Relations(Graph graph, Schema schema) {

  /// Puts what follows into rows.
  ///
  /// @param cells of each target, replaced where they follow
  /// @return for each relation that can miss the range of its column, whether it does not
  List<Value> keep(List<Value> cells) {
    List<Column> targets = schema.targets();
    List<String> names = targets.stream().map(Column::name).toList();
    List<Value> sound = new ArrayList<>();
    for (Relation relation : schema.relations()) {
      int at = names.indexOf(relation.column());
      int[] of = relation.of().stream().mapToInt(names::indexOf).toArray();
      switch (relation) {
        case Relation.Label label ->
            cells.set(at, labelled(label, cells.get(of[0]), cells.get(at)));
        case Relation.Total total -> {
          Value sum = sum(targets.get(at), total, of, cells);
          cells.set(at, sum);
          sound.add(within(targets.get(at), sum));
        }
        case Relation.Tie tie ->
            cells.set(
                at,
                tied(tie, targets.get(at), targets.get(of[0]), cells.get(at), cells.get(of[0])));
      }
    }
    return sound;
  }

  /// A cell without a label leaves the column as it was drawn.
  private Value labelled(Relation.Label label, Value from, Value drawn) {
    List<Double> known = label.cells();
    int[] order =
        IntStream.range(0, known.size())
            .filter(i -> !known.get(i).isNaN())
            .boxed()
            .sorted(Comparator.comparingDouble(known::get))
            .mapToInt(Integer::intValue)
            .toArray();
    Value cell = drawn;
    if (order.length > 0) {
      Search search = new Search(graph);
      double[] keys = IntStream.of(order).mapToDouble(known::get).toArray();
      double[] own = new double[order.length + 1];
      double[] labels = new double[order.length + 1];
      own[0] = Double.NaN;
      for (int i = 0; i < order.length; i++) {
        own[i + 1] = keys[i];
        labels[i + 1] = label.labels().get(order[i]);
      }
      Value place = search.upTo(from, keys);
      Value isKnown = graph.apply("Equal", from, search.at(own, place));
      cell = graph.where(isKnown, search.at(labels, place), drawn);
    }
    int ofMissing = known.indexOf(Double.NaN);
    return ofMissing < 0
        ? cell
        : graph.where(
            graph.apply("IsNaN", from), graph.precise(label.labels().get(ofMissing)), cell);
  }

  private Value sum(Column column, Relation.Total total, int[] of, List<Value> cells) {
    Value sum = graph.precise(total.constant());
    for (int i = 0; i < of.length; i++) {
      Value term = graph.multiply(cells.get(of[i]), graph.precise(total.factors().get(i)));
      sum = graph.add(sum, term);
    }
    if (column.decimals() < 0) {
      return sum;
    }
    Value perUnit = graph.precise(Math.pow(10, column.decimals()));
    return graph.divide(graph.apply("Round", graph.multiply(sum, perUnit)), perUnit);
  }

  private Value within(Column column, Value cell) {
    return graph.apply(
        "And",
        graph.apply("GreaterOrEqual", cell, graph.precise(column.min())),
        graph.apply("LessOrEqual", cell, graph.precise(column.max())));
  }

  /// Cells with a probability of their own are not moved.
  private Value tied(Relation.Tie tie, Column column, Column to, Value drawn, Value cell) {
    Value distance = graph.apply("Abs", graph.subtract(place(tie, drawn), place(tie, cell)));
    Value isTied =
        graph.apply(
            "And",
            graph.apply("LessOrEqual", distance, graph.precise(tie.within())),
            within(column, cell));
    for (double atom : column.kind().atoms().values()) {
      isTied = graph.apply("And", isTied, isNot(drawn, atom));
    }
    for (double atom : to.kind().atoms().values()) {
      isTied = graph.apply("And", isTied, isNot(cell, atom));
    }
    return graph.where(isTied, cell, drawn);
  }

  private Value isNot(Value cell, double atom) {
    return graph.apply("Not", graph.apply("Equal", cell, graph.precise(atom)));
  }

  private Value place(Relation.Tie tie, Value cell) {
    Value units =
        graph.divide(graph.subtract(cell, graph.precise(tie.middle())), graph.precise(tie.scale()));
    return new Normal(graph).asinh(units);
  }
}
