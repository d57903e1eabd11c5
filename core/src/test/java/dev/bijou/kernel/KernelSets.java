package dev.bijou.kernel;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The kernel sets, and random blocks to try them on.
final class KernelSets {
  /// The sizes at which every kernel is tried: around the vector lengths, and larger.
  static final int[] SIZES = {1, 3, 7, 15, 16, 17, 31, 33, 64, 100, 260, 1000};

  private KernelSets() {}

  static Stream<String> names() {
    return Stream.of("scalar", "vector");
  }

  /// The kernels of that name; the test is skipped where they cannot be had.
  static Kernels named(String name) {
    if (name.equals("vector")) {
      Assumptions.assumeTrue(
          ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
          "the module jdk.incubator.vector is absent");
    }
    return KernelChoice.choose(name).kernels();
  }

  static float[] gaussian(Random random, int n, double deviation) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  /// A block that lies amid other numbers: at an offset, and with a stride greater than its columns.
  static Matrix matrix(Random random, int rows, int columns, double deviation) {
    int stride = columns + 3;
    return new Matrix(gaussian(random, 5 + rows * stride, deviation), 5, rows, columns, stride);
  }

  /// The same block with data of its own.
  static Matrix copy(Matrix m) {
    return new Matrix(m.data().clone(), m.offset(), m.rows(), m.columns(), m.stride());
  }

  static float at(Matrix m, int row, int column) {
    return m.data()[m.at(row) + column];
  }

  /// Some columns of a block, in the given order, as a block without gaps.
  static Matrix columns(Matrix m, int... columns) {
    float[] data = new float[m.rows() * columns.length];
    for (int i = 0; i < m.rows(); i++) {
      for (int j = 0; j < columns.length; j++) {
        data[i * columns.length + j] = at(m, i, columns[j]);
      }
    }
    return Matrix.dense(data, 0, m.rows(), columns.length);
  }

  static float[] pick(float[] values, int... indices) {
    float[] picked = new float[indices.length];
    for (int i = 0; i < indices.length; i++) {
      picked[i] = values[indices[i]];
    }
    return picked;
  }

  /// A staircase whose extents rise at random; with some empty rows and, sometimes, full ones.
  static Staircase stairs(Random random, int rows, int columns) {
    int[] extent = random.ints(rows, 0, columns + 1).sorted().toArray();
    return Staircase.of(extent, columns);
  }

  /// A weight that is zero beyond the stairs.
  static Matrix weight(Random random, Staircase stairs) {
    Matrix w = matrix(random, stairs.rows(), stairs.columns(), 1 / Math.sqrt(stairs.columns()));
    for (int i = 0; i < w.rows(); i++) {
      for (int j = stairs.extent(i); j < w.columns(); j++) {
        w.data()[w.at(i) + j] = 0;
      }
    }
    return w;
  }
}
