package dev.bijou.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rational-quadratic spline against the formulas in double, for every kernel set.
class SplineKernelTest {
  private static final Spline[] SPLINES = {
    Spline.of(2, 1),
    Spline.of(8, 5),
    new Spline(8, 5, 1e-2f, 1e-1f),
    Spline.of(5, 3),
    new Spline(16, 6, 1e-3f, 1e-2f),
    new Spline(6, 4, 0, 0), // exponential slopes
    new Spline(2, 1, 1e-2f, 1e-2f, true),
    new Spline(7, 4, 1e-3f, 1e-3f, true)
  };

  /// Three features of 50 lanes, some of them outside the box.
  private static final class Case {
    final Spline spline;
    final Matrix x;
    final Matrix theta;

    Case(Spline spline, long seed) {
      Random random = new Random(seed);
      this.spline = spline;
      x = KernelSets.matrix(random, 3, 50, spline.bound() / 2);
      theta = KernelSets.matrix(random, 3 * spline.parameterCount(), 50, 0.8);
    }

    double[] theta(int f, int n) {
      double[] values = new double[spline.parameterCount()];
      for (int j = 0; j < values.length; j++) {
        values[j] = KernelSets.at(theta, f * values.length + j, n);
      }
      return values;
    }

    ReferenceSpline reference(int f, int n) {
      return new ReferenceSpline(spline, theta(f, n));
    }
  }

  private static Matrix empty(int rows, int columns) {
    return Matrix.dense(new float[rows * columns], 0, rows, columns);
  }

  private static void assertClose(double expected, double actual, double tolerance, Object where) {
    assertEquals(expected, actual, tolerance * (1 + Math.abs(expected)), String.valueOf(where));
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void valueAndLogDerivative(String name) {
    Kernels kernels = KernelSets.named(name);
    for (Spline spline : SPLINES) {
      Case c = new Case(spline, 1);
      Matrix y = empty(3, 50);
      float[] logDet = KernelSets.gaussian(new Random(2), 53, 1);
      float[] before = logDet.clone();
      kernels.splineDirect(spline, c.x, c.theta, y, logDet, 3);
      for (int n = 0; n < 50; n++) {
        double sum = before[3 + n];
        for (int f = 0; f < 3; f++) {
          float x = KernelSets.at(c.x, f, n);
          assertClose(c.reference(f, n).value(x), KernelSets.at(y, f, n), 1e-5, spline);
          sum += c.reference(f, n).log(x);
        }
        assertEquals(sum, logDet[3 + n], 3e-4, spline.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void rootUndoesTheValue(String name) {
    Kernels kernels = KernelSets.named(name);
    for (Spline spline : SPLINES) {
      Case c = new Case(spline, 3);
      Matrix y = empty(3, 50);
      Matrix x = empty(3, 50);
      float[] logDet = new float[50];
      kernels.splineDirect(spline, c.x, c.theta, y, logDet, 0);
      kernels.splineRoot(spline, y, c.theta, x, logDet, 0);
      for (int n = 0; n < 50; n++) {
        for (int f = 0; f < 3; f++) {
          assertClose(KernelSets.at(c.x, f, n), KernelSets.at(x, f, n), 1e-4, spline);
        }
        assertEquals(0, logDet[n], 3e-4, spline.toString());
      }
      // A root of its own, not only the inverse of what came before.
      kernels.splineRoot(spline, c.x, c.theta, x, logDet, 0);
      for (int n = 0; n < 50; n++) {
        for (int f = 0; f < 3; f++) {
          assertClose(
              c.reference(f, n).root(KernelSets.at(c.x, f, n)),
              KernelSets.at(x, f, n),
              1e-4,
              spline);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void zeroParametersAreTheIdentity(String name) {
    Kernels kernels = KernelSets.named(name);
    for (Spline spline : SPLINES) {
      Case c = new Case(spline, 4);
      Matrix theta = empty(3 * spline.parameterCount(), 50);
      Matrix y = empty(3, 50);
      float[] logDet = new float[50];
      kernels.splineDirect(spline, c.x, theta, y, logDet, 0);
      for (int n = 0; n < 50; n++) {
        for (int f = 0; f < 3; f++) {
          assertClose(KernelSets.at(c.x, f, n), KernelSets.at(y, f, n), 1e-6, spline);
        }
        assertEquals(0, logDet[n], 3e-6, spline.toString());
      }
    }
  }

  /// At each knot, at the ends of the box and within one ulp of them: no jump of the value nor of the log-derivative.
  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void continuousAcrossEveryKnot(String name) {
    Kernels kernels = KernelSets.named(name);
    for (Spline spline : SPLINES) {
      Case c = new Case(spline, 5);
      for (int n = 0; n < 10; n++) {
        ReferenceSpline reference = c.reference(0, n);
        for (boolean root : new boolean[] {false, true}) {
          for (double knot : root ? reference.y : reference.x) {
            float middle = (float) knot;
            float[] near = {
              Math.nextDown(Math.nextDown(middle)),
              Math.nextDown(middle),
              middle,
              Math.nextUp(middle),
              Math.nextUp(Math.nextUp(middle))
            };
            Matrix argument = Matrix.dense(near, 0, 1, 5);
            Matrix theta =
                KernelSets.columns(c.theta.rows(0, spline.parameterCount()), n, n, n, n, n);
            Matrix result = empty(1, 5);
            float[] logDet = new float[5];
            if (root) {
              kernels.splineRoot(spline, argument, theta, result, logDet, 0);
            } else {
              kernels.splineDirect(spline, argument, theta, result, logDet, 0);
            }
            for (int i = 0; i < 5; i++) {
              double x = root ? reference.root(near[i]) : near[i];
              double log = reference.log(x);
              assertClose(root ? x : reference.value(x), result.data()[i], 1e-4, spline);
              assertClose(root ? -log : log, logDet[i], 3e-4, spline + " at knot " + knot);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void backwardIsTheGradientOfTheValueAndLogDerivative(String name) {
    Kernels kernels = KernelSets.named(name);
    for (Spline spline : SPLINES) {
      checkGradients(kernels, spline, false);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void rootBackwardIsTheGradientOfTheRootAndItsLogDeterminant(String name) {
    Kernels kernels = KernelSets.named(name);
    for (Spline spline : SPLINES) {
      checkGradients(kernels, spline, true);
    }
  }

  /// Compares with central differences of a·result + b·logDet, in double, by the argument and by every parameter.
  private static void checkGradients(Kernels kernels, Spline spline, boolean root) {
    Case c = new Case(spline, 6);
    Random random = new Random(7);
    int parameters = spline.parameterCount();
    Matrix a = KernelSets.matrix(random, 3, 50, 1);
    float[] b = KernelSets.gaussian(random, 50, 1);
    Matrix dArgument = KernelSets.matrix(random, 3, 50, 1);
    Matrix dTheta = KernelSets.matrix(random, 3 * parameters, 50, 1);
    Matrix argumentBefore = KernelSets.copy(dArgument);
    Matrix thetaBefore = KernelSets.copy(dTheta);
    if (root) {
      kernels.splineRootBackward(spline, c.x, c.theta, a, b, 0, dArgument, dTheta);
    } else {
      kernels.splineDirectBackward(spline, c.x, c.theta, a, b, 0, dArgument, dTheta);
    }
    for (int f = 0; f < 3; f++) {
      for (int n = 0; n < 50; n++) {
        double x = KernelSets.at(c.x, f, n);
        double[] theta = c.theta(f, n);
        double weight = KernelSets.at(a, f, n);
        double logWeight = b[n];
        double argument = root ? c.reference(f, n).value(x) : x;
        ToDoubleFunction<double[]> loss =
            at -> {
              ReferenceSpline reference = new ReferenceSpline(spline, theta);
              double result = root ? reference.root(at[0]) : reference.value(at[0]);
              double log = root ? -reference.log(result) : reference.log(at[0]);
              return weight * result + logWeight * log;
            };
        String where =
            "%s %s, feature %d, lane %d".formatted(spline, root ? "root" : "direct", f, n);
        double h = 1e-5;
        double slope =
            (loss.applyAsDouble(new double[] {argument + h})
                    - loss.applyAsDouble(new double[] {argument - h}))
                / 2
                / h;
        double change = KernelSets.at(dArgument, f, n) - KernelSets.at(argumentBefore, f, n);
        assertClose(slope, change, 3e-3, where);
        for (int j = 0; j < parameters; j++) {
          double value = theta[j];
          theta[j] = value + h;
          double above = loss.applyAsDouble(new double[] {argument});
          theta[j] = value - h;
          double below = loss.applyAsDouble(new double[] {argument});
          theta[j] = value;
          int row = f * parameters + j;
          change = KernelSets.at(dTheta, row, n) - KernelSets.at(thetaBefore, row, n);
          assertClose((above - below) / 2 / h, change, 3e-3, where + ", parameter " + j);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bijou.kernel.KernelSets#names")
  void finiteForAnyFiniteInput(String name) {
    Kernels kernels = KernelSets.named(name);
    Random random = new Random(8);
    int lanes = 500;
    for (Spline spline : SPLINES) {
      if (spline.minSlope() == 0) {
        continue; // whose logits are bounded by the caller
      }
      int rows = 3 * spline.parameterCount();
      Matrix theta = KernelSets.matrix(random, rows, lanes, 1);
      Matrix x = KernelSets.matrix(random, 3, lanes, spline.bound());
      for (Matrix m : new Matrix[] {theta, x}) {
        for (int i = 0; i < m.rows(); i++) {
          for (int n = 0; n < lanes; n++) {
            double size = Math.pow(10, random.nextInt(61) - 30);
            int kind = random.nextInt(3);
            if (kind == 0 || m == theta && n % 2 == 0) {
              m.data()[m.at(i) + n] = (float) (random.nextBoolean() ? size : -size);
            } else if (kind == 1 && m == x) {
              m.data()[m.at(i) + n] =
                  (random.nextBoolean() ? 1 : -1) * spline.bound() * (1 - n * 1e-7f);
            }
          }
        }
      }
      Matrix y = empty(3, lanes);
      Matrix dx = empty(3, lanes);
      Matrix dTheta = empty(rows, lanes);
      float[] logDet = new float[lanes];
      float[] ones = new float[lanes];
      Arrays.fill(ones, 1);
      Matrix dy = Matrix.dense(KernelSets.gaussian(random, 3 * lanes, 1), 0, 3, lanes);
      kernels.splineDirect(spline, x, theta, y, logDet, 0);
      kernels.splineDirectBackward(spline, x, theta, dy, ones, 0, dx, dTheta);
      assertFinite(spline, y.data(), logDet, dx.data(), dTheta.data());
      kernels.splineRoot(spline, x, theta, y, logDet, 0);
      assertFinite(spline, y.data(), logDet);
    }
  }

  private static void assertFinite(Spline spline, float[]... arrays) {
    for (int a = 0; a < arrays.length; a++) {
      for (int i = 0; i < arrays[a].length; i++) {
        assertTrue(
            Float.isFinite(arrays[a][i]),
            spline + ", result " + a + ", element " + i + ": " + arrays[a][i]);
      }
    }
  }
}
