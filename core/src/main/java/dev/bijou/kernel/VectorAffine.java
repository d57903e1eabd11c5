package dev.bijou.kernel;

import static dev.bijou.kernel.VectorMath.all;
import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The affine scalar bijection. Lanes that do not fill a vector are worked on in one that is filled with zeros.
final class VectorAffine {
  private static final ThreadLocal<float[]> REST = ThreadLocal.withInitial(() -> new float[8 * V]);

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
    float signed = root ? limit : -limit;
    for (int i = 0; i < n; i += V) {
      FloatVector a = FloatVector.fromArray(SPECIES, scale, scaleAt + i);
      FloatVector s = a.mul(all(signed).div(a.abs().add(limit))); // −s if direct
      FloatVector factor = VectorMath.exp(s);
      FloatVector t = FloatVector.fromArray(SPECIES, shift, shiftAt + i);
      FloatVector value = FloatVector.fromArray(SPECIES, x, xAt + i);
      value = root ? value.mul(factor).add(t) : value.sub(t).mul(factor);
      saturate(value, saturation).intoArray(y, yAt + i);
      FloatVector.fromArray(SPECIES, logDet, logDetAt + i).add(s).intoArray(logDet, logDetAt + i);
    }
  }

  static void backward(
      boolean root,
      float limit,
      float saturation,
      Matrix image,
      Matrix theta,
      Matrix dImage,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dx,
      Matrix dTheta) {
    int lanes = image.columns();
    int whole = lanes / V * V;
    int count = lanes - whole;
    for (int f = 0; f < image.rows(); f++) {
      int shift = 2 * f;
      int scale = shift + 1;
      backwardRow(
          root,
          limit,
          saturation,
          image.data(),
          image.at(f),
          theta.data(),
          theta.at(shift),
          theta.at(scale),
          dImage.data(),
          dImage.at(f),
          dLogDet,
          dLogDetAt,
          dx.data(),
          dx.at(f),
          dTheta.data(),
          dTheta.at(shift),
          dTheta.at(scale),
          whole);
      if (count > 0) {
        float[] rest = REST.get();
        System.arraycopy(image.data(), image.at(f) + whole, rest, 0, count);
        System.arraycopy(theta.data(), theta.at(shift) + whole, rest, V, count);
        System.arraycopy(theta.data(), theta.at(scale) + whole, rest, 2 * V, count);
        System.arraycopy(dImage.data(), dImage.at(f) + whole, rest, 3 * V, count);
        System.arraycopy(dx.data(), dx.at(f) + whole, rest, 4 * V, count);
        System.arraycopy(dTheta.data(), dTheta.at(shift) + whole, rest, 5 * V, count);
        System.arraycopy(dTheta.data(), dTheta.at(scale) + whole, rest, 6 * V, count);
        System.arraycopy(dLogDet, dLogDetAt + whole, rest, 7 * V, count);
        backwardRow(
            root,
            limit,
            saturation,
            rest,
            0,
            rest,
            V,
            2 * V,
            rest,
            3 * V,
            rest,
            7 * V,
            rest,
            4 * V,
            rest,
            5 * V,
            6 * V,
            V);
        System.arraycopy(rest, 4 * V, dx.data(), dx.at(f) + whole, count);
        System.arraycopy(rest, 5 * V, dTheta.data(), dTheta.at(shift) + whole, count);
        System.arraycopy(rest, 6 * V, dTheta.data(), dTheta.at(scale) + whole, count);
        Arrays.fill(rest, 0);
      }
    }
  }

  private static void backwardRow(
      boolean root,
      float limit,
      float saturation,
      float[] image,
      int imageAt,
      float[] theta,
      int shiftAt,
      int scaleAt,
      float[] dImage,
      int dImageAt,
      float[] dLogDet,
      int dLogDetAt,
      float[] dx,
      int dxAt,
      float[] dTheta,
      int dShiftAt,
      int dScaleAt,
      int n) {
    float signed = root ? limit : -limit;
    for (int i = 0; i < n; i += V) {
      FloatVector a = FloatVector.fromArray(SPECIES, theta, scaleAt + i);
      FloatVector rest = all(signed).div(a.abs().add(limit)); // ds/da = rest²; −rest if direct
      FloatVector y = FloatVector.fromArray(SPECIES, image, imageAt + i);
      FloatVector slope =
          all(0f)
              .blend(FloatVector.fromArray(SPECIES, dImage, dImageAt + i), y.abs().lt(saturation));
      FloatVector scaled = slope.mul(VectorMath.exp(a.mul(rest)));
      FloatVector volume = FloatVector.fromArray(SPECIES, dLogDet, dLogDetAt + i);
      FloatVector t = FloatVector.fromArray(SPECIES, theta, shiftAt + i);
      FloatVector dShift = root ? slope : scaled.neg();
      FloatVector dScale = root ? slope.mul(y.sub(t)).add(volume) : slope.mul(y).add(volume).neg();
      FloatVector.fromArray(SPECIES, dx, dxAt + i).add(scaled).intoArray(dx, dxAt + i);
      FloatVector.fromArray(SPECIES, dTheta, dShiftAt + i)
          .add(dShift)
          .intoArray(dTheta, dShiftAt + i);
      FloatVector.fromArray(SPECIES, dTheta, dScaleAt + i)
          .add(rest.mul(rest).mul(dScale))
          .intoArray(dTheta, dScaleAt + i);
    }
  }

  private static FloatVector saturate(FloatVector value, float saturation) {
    return value
        .blend(saturation, value.compare(VectorOperators.GT, saturation))
        .blend(-saturation, value.lt(-saturation));
  }
}
