package dev.bijou.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The kernels of sequences against their formulas in double, for every kernel set.
class SequenceKernelTest {

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void rowsByANumberForEach(String name) {
    Kernels kernels = KernelSets.named(name);
    for (int lanes : KernelSets.SIZES) {
      Random random = new Random(lanes);
      Matrix x = KernelSets.matrix(random, 19, lanes, 1);
      Matrix y = KernelSets.matrix(random, 19, lanes, 1);
      Matrix before = KernelSets.copy(y);
      float[] a = KernelSets.gaussian(random, 60, 1);
      kernels.addScaledRows(a, 2, 3, x, y);
      float[] dots = new float[40];
      kernels.rowDots(x, before, dots, 1, 2);
      for (int i = 0; i < 19; i++) {
        double dot = 0;
        double size = 0;
        for (int n = 0; n < lanes; n++) {
          double value = KernelSets.at(x, i, n);
          assertEquals(
              KernelSets.at(before, i, n) + a[2 + 3 * i] * value, KernelSets.at(y, i, n), 1e-5);
          dot += value * KernelSets.at(before, i, n);
          size += Math.abs(value * KernelSets.at(before, i, n));
        }
        assertEquals(dot, dots[1 + 2 * i], 1e-5 * size);
        assertEquals(0, dots[2 + 2 * i]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void repeatedRows(String name) {
    Kernels kernels = KernelSets.named(name);
    for (int lanes : KernelSets.SIZES) {
      for (int rate : new int[] {1, 2, 3, 32}) {
        Random random = new Random(lanes);
        Matrix x = KernelSets.matrix(random, 3, lanes, 1);
        Matrix y = KernelSets.matrix(random, 3, lanes * rate, 1);
        kernels.repeatRows(new float[] {9, 1, -2, 0.5f}, 1, x, rate, y);
        for (int n = 0; n < lanes * rate; n++) {
          assertEquals(KernelSets.at(x, 0, n / rate) + 1, KernelSets.at(y, 0, n), 1e-6);
          assertEquals(KernelSets.at(x, 2, n / rate) + 0.5f, KernelSets.at(y, 2, n), 1e-6);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void gates(String name) {
    Kernels kernels = KernelSets.named(name);
    for (int n : KernelSets.SIZES) {
      Random random = new Random(n);
      float[] a = KernelSets.gaussian(random, n, 3);
      float[] b = KernelSets.gaussian(random, n, 3);
      float[] dy = KernelSets.gaussian(random, n, 1);
      float[] y = new float[n];
      float[] da = new float[n];
      float[] db = new float[n];
      kernels.gate(a, 0, b, 0, y, 0, n);
      kernels.gateBackward(a, 0, b, 0, dy, 0, da, 0, db, 0, n);
      for (int i = 0; i < n; i++) {
        double tanh = Math.tanh(a[i]);
        double sigmoid = 1 / (1 + Math.exp(-b[i]));
        assertEquals(tanh * sigmoid, y[i], 1e-6);
        assertEquals(dy[i] * sigmoid * (1 - tanh * tanh), da[i], 2e-6);
        assertEquals(dy[i] * tanh * sigmoid * (1 - sigmoid), db[i], 2e-6);
      }
    }
  }
}
