package dev.bijou.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.Activation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The vector kernels give what the scalar ones give, within 1e-5.
class KernelAgreementTest {
  private static final float TOLERANCE = 1e-5f;

  private final Kernels scalar = KernelSets.named("scalar");
  private Kernels vector;

  @BeforeEach
  void chooseKernels() {
    vector = KernelSets.named("vector");
  }

  private static void assertAgree(float[] expected, float[] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          expected[i], actual[i], TOLERANCE * (1 + Math.abs(expected[i])), what + ", element " + i);
    }
  }

  @Test
  void products() {
    for (int lanes : KernelSets.SIZES) {
      Random random = new Random(lanes);
      for (Staircase stairs :
          new Staircase[] {Staircase.full(33, 17), KernelSets.stairs(random, 64, 31)}) {
        Matrix w = KernelSets.weight(random, stairs);
        Matrix x = KernelSets.matrix(random, w.columns(), lanes, 1);
        Matrix y = KernelSets.matrix(random, w.rows(), lanes, 1);
        Matrix y2 = KernelSets.copy(y);
        float[] bias = KernelSets.gaussian(random, w.rows(), 1);
        scalar.linear(w, bias, 0, x, y, stairs);
        vector.linear(w, bias, 0, x, y2, stairs);
        assertAgree(y.data(), y2.data(), "linear " + lanes);
        Matrix dx = KernelSets.copy(x);
        Matrix dx2 = KernelSets.copy(x);
        scalar.linearBackwardData(w, y, dx, stairs);
        vector.linearBackwardData(w, y, dx2, stairs);
        assertAgree(dx.data(), dx2.data(), "data " + lanes);
        Matrix dw = KernelSets.copy(w);
        Matrix dw2 = KernelSets.copy(w);
        Matrix small = KernelSets.matrix(random, w.rows(), lanes, 1 / Math.sqrt(lanes));
        scalar.linearBackwardWeight(small, x, dw, stairs);
        vector.linearBackwardWeight(small, x, dw2, stairs);
        assertAgree(dw.data(), dw2.data(), "weight " + lanes);
        float[] sums = new float[w.rows()];
        float[] sums2 = new float[w.rows()];
        scalar.rowSums(small, sums, 0);
        vector.rowSums(small, sums2, 0);
        assertAgree(sums, sums2, "row sums " + lanes);
      }
    }
  }

  @Test
  void elementwise() {
    Kernels.AdamStep step =
        new Kernels.AdamStep(0.5f, 1e-2f, 0.9f, 0.999f, 3, 300, 1e-8f, 0.1f, 0.02f);
    for (int n : KernelSets.SIZES) {
      float[][] results = new float[2][];
      float[][] exact = new float[2][];
      for (int set = 0; set < 2; set++) {
        Kernels kernels = set == 0 ? scalar : vector;
        Random random = new Random(n);
        float[] x = KernelSets.gaussian(random, n, 2);
        float[] y = new float[n];
        float[] sum = KernelSets.gaussian(random, n, 1);
        float[] m = KernelSets.gaussian(random, n, 1);
        float[] v = new float[n];
        for (Activation f : Activation.values()) {
          kernels.activate(f, x, 0, y, 0, n);
          kernels.addScaled(0.5f, y, 0, sum, 0, n);
          kernels.activateBackward(f, x, 0, y, 0, x, 0, sum, 0, n);
        }
        kernels.sumSquares(Matrix.dense(x, 0, 1, n), 3, sum, 0);
        kernels.adam(step, x, m, v, sum, y, 0, n);
        results[set] = sum;
        float[] dropped = new float[n];
        kernels.dropout(5, 0.4f, x, 0, dropped, 0, n);
        kernels.clip(-1, 1, dropped, 0, dropped, 0, n);
        kernels.add(dropped, 0, x, 0, dropped, 0, n);
        exact[set] = dropped;
      }
      assertAgree(results[0], results[1], "elementwise " + n);
      assertArrayEquals(exact[0], exact[1], "dropout, clip, add " + n);
    }
  }

  @Test
  void rowsAndGates() {
    for (int lanes : KernelSets.SIZES) {
      float[][] results = new float[2][];
      for (int set = 0; set < 2; set++) {
        Kernels kernels = set == 0 ? scalar : vector;
        Random random = new Random(lanes);
        Matrix x = KernelSets.matrix(random, 20, lanes, 1);
        Matrix y = KernelSets.matrix(random, 20, lanes, 1 / Math.sqrt(lanes));
        Matrix z = KernelSets.matrix(random, 20, lanes, 1);
        Matrix w = KernelSets.matrix(random, 20, 20, 0.2);
        float[] a = KernelSets.gaussian(random, 70, 1);
        float[] all = new float[(20 * 3 + 20 + 4) * lanes + 60];
        Matrix every = Matrix.dense(all, 60, 20 * 4 + 4, lanes);
        kernels.addScaledRows(a, 1, 3, x, y);
        kernels.addProduct(w, x, z, Staircase.full(20, 20));
        kernels.rowDots(x, y, all, 0, 3);
        for (int rate = 1; rate <= 3; rate++) {
          kernels.repeatRows(
              a, 2, x.rows(0, 6), rate, new Matrix(all, 60, 6, rate * lanes, 3 * lanes));
          for (int i = 0; i < 6; i++) {
            kernels.add(z.data(), z.at(i), all, every.at(3 * i), z.data(), z.at(i), lanes);
          }
        }
        kernels.gate(x.data(), x.offset(), y.data(), y.offset(), all, every.at(20), lanes);
        kernels.gateBackward(
            x.data(),
            x.offset(),
            y.data(),
            y.offset(),
            z.data(),
            z.offset(),
            all,
            every.at(21),
            all,
            every.at(22),
            lanes);
        for (int i = 0; i < 20; i++) {
          kernels.add(y.data(), y.at(i), z.data(), z.at(i), all, every.at(24 + i), lanes);
        }
        results[set] = all;
      }
      assertAgree(results[0], results[1], "rows and gates " + lanes);
    }
  }

  @Test
  void affine() {
    for (int lanes : KernelSets.SIZES) {
      float[][] results = new float[2][];
      for (int set = 0; set < 2; set++) {
        Kernels kernels = set == 0 ? scalar : vector;
        Random random = new Random(lanes);
        Matrix x = KernelSets.matrix(random, 3, lanes, 1);
        Matrix theta = KernelSets.matrix(random, 6, lanes, 1);
        Matrix y = Matrix.dense(new float[4 * lanes], 0, 3, lanes);
        kernels.affineDirect(3, 1e15f, x, theta, y, y.data(), 3 * lanes);
        kernels.affineRoot(3, 1e15f, y, theta, x, y.data(), 3 * lanes);
        kernels.add(x.data(), x.offset(), y.data(), 0, y.data(), 0, lanes);
        results[set] = y.data();
      }
      assertAgree(results[0], results[1], "affine " + lanes);
    }
  }

  @Test
  void affineBackward() {
    for (int lanes : KernelSets.SIZES) {
      float[][] results = new float[2][];
      for (int set = 0; set < 2; set++) {
        Kernels kernels = set == 0 ? scalar : vector;
        Random random = new Random(lanes);
        Matrix image = KernelSets.matrix(random, 3, lanes, 1); // beyond ±2 they count as clipped
        Matrix theta = KernelSets.matrix(random, 6, lanes, 1);
        Matrix dImage = KernelSets.matrix(random, 3, lanes, 1);
        float[] dLogDet = KernelSets.gaussian(random, lanes, 1);
        Matrix every = Matrix.dense(new float[18 * lanes], 0, 18, lanes);
        kernels.affineDirectBackward(
            3, 2, image, theta, dImage, dLogDet, 0, every.rows(0, 3), every.rows(3, 9));
        kernels.affineRootBackward(
            3, 2, image, theta, dImage, dLogDet, 0, every.rows(9, 12), every.rows(12, 18));
        results[set] = every.data();
      }
      assertAgree(results[0], results[1], "affine backward " + lanes);
    }
  }

  @Test
  void splines() {
    for (Spline spline :
        List.of(
            new Spline(2, 2, 1e-2f, 1e-1f),
            new Spline(5, 2, 1e-2f, 1e-1f),
            new Spline(8, 2, 1e-2f, 1e-1f),
            new Spline(5, 2, 1e-2f, 0), // exponential slopes
            new Spline(2, 2, 1e-2f, 1e-1f, true),
            new Spline(7, 2, 1e-2f, 1e-1f, true))) {
      for (int lanes : KernelSets.SIZES) {
        Random random = new Random(lanes);
        int rows = 3 * spline.parameterCount();
        Matrix x = KernelSets.matrix(random, 3, lanes, 1.5);
        Matrix theta = KernelSets.matrix(random, rows, lanes, 0.3);
        Matrix dy = KernelSets.matrix(random, 3, lanes, 0.3);
        float[] dLogDet = KernelSets.gaussian(random, lanes, 0.3);
        float[][] results = new float[2][];
        for (int set = 0; set < 2; set++) {
          Kernels kernels = set == 0 ? scalar : vector;
          float[] all = new float[(3 * 4 + 2 + 2 * rows) * lanes];
          Matrix every = Matrix.dense(all, 0, all.length / lanes, lanes);
          kernels.splineDirect(spline, x, theta, every.rows(0, 3), all, 12 * lanes);
          kernels.splineRoot(spline, x, theta, every.rows(3, 6), all, 13 * lanes);
          kernels.splineDirectBackward(
              spline, x, theta, dy, dLogDet, 0, every.rows(6, 9), every.rows(14, 14 + rows));
          kernels.splineRootBackward(
              spline,
              x,
              theta,
              dy,
              dLogDet,
              0,
              every.rows(9, 12),
              every.rows(14 + rows, 14 + 2 * rows));
          results[set] = all;
        }
        assertAgree(results[0], results[1], "%d bins, %d lanes".formatted(spline.bins(), lanes));
      }
    }
  }
}
