package dev.bijou.kernel;

import static dev.bijou.kernel.VectorMath.all;
import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The affine scalar bijection. Lanes that do not fill a vector are worked on in one that is filled with zeros.
final class VectorAffine {
  private static final ThreadLocal<float[]> REST = ThreadLocal.withInitial(() -> new float[5 * V]);

  private VectorAffine() {}

  static void map(
      boolean root,
      float limit,
      float saturation,
      Matrix x,
      Matrix theta,
      Matrix y,
      float[] logDet,
      int logDetAt) {
    int lanes = x.columns();
    int whole = lanes / V * V;
    float[] parameters = theta.data();
    for (int f = 0; f < x.rows(); f++) {
      row(
          root,
          limit,
          saturation,
          x.data(),
          x.at(f),
          parameters,
          theta.at(2 * f),
          parameters,
          theta.at(2 * f + 1),
          y.data(),
          y.at(f),
          logDet,
          logDetAt,
          whole);
      if (whole < lanes) {
        float[] rest = REST.get();
        int count = lanes - whole;
        System.arraycopy(x.data(), x.at(f) + whole, rest, 0, count);
        System.arraycopy(parameters, theta.at(2 * f) + whole, rest, V, count);
        System.arraycopy(parameters, theta.at(2 * f + 1) + whole, rest, 2 * V, count);
        System.arraycopy(logDet, logDetAt + whole, rest, 3 * V, count);
        row(root, limit, saturation, rest, 0, rest, V, rest, 2 * V, rest, 4 * V, rest, 3 * V, V);
        System.arraycopy(rest, 3 * V, logDet, logDetAt + whole, count);
        System.arraycopy(rest, 4 * V, y.data(), y.at(f) + whole, count);
        Arrays.fill(rest, 0);
      }
    }
  }

  private static void row(
      boolean root,
      float limit,
      float saturation,
      float[] x,
      int xAt,
      float[] shift,
      int shiftAt,
      float[] scale,
      int scaleAt,
      float[] y,
      int yAt,
      float[] logDet,
      int logDetAt,
      int n) {
    if (root) {
      for (int i = 0; i < n; i += V) {
        FloatVector a = FloatVector.fromArray(SPECIES, scale, scaleAt + i);
        FloatVector s = a.mul(all(limit).div(a.abs().add(limit)));
        FloatVector value =
            FloatVector.fromArray(SPECIES, x, xAt + i)
                .mul(VectorMath.exp(s))
                .add(FloatVector.fromArray(SPECIES, shift, shiftAt + i));
        saturate(value, saturation).intoArray(y, yAt + i);
        FloatVector.fromArray(SPECIES, logDet, logDetAt + i).add(s).intoArray(logDet, logDetAt + i);
      }
    } else {
      for (int i = 0; i < n; i += V) {
        FloatVector a = FloatVector.fromArray(SPECIES, scale, scaleAt + i);
        FloatVector s = a.mul(all(limit).div(a.abs().add(limit)));
        FloatVector value =
            FloatVector.fromArray(SPECIES, x, xAt + i)
                .sub(FloatVector.fromArray(SPECIES, shift, shiftAt + i))
                .mul(VectorMath.exp(s.neg()));
        saturate(value, saturation).intoArray(y, yAt + i);
        FloatVector.fromArray(SPECIES, logDet, logDetAt + i).sub(s).intoArray(logDet, logDetAt + i);
      }
    }
  }

  private static FloatVector saturate(FloatVector value, float saturation) {
    return value
        .blend(saturation, value.compare(VectorOperators.GT, saturation))
        .blend(-saturation, value.lt(-saturation));
  }
}
