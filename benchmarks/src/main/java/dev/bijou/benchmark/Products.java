package dev.bijou.benchmark;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.kernel.Matrix;
import dev.bijou.kernel.Staircase;
import java.util.Random;

/// The products of a dense square layer with as many lanes: 2 · size³ operations each, on one thread.
final class Products {
  private Products() {}

  /// @param product `forward`, y = W x + b; `data`, dx = Wᵀ dy; or `weight`, dW = dy xᵀ
  /// @throws IllegalArgumentException if it is none of these
  static Runnable of(String product, int size) {
    Kernels kernels = KernelChoice.chosen().kernels();
    Staircase full = Staircase.full(size, size);
    Random random = new Random(1);
    Matrix w = matrix(random, size);
    Matrix x = matrix(random, size);
    Matrix y = matrix(random, size);
    float[] bias = new float[size];
    return switch (product) {
      case "forward" -> () -> kernels.linear(w, bias, 0, x, y, full);
      case "data" -> () -> kernels.linearBackwardData(w, y, x, full);
      case "weight" -> () -> kernels.linearBackwardWeight(y, x, w, full);
      default -> throw new IllegalArgumentException("no such product: " + product);
    };
  }

  /// Small enough that sums which are added again and again stay finite.
  private static Matrix matrix(Random random, int size) {
    float[] data = new float[size * size];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian() * 1e-3f;
    }
    return Matrix.dense(data, 0, size, size);
  }
}
