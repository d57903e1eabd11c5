package dev.bijou.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The three products of a linear layer against sums in double, for every kernel set.
class LinearKernelTest {
  private static final int[][] SHAPES = {
    {1, 1}, {2, 7}, {5, 16}, {6, 3}, {13, 17}, {25, 33}, {40, 70}, {138, 64}
  };

  private static void forShapes(int seed, Consumer<Case> test) {
    for (int[] shape : SHAPES) {
      for (int lanes : KernelSets.SIZES) {
        Random random = new Random(seed + 1000L * lanes + shape[0]);
        test.accept(new Case(random, Staircase.full(shape[0], shape[1]), lanes));
        test.accept(new Case(random, KernelSets.stairs(random, shape[0], shape[1]), lanes));
      }
    }
  }

  private record Case(Random random, Staircase stairs, int lanes) {
    @Override
    public String toString() {
      return "%d × %d, %d entries, %d lanes"
          .formatted(stairs.rows(), stairs.columns(), stairs.entries(), lanes);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void linearIsWeightTimesInputPlusBias(String name) {
    Kernels kernels = KernelSets.named(name);
    forShapes(
        1,
        c -> {
          Matrix w = KernelSets.weight(c.random, c.stairs);
          Matrix x = KernelSets.matrix(c.random, w.columns(), c.lanes, 1);
          Matrix y = KernelSets.matrix(c.random, w.rows(), c.lanes, 1);
          float[] before = y.data().clone();
          float[] bias = KernelSets.gaussian(c.random, w.rows() + 2, 1);
          kernels.linear(w, bias, 2, x, y, c.stairs);
          for (int i = 0; i < w.rows(); i++) {
            for (int n = 0; n < c.lanes; n++) {
              double sum = bias[2 + i];
              double size = Math.abs(sum);
              for (int k = 0; k < w.columns(); k++) {
                double term = (double) KernelSets.at(w, i, k) * KernelSets.at(x, k, n);
                sum += term;
                size += Math.abs(term);
              }
              assertEquals(sum, KernelSets.at(y, i, n), 1e-5 * size, c.toString());
            }
          }
          assertNothingElseChanged(before, y);

          kernels.linear(w, null, 0, x, y, c.stairs);
          float alone = KernelSets.at(y, 0, 0);
          double sum = 0;
          for (int k = 0; k < w.columns(); k++) {
            sum += (double) KernelSets.at(w, 0, k) * KernelSets.at(x, k, 0);
          }
          assertEquals(sum, alone, 1e-4, c.toString());
        });
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void backwardDataAddsTransposedWeightTimesGradient(String name) {
    Kernels kernels = KernelSets.named(name);
    forShapes(
        2,
        c -> {
          Matrix w = KernelSets.weight(c.random, c.stairs);
          Matrix dy = KernelSets.matrix(c.random, w.rows(), c.lanes, 1);
          Matrix dx = KernelSets.matrix(c.random, w.columns(), c.lanes, 1);
          Matrix before = KernelSets.copy(dx);
          kernels.linearBackwardData(w, dy, dx, c.stairs);
          for (int j = 0; j < w.columns(); j++) {
            for (int n = 0; n < c.lanes; n++) {
              double sum = KernelSets.at(before, j, n);
              double size = Math.abs(sum);
              for (int i = 0; i < w.rows(); i++) {
                double term = (double) KernelSets.at(w, i, j) * KernelSets.at(dy, i, n);
                sum += term;
                size += Math.abs(term);
              }
              assertEquals(sum, KernelSets.at(dx, j, n), 1e-5 * size, c.toString());
            }
          }
          assertNothingElseChanged(before.data(), dx);
        });
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void backwardWeightAddsGradientTimesTransposedInputWithinTheStairs(String name) {
    Kernels kernels = KernelSets.named(name);
    forShapes(
        3,
        c -> {
          Matrix dw = KernelSets.weight(c.random, c.stairs);
          Matrix before = KernelSets.copy(dw);
          Matrix dy = KernelSets.matrix(c.random, dw.rows(), c.lanes, 1);
          Matrix x = KernelSets.matrix(c.random, dw.columns(), c.lanes, 1);
          kernels.linearBackwardWeight(dy, x, dw, c.stairs);
          for (int i = 0; i < dw.rows(); i++) {
            for (int j = 0; j < dw.columns(); j++) {
              double sum = KernelSets.at(before, i, j);
              double size = Math.abs(sum);
              for (int n = 0; n < c.lanes && j < c.stairs.extent(i); n++) {
                double term = (double) KernelSets.at(dy, i, n) * KernelSets.at(x, j, n);
                sum += term;
                size += Math.abs(term);
              }
              double tolerance = j < c.stairs.extent(i) ? 1e-5 * size : 0;
              assertEquals(sum, KernelSets.at(dw, i, j), tolerance, c.toString());
            }
          }
          assertNothingElseChanged(before.data(), dw);
        });
  }

  /// Products larger than any block of the caches, against the identity or a permutation, so that they are exact.
  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void blocksOfLargeProductsFitTogether(String name) {
    Kernels kernels = KernelSets.named(name);
    int n = 530;
    Random random = new Random(4);
    Staircase full = Staircase.full(n, n);
    Matrix x = KernelSets.matrix(random, n, n, 1);
    Matrix reversal = Matrix.dense(new float[n * n], 0, n, n);
    for (int i = 0; i < n; i++) {
      reversal.data()[i * n + n - 1 - i] = 1;
    }
    Matrix y = Matrix.dense(new float[n * n], 0, n, n);
    Matrix dx = Matrix.dense(new float[n * n], 0, n, n);
    Matrix dw = Matrix.dense(new float[n * n], 0, n, n);
    kernels.linear(reversal, null, 0, x, y, full);
    kernels.linearBackwardData(reversal, x, dx, full);
    kernels.linearBackwardWeight(reversal, x, dw, full);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertEquals(KernelSets.at(x, n - 1 - i, j), KernelSets.at(y, i, j));
        assertEquals(KernelSets.at(x, n - 1 - i, j), KernelSets.at(dx, i, j));
        assertEquals(KernelSets.at(x, j, n - 1 - i), KernelSets.at(dw, i, j));
      }
    }
  }

  /// What lies between the rows of a block, before and behind it, is not the kernel's.
  private static void assertNothingElseChanged(float[] before, Matrix m) {
    float[] after = m.data().clone();
    for (int i = 0; i < m.rows(); i++) {
      System.arraycopy(before, m.at(i), after, m.at(i), m.columns());
    }
    assertArrayEquals(before, after);
  }
}
