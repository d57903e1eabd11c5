package dev.bijou.interop.normflows;

import dev.bijou.interop.container.Weights;
import dev.bijou.interop.layer.Assembly;

/// The linear maps of normflows: `InvertibleAffine` and, on vectors, `Invertible1x1Conv`, as a matrix or as P L U.
final class Mixing {
  private final Weights weights;
  private final Assembly assembly;

  Mixing(Weights weights, Assembly assembly) {
    this.weights = weights;
    this.assembly = assembly;
  }

  /// Towards the base z = W x, or z = Wᵀ x.
  void add(String path, boolean transposed) {
    int n = assembly.features();
    double[] w =
        weights.has(path + ".W") ? weights.get(path + ".W", n, n).doubles() : factored(path);
    double[] used = w;
    if (transposed) {
      used = new double[n * n];
      for (int i = 0; i < n * n; i++) {
        used[i % n * n + i / n] = w[i];
      }
    }
    assembly.addMatrix(used);
  }

  private double[] factored(String path) {
    int n = assembly.features();
    double[] permutation = weights.get(path + ".P", n, n).doubles();
    double[] lower = weights.get(path + ".L", n, n).doubles();
    double[] upper = weights.get(path + ".U", n, n).doubles();
    double[] sign = weights.get(path + ".sign_S", n).doubles();
    double[] log = weights.get(path + ".log_S", n).doubles();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int at = i * n + j;
        lower[at] = i == j ? 1 : i > j ? lower[at] : 0;
        upper[at] = i == j ? sign[i] * Math.exp(log[i]) : i < j ? upper[at] : 0;
      }
    }
    return product(permutation, product(lower, upper, n), n);
  }

  private static double[] product(double[] a, double[] b, int n) {
    double[] c = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < n; j++) {
          c[i * n + j] += a[i * n + k] * b[k * n + j];
        }
      }
    }
    return c;
  }
}
