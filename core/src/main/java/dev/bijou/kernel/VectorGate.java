package dev.bijou.kernel;

import static dev.bijou.kernel.VectorMath.all;
import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import jdk.incubator.vector.FloatVector;

/// The gated unit tanh(a) · sigmoid(b) and its derivative, with tanh a = 2 sigmoid(2a) − 1.
///
/// In blocks that stay in the first-level cache, where one loop does the sigmoids of both: with two of them HotSpot finds
/// the method too large to turn into vector code. What does not fill a vector is worked on in one that is filled with zeros.
final class VectorGate {
  private static final int BLOCK = 1024; // a multiple of V
  private static final int REST_AT = 2 * BLOCK;
  private static final ThreadLocal<float[]> SPACE =
      ThreadLocal.withInitial(() -> new float[REST_AT + 5 * V]);

  private VectorGate() {}

  static void map(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    float[] space = SPACE.get();
    int whole = n / V * V;
    for (int i = 0; i < whole; i += BLOCK) {
      mapBlock(a, aAt + i, b, bAt + i, y, yAt + i, Math.min(BLOCK, whole - i), space);
    }
    int rest = n - whole;
    if (rest > 0) {
      System.arraycopy(a, aAt + whole, space, REST_AT, rest);
      System.arraycopy(b, bAt + whole, space, REST_AT + V, rest);
      mapBlock(space, REST_AT, space, REST_AT + V, space, REST_AT + 2 * V, V, space);
      System.arraycopy(space, REST_AT + 2 * V, y, yAt + whole, rest);
    }
  }

  private static void mapBlock(
      float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n, float[] space) {
    sigmoids(a, aAt, b, bAt, space, n);
    for (int i = 0; i < n; i += V) {
      tanh(space, i).mul(FloatVector.fromArray(SPECIES, space, BLOCK + i)).intoArray(y, yAt + i);
    }
  }

  /// space = the sigmoids of 2a, and from BLOCK on those of b.
  private static void sigmoids(float[] a, int aAt, float[] b, int bAt, float[] space, int n) {
    for (int i = 0; i < n; i += V) {
      FloatVector.fromArray(SPECIES, a, aAt + i).mul(2f).intoArray(space, i);
      FloatVector.fromArray(SPECIES, b, bAt + i).intoArray(space, BLOCK + i);
    }
    for (int half = 0; half <= BLOCK; half += BLOCK) {
      for (int i = half; i < half + n; i += V) {
        VectorMath.sigmoid(FloatVector.fromArray(SPECIES, space, i)).intoArray(space, i);
      }
    }
  }

  /// tanh a from sigmoid(2a).
  private static FloatVector tanh(float[] sigmoids, int at) {
    return FloatVector.fromArray(SPECIES, sigmoids, at).fma(2f, -1f);
  }

  static void backward(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] dy,
      int dyAt,
      float[] da,
      int daAt,
      float[] db,
      int dbAt,
      int n) {
    float[] space = SPACE.get();
    int whole = n / V * V;
    for (int i = 0; i < whole; i += BLOCK) {
      int count = Math.min(BLOCK, whole - i);
      backwardBlock(a, aAt + i, b, bAt + i, dy, dyAt + i, da, daAt + i, db, dbAt + i, count, space);
    }
    int rest = n - whole;
    if (rest > 0) {
      int at = REST_AT;
      System.arraycopy(a, aAt + whole, space, at, rest);
      System.arraycopy(b, bAt + whole, space, at + V, rest);
      System.arraycopy(dy, dyAt + whole, space, at + 2 * V, rest);
      System.arraycopy(da, daAt + whole, space, at + 3 * V, rest);
      System.arraycopy(db, dbAt + whole, space, at + 4 * V, rest);
      backwardBlock(
          space,
          at,
          space,
          at + V,
          space,
          at + 2 * V,
          space,
          at + 3 * V,
          space,
          at + 4 * V,
          V,
          space);
      System.arraycopy(space, at + 3 * V, da, daAt + whole, rest);
      System.arraycopy(space, at + 4 * V, db, dbAt + whole, rest);
    }
  }

  private static void backwardBlock(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] dy,
      int dyAt,
      float[] da,
      int daAt,
      float[] db,
      int dbAt,
      int n,
      float[] space) {
    sigmoids(a, aAt, b, bAt, space, n);
    for (int i = 0; i < n; i += V) {
      FloatVector tanh = tanh(space, i);
      FloatVector sigmoid = FloatVector.fromArray(SPECIES, space, BLOCK + i);
      FloatVector scaled = FloatVector.fromArray(SPECIES, dy, dyAt + i).mul(sigmoid);
      scaled
          .fma(all(1f).sub(tanh.mul(tanh)), FloatVector.fromArray(SPECIES, da, daAt + i))
          .intoArray(da, daAt + i);
      scaled
          .mul(tanh)
          .fma(all(1f).sub(sigmoid), FloatVector.fromArray(SPECIES, db, dbAt + i))
          .intoArray(db, dbAt + i);
    }
  }
}
