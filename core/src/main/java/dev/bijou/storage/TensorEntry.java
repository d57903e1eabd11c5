package dev.bijou.storage;

import java.util.List;
import java.util.stream.Collectors;

/// A tensor as the header of a safetensors file describes it.
///
/// @param name its name
/// @param dtype the type of its elements
/// @param shape its extents, outermost first; empty for a scalar
/// @param begin its first byte, counted from the end of the header
/// @param end the byte after its last
public record TensorEntry(String name, Dtype dtype, List<Integer> shape, long begin, long end) {
  public TensorEntry {
    shape = List.copyOf(shape);
  }

  /// The number of elements.
  public int size() {
    return (int) ((end - begin) / dtype.bytes());
  }

  /// The features it has as a [dev.bijou.tensor.Tensor]: its first extent, 1 for a scalar.
  public int features() {
    return shape.isEmpty() ? 1 : shape.getFirst();
  }

  /// The lanes it has as a [dev.bijou.tensor.Tensor]: the product of its other extents.
  public int lanes() {
    return shape.stream().skip(1).reduce(1, (a, b) -> a * b);
  }

  /// The shape as messages show it, e.g. "[6 × 128]".
  String shapeText() {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(" × ", "[", "]"));
  }
}
