package dev.bijou.interop.table;

import dev.bijou.interop.onnx.Graph;
import dev.bijou.interop.onnx.Graph.Value;
import dev.bijou.interop.onnx.Type;
import dev.bijou.novelty.side.Coordinates;
import dev.bijou.novelty.side.Neighbours;
import java.util.List;

/// How far a row is from usual ones, as [Neighbours] has it: these are constants of the graph.
///
/// @param graph receives the operators
record NeighbourGraph(Graph graph) {

  /// The distance to the neighbour that counts, rows × 1.
  ///
  /// @param cells of the target columns
  Value distance(Neighbours neighbours, List<Cell> cells) {
    float[][] drawn = neighbours.points();
    Value squares = graph.constant(0);
    for (int i = 0; i < drawn.length; i++) {
      Coordinates.Coordinate coordinate = neighbours.coordinates().all().get(i);
      Cell cell = cells.get(coordinate.place());
      squares =
          graph.add(
              squares,
              coordinate.unit() == 0
                  ? unlike(cell.relative(), drawn[i])
                  : apart(coordinate, cell, drawn[i]));
    }
    int nearest = Math.min(neighbours.nearest(), drawn.length == 0 ? 1 : drawn[0].length);
    Value least = graph.smallest(squares, nearest);
    return graph.apply("Sqrt", graph.slice(least, 1, nearest - 1, nearest));
  }

  /// Names are 1 apart unless they are equal, and so are a missing cell and one that is there.
  private Value unlike(Value code, float[] drawn) {
    float[] codes = new float[drawn.length];
    for (int n = 0; n < drawn.length; n++) {
      codes[n] = Float.isNaN(drawn[n]) ? -1 : drawn[n];
    }
    Value same = graph.apply("Equal", code, graph.constant(codes, 1, drawn.length));
    return graph.subtract(graph.constant(1), graph.cast(same, Type.FLOAT));
  }

  private Value apart(Coordinates.Coordinate coordinate, Cell cell, float[] drawn) {
    Value units =
        graph.divide(
            graph.subtract(cell.wide(), graph.precise(coordinate.middle())),
            graph.precise(coordinate.unit()));
    Value bounded =
        graph.apply(
            "Clip",
            units,
            graph.precise(-Coordinates.FARTHEST),
            graph.precise(Coordinates.FARTHEST));
    boolean[] gaps = new boolean[drawn.length];
    float[] numbers = new float[drawn.length];
    float[] toMissing = new float[drawn.length];
    boolean any = false;
    for (int n = 0; n < drawn.length; n++) {
      gaps[n] = Float.isNaN(drawn[n]);
      numbers[n] = gaps[n] ? 0 : drawn[n];
      toMissing[n] = gaps[n] ? 0 : 1;
      any |= gaps[n];
    }
    Value difference =
        graph.subtract(graph.constant(numbers, 1, drawn.length), graph.cast(bounded, Type.FLOAT));
    Value square = graph.multiply(difference, difference);
    if (any) {
      square = graph.where(graph.truths(gaps), graph.constant(1), square);
    }
    return cell.states().missing() < 0
        ? square
        : graph.where(cell.missing(), graph.constant(toMissing, 1, drawn.length), square);
  }
}
