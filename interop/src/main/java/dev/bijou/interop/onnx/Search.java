package dev.bijou.interop.onnx;

import dev.bijou.interop.onnx.Graph.Value;
import java.util.Arrays;

/// Looks numbers up among sorted ones. There is no search in ONNX: an argument is compared with all numbers, and where they
/// are many, with the first of each block and then with those of its block.
///
/// @param graph receives the operators
public record Search(Graph graph) {
  private static final int MOST_AT_ONCE = 64;

  /// How many of some numbers are at most x: 0 for NaN.
  ///
  /// @param x rows × 1, in double precision
  /// @param sorted ascending
  /// @return whole numbers, rows × 1
  public Value upTo(Value x, double[] sorted) {
    if (sorted.length <= MOST_AT_ONCE) {
      return count(x, graph.precise(sorted, 1, sorted.length));
    }
    int size = (int) Math.ceil(Math.sqrt(sorted.length));
    int blocks = Math.ceilDiv(sorted.length, size);
    double[] padded = Arrays.copyOf(sorted, size * blocks);
    Arrays.fill(padded, sorted.length, padded.length, Double.NaN);
    double[] first = new double[blocks];
    Arrays.setAll(first, block -> padded[block * size]);
    Value block =
        graph.apply(
            "Max",
            graph.apply("Sub", count(x, graph.precise(first, 1, blocks)), graph.whole(1)),
            graph.whole(0));
    Value own =
        graph.along("Gather", 0, graph.precise(padded, blocks, size), graph.reshape(block, -1));
    return graph.add(graph.multiply(block, graph.whole(size)), count(x, own));
  }

  private Value count(Value x, Value numbers) {
    Value reached = graph.cast(graph.apply("GreaterOrEqual", x, numbers), Type.FLOAT);
    return graph.cast(graph.sum(reached, 1), Type.WHOLE);
  }

  /// The numbers of a list at some places, rows × 1.
  public Value at(double[] numbers, Value places) {
    return graph.along("Gather", 0, graph.precise(numbers, numbers.length), places);
  }
}
