package dev.bijou.interop.onnx;

import dev.bijou.distribution.Distribution;
import dev.bijou.interop.onnx.Graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The graph of a density, of draws or of latents.
public final class OnnxModel {
  private OnnxModel() {}

  /// A column of the table.
  ///
  /// @param name the name of its input or output
  /// @param offset subtracted from a cell, in double precision
  /// @param unit what a cell less its offset is divided by
  public record Column(String name, double offset, double unit) {
    boolean isPlain() {
      return offset == 0 && unit == 1;
    }
  }

  /// log p(x) as `log_density`, from the cells of a row.
  public static byte[] score(Distribution distribution, List<Column> targets, List<Column> given) {
    Graph graph = new Graph(names("log_density", targets, given));
    Value x = cells(graph, targets);
    Value context = context(graph, given);
    Densities densities = new Densities(graph, Numbers.of(distribution));
    graph.output("log_density", densities.logProb(distribution.spec(), "", x, context), 1);
    return graph.toModel("score");
  }

  /// `latent`, from the cells of a row.
  public static byte[] latent(Distribution distribution, List<Column> targets, List<Column> given) {
    Graph graph = new Graph(names("latent", targets, given));
    Value x = cells(graph, targets);
    Value context = context(graph, given);
    Densities densities = new Densities(graph, Numbers.of(distribution));
    graph.output(
        "latent", densities.image(distribution.spec(), "", x, context, true), targets.size());
    return graph.toModel("latent");
  }

  /// The cells of a row, from `noise`.
  public static byte[] sample(Distribution distribution, List<Column> targets, List<Column> given) {
    Graph graph = new Graph(names("noise", targets, given));
    Value noise = graph.input("noise", targets.size(), false);
    Value context = context(graph, given);
    Densities densities = new Densities(graph, Numbers.of(distribution));
    Value x = densities.image(distribution.spec(), "", noise, context, false);
    for (int f = 0; f < targets.size(); f++) {
      Column column = targets.get(f);
      Value cell = graph.slice(x, 1, f, f + 1);
      if (!column.isPlain()) {
        cell =
            graph.apply(
                "Add",
                graph.apply("Mul", cell, graph.constant(column.unit())),
                graph.constant(column.offset()));
      }
      graph.output(column.name(), cell, 1);
    }
    return graph.toModel("sample");
  }

  private static List<String> names(String own, List<Column> targets, List<Column> given) {
    return Stream.concat(
            Stream.of(own), Stream.concat(targets.stream(), given.stream()).map(Column::name))
        .toList();
  }

  private static @Nullable Value context(Graph graph, List<Column> given) {
    return given.isEmpty() ? null : cells(graph, given);
  }

  /// Inputs side by side, as the distribution sees them.
  private static Value cells(Graph graph, List<Column> columns) {
    List<Value> cells = new ArrayList<>();
    for (Column column : columns) {
      Value cell = graph.input(column.name(), 1, !column.isPlain());
      if (!column.isPlain()) {
        cell = graph.apply("Sub", cell, graph.precise(column.offset()));
        cell = graph.toFloat(graph.apply("Div", cell, graph.precise(column.unit())));
      }
      cells.add(cell);
    }
    return graph.concat(cells);
  }
}
