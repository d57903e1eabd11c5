package dev.bijou.kernel;

import static dev.bijou.kernel.VectorMath.all;
import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import dev.bijou.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The nonlinearities and their derivatives. What does not fill a vector is worked on in one that is filled with zeros.
final class VectorActivation {
  private static final ThreadLocal<float[]> REST = ThreadLocal.withInitial(() -> new float[4 * V]);

  private VectorActivation() {}

  static void map(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    int whole = n / V * V;
    mapWhole(f, x, xAt, y, yAt, whole);
    if (whole < n) {
      float[] rest = REST.get();
      System.arraycopy(x, xAt + whole, rest, 0, n - whole);
      mapWhole(f, rest, 0, rest, V, V);
      System.arraycopy(rest, V, y, yAt + whole, n - whole);
    }
  }

  private static void mapWhole(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    switch (f) {
      case RELU -> relu(x, xAt, y, yAt, n);
      case SILU -> silu(x, xAt, y, yAt, n);
      case TANH -> tanh(x, xAt, y, yAt, n);
    }
  }

  private static void relu(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += V) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xAt + i);
      value.blend(0f, value.lt(0f)).intoArray(y, yAt + i);
    }
  }

  private static void silu(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += V) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xAt + i);
      value.mul(VectorMath.sigmoid(value)).intoArray(y, yAt + i);
    }
  }

  private static void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += V) {
      VectorMath.tanh(FloatVector.fromArray(SPECIES, x, xAt + i)).intoArray(y, yAt + i);
    }
  }

  static void backward(
      Activation f,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int n) {
    int whole = n / V * V;
    backwardWhole(f, x, xAt, y, yAt, dy, dyAt, dx, dxAt, whole);
    if (whole < n) {
      float[] rest = REST.get();
      System.arraycopy(x, xAt + whole, rest, 0, n - whole);
      System.arraycopy(y, yAt + whole, rest, V, n - whole);
      System.arraycopy(dy, dyAt + whole, rest, 2 * V, n - whole);
      System.arraycopy(dx, dxAt + whole, rest, 3 * V, n - whole);
      backwardWhole(f, rest, 0, rest, V, rest, 2 * V, rest, 3 * V, V);
      System.arraycopy(rest, 3 * V, dx, dxAt + whole, n - whole);
    }
  }

  private static void backwardWhole(
      Activation f,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int n) {
    switch (f) {
      case RELU -> reluBackward(x, xAt, dy, dyAt, dx, dxAt, n);
      case SILU -> siluBackward(x, xAt, y, yAt, dy, dyAt, dx, dxAt, n);
      case TANH -> tanhBackward(y, yAt, dy, dyAt, dx, dxAt, n);
    }
  }

  private static void reluBackward(
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i += V) {
      FloatVector old = FloatVector.fromArray(SPECIES, dx, dxAt + i);
      FloatVector value = FloatVector.fromArray(SPECIES, x, xAt + i);
      old.add(FloatVector.fromArray(SPECIES, dy, dyAt + i), value.compare(VectorOperators.GT, 0f))
          .intoArray(dx, dxAt + i);
    }
  }

  /// With σ = sigmoid(x), the derivative of x σ is σ + x σ (1 − σ).
  private static void siluBackward(
      float[] x, int xAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i += V) {
      FloatVector sigmoid = VectorMath.sigmoid(FloatVector.fromArray(SPECIES, x, xAt + i));
      FloatVector slope =
          all(1f).sub(sigmoid).fma(FloatVector.fromArray(SPECIES, y, yAt + i), sigmoid);
      slope
          .fma(
              FloatVector.fromArray(SPECIES, dy, dyAt + i),
              FloatVector.fromArray(SPECIES, dx, dxAt + i))
          .intoArray(dx, dxAt + i);
    }
  }

  private static void tanhBackward(
      float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i += V) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, yAt + i);
      all(1f)
          .sub(value.mul(value))
          .fma(
              FloatVector.fromArray(SPECIES, dy, dyAt + i),
              FloatVector.fromArray(SPECIES, dx, dxAt + i))
          .intoArray(dx, dxAt + i);
    }
  }
}
