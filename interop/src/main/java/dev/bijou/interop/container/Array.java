package dev.bijou.interop.container;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Numbers in a box, row by row.
///
/// @param shape the extents, outermost first; empty for a single number
/// @param values as many as the product of the extents
public record Array(int[] shape, float[] values) {

  /// The number of extents.
  public int rank() {
    return shape.length;
  }

  /// The first extent, 1 for a single number.
  public int rows() {
    return shape.length == 0 ? 1 : shape[0];
  }

  /// The product of the extents after the first.
  public int columns() {
    return rows() == 0 ? 0 : values.length / rows();
  }

  /// The number in a row and column.
  public float at(int row, int column) {
    return values[row * columns() + column];
  }

  /// The values in double precision.
  public double[] doubles() {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /// The values as whole numbers, which they must be.
  public int[] whole() {
    int[] whole = new int[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = Math.round(values[i]);
    }
    return whole;
  }

  /// The parts along the first extent.
  public List<Array> slices() {
    int[] inner = Arrays.copyOfRange(shape, 1, shape.length);
    List<Array> slices = new ArrayList<>();
    for (int i = 0; i < rows(); i++) {
      slices.add(new Array(inner, Arrays.copyOfRange(values, i * columns(), (i + 1) * columns())));
    }
    return slices;
  }

  /// A shape as messages show it, e.g. `[6 × 128]`; an extent of −1 stands for any.
  public static String shown(int... shape) {
    return Arrays.stream(shape)
        .mapToObj(extent -> extent < 0 ? "any" : String.valueOf(extent))
        .collect(Collectors.joining(" × ", "[", "]"));
  }
}
