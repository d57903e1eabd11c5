package dev.bijou.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.Activation;
import dev.bijou.random.Noise;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Elementwise maps, sums, the affine bijection and the optimizer against their formulas in double.
class ElementwiseKernelTest {
  /// Floats in the arrays before the first that belongs to the kernel.
  private static final int AT = 3;

  private static double function(Activation f, double x) {
    return switch (f) {
      case RELU -> Math.max(x, 0);
      case SILU -> x / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
    };
  }

  private static double derivative(Activation f, double x) {
    double s = 1 / (1 + Math.exp(-x));
    return switch (f) {
      case RELU -> x > 0 ? 1 : 0;
      case SILU -> s * (1 + x * (1 - s));
      case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
    };
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void activationsAndTheirDerivatives(String name) {
    Kernels kernels = KernelSets.named(name);
    for (Activation f : Activation.values()) {
      for (int n : KernelSets.SIZES) {
        Random random = new Random(n);
        float[] x = KernelSets.gaussian(random, AT + n, 3);
        float[] y = KernelSets.gaussian(random, AT + n + 5, 1);
        float[] after = y.clone();
        kernels.activate(f, x, AT, y, AT, n);
        float[] dy = KernelSets.gaussian(random, AT + n, 1);
        float[] dx = KernelSets.gaussian(random, AT + n + 5, 1);
        float[] before = dx.clone();
        kernels.activateBackward(f, x, AT, y, AT, dy, AT, dx, AT, n);
        for (int i = AT; i < AT + n; i++) {
          assertEquals(function(f, x[i]), y[i], 1e-6 * Math.abs(function(f, x[i])), f.name());
          assertEquals(
              before[i] + derivative(f, x[i]) * dy[i],
              dx[i],
              1e-6 * (1 + Math.abs(dx[i])),
              f.name());
        }
        for (int i = AT + n; i < AT + n + 5; i++) {
          assertEquals(after[i], y[i]);
          assertEquals(before[i], dx[i]);
        }
        float[] inPlace = x.clone();
        kernels.activate(f, inPlace, AT, inPlace, AT, n);
        assertTrue(Arrays.equals(y, AT, AT + n, inPlace, AT, AT + n), f + " in place");
      }
    }
  }

  /// The relative error over the whole range, where a result of a polynomial could go astray unseen.
  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void elementaryFunctionsKeepTheirBounds(String name) {
    Kernels kernels = KernelSets.named(name);
    int n = 200_000;
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      double size = Math.pow(10, -8 + 9.9 * (i / 2) / n * 2);
      x[i] = (float) (i % 2 == 0 ? size : -size);
    }
    float[] y = new float[n];
    kernels.activate(Activation.TANH, x, 0, y, 0, n);
    assertRelative(4e-7, Math::tanh, x, y, Float.NEGATIVE_INFINITY);
    kernels.activate(Activation.SILU, x, 0, y, 0, n);
    assertRelative(6e-7, v -> v / (1 + Math.exp(-v)), x, y, -80);

    // exp and log by way of the affine map, with x = 1 and no shift, and of its log-determinant.
    float[] theta = new float[2 * n];
    System.arraycopy(x, 0, theta, n, n);
    float[] ones = new float[n];
    Arrays.fill(ones, 1);
    Matrix result = Matrix.dense(y, 0, 1, n);
    float[] logDet = new float[n];
    kernels.affineRoot(
        40,
        Float.MAX_VALUE,
        Matrix.dense(ones, 0, 1, n),
        Matrix.dense(theta, 0, 2, n),
        result,
        logDet,
        0);
    for (int i = 0; i < n; i++) {
      assertEquals(Math.exp(logDet[i]), y[i], 4e-7 * Math.exp(logDet[i]), "exp " + logDet[i]);
      assertEquals(
          x[i] / (1 + Math.abs(x[i]) / 40.0),
          logDet[i],
          3e-7 * Math.abs(logDet[i]),
          "soft clip of " + x[i]);
    }
  }

  private static void assertRelative(
      double bound, DoubleUnaryOperator f, float[] x, float[] y, float from) {
    for (int i = 0; i < x.length; i++) {
      if (x[i] >= from) {
        double expected = f.applyAsDouble(x[i]);
        assertEquals(expected, y[i], bound * Math.abs(expected) + Float.MIN_NORMAL, "at " + x[i]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void sumsAndClips(String name) {
    Kernels kernels = KernelSets.named(name);
    for (int n : KernelSets.SIZES) {
      Random random = new Random(n);
      float[] x = KernelSets.gaussian(random, AT + n, 1);
      float[] y = KernelSets.gaussian(random, AT + n, 1);
      float[] z = new float[AT + n];
      kernels.add(x, AT, y, AT, z, AT, n);
      float[] scaled = y.clone();
      kernels.addScaled(0.3f, x, AT, scaled, AT, n);
      float[] clipped = x.clone();
      kernels.clip(-0.5f, 0.7f, clipped, AT, clipped, AT, n);
      double norm = 0;
      for (int i = AT; i < AT + n; i++) {
        assertEquals(x[i] + y[i], z[i]);
        assertEquals(y[i] + 0.3 * x[i], scaled[i], 1e-6);
        assertEquals(Math.max(-0.5f, Math.min(x[i], 0.7f)), clipped[i]);
        norm += (double) x[i] * x[i];
      }
      kernels.add(x, AT, z, AT, z, AT, n);
      assertEquals(2 * x[AT] + y[AT], z[AT], 1e-6);
      assertEquals(norm, kernels.squaredNorm(x, AT, n), 1e-12 * norm);
    }
    float[] large = {1e30f, -1e30f};
    assertEquals(2e60, kernels.squaredNorm(large, 0, 2), 1e54);
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void rowSumsAndCappedSquares(String name) {
    Kernels kernels = KernelSets.named(name);
    for (int n : KernelSets.SIZES) {
      Random random = new Random(n);
      Matrix x = KernelSets.matrix(random, 4, n, 1);
      x.data()[x.at(1)] = 1e30f;
      float[] rows = {9, 1, 2, 3, 4};
      float[] squares = KernelSets.gaussian(random, AT + n, 1);
      float[] before = squares.clone();
      kernels.rowSums(x, rows, 1);
      kernels.sumSquares(x, 5, squares, AT);
      assertEquals(9, rows[0]);
      for (int i = 0; i < 4; i++) {
        double sum = i + 1;
        double size = sum;
        for (int j = 0; j < n; j++) {
          sum += KernelSets.at(x, i, j);
          size += Math.abs(KernelSets.at(x, i, j));
        }
        assertEquals(sum, rows[1 + i], 1e-6 * size);
      }
      for (int j = 0; j < n; j++) {
        double sum = before[AT + j];
        for (int i = 0; i < 4; i++) {
          sum += Math.min((double) KernelSets.at(x, i, j) * KernelSets.at(x, i, j), 5);
        }
        assertEquals(sum, squares[AT + j], 1e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void dropoutKeepsWhatTheHashSays(String name) {
    Kernels kernels = KernelSets.named(name);
    int kept = 0;
    int all = 0;
    for (int n : KernelSets.SIZES) {
      Random random = new Random(n);
      float[] x = KernelSets.gaussian(random, AT + n, 1);
      float[] y = KernelSets.gaussian(random, AT + n, 1);
      float[] before = y.clone();
      float rate = 0.3f;
      kernels.dropout(77 + n, rate, x, AT, y, AT, n);
      for (int i = 0; i < n; i++) {
        boolean keep = (Noise.bits(77 + n, i) >>> 1) >= Noise.threshold(rate);
        assertEquals(before[AT + i] + (keep ? x[AT + i] * (1 / (1 - rate)) : 0), y[AT + i]);
        kept += keep ? 1 : 0;
        all++;
      }
    }
    assertEquals(0.7, kept / (double) all, 0.05);
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void affineMapAndItsRoot(String name) {
    Kernels kernels = KernelSets.named(name);
    for (int n : KernelSets.SIZES) {
      Random random = new Random(n);
      Matrix x = KernelSets.matrix(random, 3, n, 2);
      Matrix theta = KernelSets.matrix(random, 6, n, 1);
      Matrix y = KernelSets.matrix(random, 3, n, 1);
      Matrix back = KernelSets.matrix(random, 3, n, 1);
      float[] logDet = new float[AT + n];
      float[] rootLogDet = new float[AT + n];
      kernels.affineDirect(2, 1e15f, x, theta, y, logDet, AT);
      kernels.affineRoot(2, 1e15f, y, theta, back, rootLogDet, AT);
      for (int j = 0; j < n; j++) {
        double log = 0;
        for (int f = 0; f < 3; f++) {
          double a = KernelSets.at(theta, 2 * f + 1, j);
          double s = a / (1 + Math.abs(a) / 2);
          log -= s;
          double expected =
              (KernelSets.at(x, f, j) - (double) KernelSets.at(theta, 2 * f, j)) * Math.exp(-s);
          assertEquals(expected, KernelSets.at(y, f, j), 1e-5 * (1 + Math.abs(expected)));
          assertEquals(
              KernelSets.at(x, f, j), KernelSets.at(back, f, j), 1e-5 * (1 + Math.abs(expected)));
        }
        assertEquals(log, logDet[AT + j], 1e-5);
        assertEquals(-log, rootLogDet[AT + j], 1e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void affineMapIsFiniteForAnyFiniteInput(String name) {
    Kernels kernels = KernelSets.named(name);
    Random random = new Random(5);
    int n = 2000;
    float[] values = new float[3 * n];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float) ((random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextInt(69) - 30.5));
    }
    Matrix x = Matrix.dense(values, 0, 1, n);
    Matrix theta = Matrix.dense(values, n, 2, n);
    Matrix y = Matrix.dense(new float[n], 0, 1, n);
    float[] logDet = new float[n];
    for (float limit : new float[] {0.5f, 3, 20}) {
      kernels.affineDirect(limit, 1e15f, x, theta, y, logDet, 0);
      for (float value : y.data()) {
        assertTrue(Math.abs(value) <= 1e15f, "direct " + value);
      }
      kernels.affineRoot(limit, 1e15f, x, theta, y, logDet, 0);
      for (int i = 0; i < n; i++) {
        assertTrue(Math.abs(y.data()[i]) <= 1e15f, "root " + y.data()[i]);
        assertEquals(0, logDet[i], 1e-4);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void adamWithDecayAndRunningMean(String name) {
    Kernels kernels = KernelSets.named(name);
    Kernels.AdamStep step =
        new Kernels.AdamStep(0.5f, 1e-2f, 0.9f, 0.999f, 1 / 0.271f, 1 / 0.003f, 1e-8f, 0.1f, 0.02f);
    for (int n : KernelSets.SIZES) {
      Random random = new Random(n);
      float[] g = KernelSets.gaussian(random, AT + n + 1, 1);
      float[] m = KernelSets.gaussian(random, AT + n + 1, 1);
      float[] v = KernelSets.gaussian(random, AT + n + 1, 1);
      for (int i = 0; i < v.length; i++) {
        v[i] *= v[i];
      }
      float[] w = KernelSets.gaussian(random, AT + n + 1, 1);
      float[] mean = KernelSets.gaussian(random, AT + n + 1, 1);
      float[][] before = {m.clone(), v.clone(), w.clone(), mean.clone()};
      kernels.adam(step, g, m, v, w, mean, AT, n);
      for (int i = AT; i < AT + n; i++) {
        double gradient = 0.5 * g[i];
        double first = 0.9 * before[0][i] + 0.1 * gradient;
        double second = 0.999 * before[1][i] + 0.001 * gradient * gradient;
        double weight = before[2][i];
        weight -= 1e-2 * (first / 0.271 / (Math.sqrt(second / 0.003) + 1e-8) + 0.1 * weight);
        assertEquals(first, m[i], 1e-6);
        assertEquals(second, v[i], 1e-6 * (1 + second));
        assertEquals(weight, w[i], 1e-5 * (1 + Math.abs(weight)));
        assertEquals(
            before[3][i] + 0.02 * (weight - before[3][i]), mean[i], 1e-6 * (1 + Math.abs(weight)));
      }
      assertEquals(before[2][AT + n], w[AT + n]);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void distances(String name) {
    Kernels kernels = KernelSets.named(name);
    for (int n : KernelSets.SIZES) {
      Random random = new Random(n);
      float[] x = KernelSets.gaussian(random, AT + n, 1);
      x[AT + n / 2] = Float.NaN;
      x[AT] = 1;
      float[] squares = KernelSets.gaussian(random, AT + n, 1);
      float[] unlike = squares.clone();
      float[] unlikeNothing = squares.clone();
      float[] before = squares.clone();
      kernels.addSquaredDistances(x, AT, 0.25f, squares, AT, n);
      kernels.addUnlike(x, AT, 1, unlike, AT, n);
      kernels.addUnlike(x, AT, Float.NaN, unlikeNothing, AT, n);
      float least = Float.POSITIVE_INFINITY;
      for (int i = AT; i < AT + n; i++) {
        float apart = x[i] - 0.25f;
        assertEquals(before[i] + (Float.isNaN(x[i]) ? 1 : apart * apart), squares[i]);
        assertEquals(before[i] + (x[i] == 1 ? 0 : 1), unlike[i]);
        assertEquals(before[i] + (Float.isNaN(x[i]) ? 0 : 1), unlikeNothing[i]);
        least = Math.min(least, squares[i]);
      }
      assertFalse(kernels.anyLess(squares, AT, least, n));
      assertTrue(kernels.anyLess(squares, AT, Math.nextUp(least), n));
    }
  }
}
