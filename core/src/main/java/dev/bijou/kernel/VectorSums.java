package dev.bijou.kernel;

import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Sums. Partial sums are added lane by lane in a fixed order: the order of a vector's own reduction is not promised.
final class VectorSums {
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));
  private static final int D = DOUBLES.length();

  private static final int SQUARE = V * V;
  private static final ThreadLocal<float[]> SPACE =
      ThreadLocal.withInitial(() -> new float[SQUARE + V + VectorTranspose.SUM_SPACE]);

  private VectorSums() {}

  static void rows(Matrix x, float[] sums, int sumsAt) {
    float[] space = SPACE.get();
    int whole = x.columns() / V * V;
    for (int i = 0; i < x.rows(); i += V) {
      int rows = Math.min(V, x.rows() - i);
      for (int r = 0; r < rows; r++) {
        partial(x.data(), x.at(i + r), whole, space, r * V);
      }
      VectorTranspose.rowSums(space, 0, space, SQUARE, space, SQUARE + V);
      for (int r = 0; r < rows; r++) {
        float sum = space[SQUARE + r];
        for (int n = whole; n < x.columns(); n++) {
          sum += x.data()[x.at(i + r) + n];
        }
        sums[sumsAt + i + r] += sum;
      }
    }
  }

  /// out = a vector whose lanes add up to the sum of n elements, n a multiple of V.
  private static void partial(float[] x, int at, int n, float[] out, int outAt) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i + 2 * V <= n; i += 2 * V) {
      a = a.add(FloatVector.fromArray(SPECIES, x, at + i));
      b = b.add(FloatVector.fromArray(SPECIES, x, at + i + V));
    }
    if (i < n) {
      a = a.add(FloatVector.fromArray(SPECIES, x, at + i));
    }
    a.add(b).intoArray(out, outAt);
  }

  static void rowDots(Matrix x, Matrix y, float[] sums, int sumsAt, int sumsStep) {
    float[] space = SPACE.get();
    int whole = x.columns() / V * V;
    for (int i = 0; i < x.rows(); i += V) {
      int rows = Math.min(V, x.rows() - i);
      for (int r = 0; r < rows; r++) {
        partialDot(x.data(), x.at(i + r), y.data(), y.at(i + r), whole, space, r * V);
      }
      VectorTranspose.rowSums(space, 0, space, SQUARE, space, SQUARE + V);
      for (int r = 0; r < rows; r++) {
        float sum = space[SQUARE + r];
        for (int n = whole; n < x.columns(); n++) {
          sum = Math.fma(x.data()[x.at(i + r) + n], y.data()[y.at(i + r) + n], sum);
        }
        sums[sumsAt + (i + r) * sumsStep] += sum;
      }
    }
  }

  /// out = a vector whose lanes add up to the inner product of n elements, n a multiple of V.
  private static void partialDot(
      float[] x, int xAt, float[] y, int yAt, int n, float[] out, int outAt) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i + 2 * V <= n; i += 2 * V) {
      FloatVector p = FloatVector.fromArray(SPECIES, x, xAt + i);
      FloatVector q = FloatVector.fromArray(SPECIES, x, xAt + i + V);
      a = p.fma(FloatVector.fromArray(SPECIES, y, yAt + i), a);
      b = q.fma(FloatVector.fromArray(SPECIES, y, yAt + i + V), b);
    }
    if (i < n) {
      FloatVector p = FloatVector.fromArray(SPECIES, x, xAt + i);
      a = p.fma(FloatVector.fromArray(SPECIES, y, yAt + i), a);
    }
    a.add(b).intoArray(out, outAt);
  }

  static void squares(Matrix z, float cap, float[] sums, int sumsAt) {
    int lanes = z.columns();
    int n = 0;
    for (; n + V <= lanes; n += V) {
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, sumsAt + n);
      for (int f = 0; f < z.rows(); f++) {
        FloatVector value = FloatVector.fromArray(SPECIES, z.data(), z.at(f) + n);
        FloatVector square = value.mul(value);
        VectorMask<Float> great = square.compare(VectorOperators.GT, cap);
        sum = sum.add(square.blend(cap, great));
      }
      sum.intoArray(sums, sumsAt + n);
    }
    for (; n < lanes; n++) {
      float sum = sums[sumsAt + n];
      for (int f = 0; f < z.rows(); f++) {
        float value = z.data()[z.at(f) + n];
        sum += Math.min(value * value, cap);
      }
      sums[sumsAt + n] = sum;
    }
  }

  static double squaredNorm(float[] x, int at, int n) {
    DoubleVector a = DoubleVector.zero(DOUBLES);
    DoubleVector b = DoubleVector.zero(DOUBLES);
    int i = 0;
    for (; i + 2 * D <= n; i += 2 * D) {
      DoubleVector p = (DoubleVector) FloatVector.fromArray(HALF, x, at + i).castShape(DOUBLES, 0);
      DoubleVector q =
          (DoubleVector) FloatVector.fromArray(HALF, x, at + i + D).castShape(DOUBLES, 0);
      a = p.fma(p, a);
      b = q.fma(q, b);
    }
    a = a.add(b);
    double sum = 0;
    for (int lane = 0; lane < D; lane++) {
      sum += a.lane(lane);
    }
    for (; i < n; i++) {
      sum += (double) x[at + i] * x[at + i];
    }
    return sum;
  }

  static void addSquaredDistances(float[] x, int xAt, float a, float[] y, int yAt, int n) {
    int i = 0;
    for (; i + V <= n; i += V) {
      FloatVector apart = FloatVector.fromArray(SPECIES, x, xAt + i).sub(a);
      FloatVector square = apart.mul(apart);
      FloatVector known = square.blend(1, square.compare(VectorOperators.NE, square)); // NaN
      FloatVector.fromArray(SPECIES, y, yAt + i).add(known).intoArray(y, yAt + i);
    }
    ScalarMath.addSquaredDistances(x, xAt + i, a, y, yAt + i, n - i);
  }

  static void addUnlike(float[] x, int xAt, float a, float[] y, int yAt, int n) {
    boolean missing = Float.isNaN(a);
    int i = 0;
    for (; i + V <= n; i += V) {
      FloatVector own = FloatVector.fromArray(SPECIES, x, xAt + i);
      VectorMask<Float> same =
          missing ? own.test(VectorOperators.IS_NAN) : own.compare(VectorOperators.EQ, a);
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yAt + i);
      sum.add(1, same.not()).intoArray(y, yAt + i);
    }
    ScalarMath.addUnlike(x, xAt + i, a, y, yAt + i, n - i);
  }

  static boolean anyLess(float[] x, int xAt, float a, int n) {
    int i = 0;
    for (; i + V <= n; i += V) {
      if (FloatVector.fromArray(SPECIES, x, xAt + i).lt(a).anyTrue()) {
        return true;
      }
    }
    return ScalarMath.anyLess(x, xAt + i, a, n - i);
  }
}
