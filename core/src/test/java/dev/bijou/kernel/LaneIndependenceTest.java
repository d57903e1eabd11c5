package dev.bijou.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.Activation;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The result for a lane is the same, bit for bit, alone and among any others.
class LaneIndependenceTest {
  private static final int LANES = 100;
  private static final int FEATURES = 5;

  /// Runs a kernel on the given lanes: takes their inputs from the whole, and returns all that it computed.
  private interface OnLanes {
    Matrix[] run(int... lanes);
  }

  private static void assertIndependent(OnLanes kernel) {
    int[] every = IntStream.range(0, LANES).toArray();
    Matrix[] whole = kernel.run(every);
    for (int lane = 0; lane < LANES; lane++) {
      assertSame(whole, kernel.run(lane), lane);
    }
    Random random = new Random(99);
    for (int count : new int[] {2, 3, 15, 16, 17, 31, 33, 48, 63, 64, 65, 80, 99, 100}) {
      int[] lanes = random.ints(count, 0, LANES).toArray();
      assertSame(whole, kernel.run(lanes), lanes);
    }
  }

  private static void assertSame(Matrix[] whole, Matrix[] part, int... lanes) {
    for (int r = 0; r < whole.length; r++) {
      assertArrayEquals(
          KernelSets.columns(whole[r], lanes).data(), part[r].data(), Arrays.toString(lanes));
    }
  }

  private static Matrix row(float[] values) {
    return Matrix.dense(values, 0, 1, values.length);
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void linear(String name) {
    Kernels kernels = KernelSets.named(name);
    Random random = new Random(1);
    for (Staircase stairs :
        new Staircase[] {Staircase.full(29, 300), KernelSets.stairs(random, 61, 70)}) {
      Matrix w = KernelSets.weight(random, stairs);
      Matrix x = KernelSets.matrix(random, w.columns(), LANES, 1);
      Matrix dy = KernelSets.matrix(random, w.rows(), LANES, 1);
      float[] bias = KernelSets.gaussian(random, w.rows(), 1);
      assertIndependent(lanes -> {
        Matrix y = Matrix.dense(new float[w.rows() * lanes.length], 0, w.rows(), lanes.length);
        Matrix dx = KernelSets.columns(x, lanes);
        kernels.linear(w, bias, 0, KernelSets.columns(x, lanes), y, stairs);
        kernels.linearBackwardData(w, KernelSets.columns(dy, lanes), dx, stairs);
        return new Matrix[] {y, dx};
      });
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void sumSquares(String name) {
    Kernels kernels = KernelSets.named(name);
    Matrix z = KernelSets.matrix(new Random(2), 7, LANES, 1);
    assertIndependent(lanes -> {
      float[] sums = new float[lanes.length];
      kernels.sumSquares(KernelSets.columns(z, lanes), 2, sums, 0);
      return new Matrix[] {row(sums)};
    });
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void activations(String name) {
    Kernels kernels = KernelSets.named(name);
    Random random = new Random(3);
    Matrix x = KernelSets.matrix(random, 1, LANES, 2);
    Matrix dy = KernelSets.matrix(random, 1, LANES, 2);
    for (Activation f : Activation.values()) {
      assertIndependent(lanes -> {
        int n = lanes.length;
        float[] in = KernelSets.columns(x, lanes).data();
        float[] y = new float[n];
        float[] dx = in.clone();
        kernels.activate(f, in, 0, y, 0, n);
        kernels.activateBackward(f, in, 0, y, 0, KernelSets.columns(dy, lanes).data(), 0, dx, 0, n);
        return new Matrix[] {row(y), row(dx)};
      });
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void affine(String name) {
    Kernels kernels = KernelSets.named(name);
    Random random = new Random(4);
    Matrix x = KernelSets.matrix(random, FEATURES, LANES, 1);
    Matrix theta = KernelSets.matrix(random, 2 * FEATURES, LANES, 1);
    assertIndependent(lanes -> {
      int n = lanes.length;
      Matrix y = Matrix.dense(new float[FEATURES * n], 0, FEATURES, n);
      Matrix z = Matrix.dense(new float[FEATURES * n], 0, FEATURES, n);
      float[] logDet = new float[n];
      kernels.affineDirect(
          3, 1e15f, KernelSets.columns(x, lanes), KernelSets.columns(theta, lanes), y, logDet, 0);
      kernels.affineRoot(
          3, 1e15f, KernelSets.columns(x, lanes), KernelSets.columns(theta, lanes), z, logDet, 0);
      return new Matrix[] {y, z, row(logDet)};
    });
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void spline(String name) {
    Kernels kernels = KernelSets.named(name);
    Random random = new Random(5);
    for (int bins : new int[] {2, 8, 11}) {
      Spline spline = Spline.of(bins, 2.5f);
      int parameters = FEATURES * spline.parameterCount();
      Matrix x = KernelSets.matrix(random, FEATURES, LANES, 1.5);
      Matrix theta = KernelSets.matrix(random, parameters, LANES, 1);
      // Large logits in some lanes must not change how their neighbours are rounded.
      for (int n = 0; n < LANES; n += 9) {
        theta.data()[theta.at(1) + n] = 70;
        theta.data()[theta.at(bins) + n] = -1e20f;
      }
      Matrix dy = KernelSets.matrix(random, FEATURES, LANES, 1);
      float[] dLogDet = KernelSets.gaussian(random, LANES, 1);
      Matrix old = KernelSets.matrix(random, parameters, LANES, 1);
      assertIndependent(lanes -> {
        int n = lanes.length;
        Matrix in = KernelSets.columns(x, lanes);
        Matrix logits = KernelSets.columns(theta, lanes);
        Matrix gradient = KernelSets.columns(dy, lanes);
        float[] gradientOfLog = KernelSets.pick(dLogDet, lanes);
        Matrix y = Matrix.dense(new float[FEATURES * n], 0, FEATURES, n);
        Matrix z = Matrix.dense(new float[FEATURES * n], 0, FEATURES, n);
        float[] logDet = new float[n];
        float[] rootLogDet = new float[n];
        kernels.splineDirect(spline, in, logits, y, logDet, 0);
        kernels.splineRoot(spline, in, logits, z, rootLogDet, 0);
        Matrix dx = KernelSets.columns(dy, lanes);
        Matrix rootDx = KernelSets.columns(dy, lanes);
        Matrix dTheta = KernelSets.columns(old, lanes);
        Matrix rootDTheta = KernelSets.columns(old, lanes);
        kernels.splineDirectBackward(spline, in, logits, gradient, gradientOfLog, 0, dx, dTheta);
        kernels.splineRootBackward(
            spline, in, logits, gradient, gradientOfLog, 0, rootDx, rootDTheta);
        return new Matrix[] {y, z, row(logDet), row(rootLogDet), dx, rootDx, dTheta, rootDTheta};
      });
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void aNanStaysInItsLane(String name) {
    Kernels kernels = KernelSets.named(name);
    Random random = new Random(6);
    int lanes = 40;
    int bad = 19;
    Spline spline = Spline.of(8, 3);
    Matrix x = KernelSets.matrix(random, FEATURES, lanes, 1);
    Matrix theta = KernelSets.matrix(random, FEATURES * spline.parameterCount(), lanes, 1);
    Matrix w = KernelSets.matrix(random, 20, FEATURES, 1);
    x.data()[x.at(2) + bad] = Float.NaN;
    Matrix y = Matrix.dense(new float[FEATURES * lanes], 0, FEATURES, lanes);
    Matrix hidden = Matrix.dense(new float[20 * lanes], 0, 20, lanes);
    float[] sums = new float[lanes];
    kernels.splineDirect(spline, x, theta, y, new float[lanes], 0);
    kernels.linear(w, null, 0, y, hidden, Staircase.full(20, FEATURES));
    for (Activation f : Activation.values()) {
      kernels.activate(f, hidden.data(), 0, hidden.data(), 0, 20 * lanes);
    }
    kernels.affineDirect(
        3, 1e15f, hidden.rows(0, 5), hidden.rows(5, 15), hidden.rows(15, 20), new float[lanes], 0);
    kernels.clip(-9, 9, hidden.data(), 0, hidden.data(), 0, 20 * lanes);
    kernels.sumSquares(hidden.rows(15, 20), 1e30f, sums, 0);
    for (int n = 0; n < lanes; n++) {
      assertEquals(n == bad, Float.isNaN(sums[n]), "lane " + n);
    }
  }
}
