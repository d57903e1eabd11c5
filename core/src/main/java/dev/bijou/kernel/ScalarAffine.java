package dev.bijou.kernel;

/// The affine maps of [Kernels] in plain Java.
final class ScalarAffine {
  private ScalarAffine() {}

  static void direct(
      float limit,
      float saturation,
      Matrix x,
      Matrix theta,
      Matrix y,
      float[] logDet,
      int logDetAt) {
    float[] parameters = theta.data();
    for (int f = 0; f < x.rows(); f++) {
      int shiftAt = theta.at(2 * f);
      int scaleAt = theta.at(2 * f + 1);
      for (int n = 0; n < x.columns(); n++) {
        float s = ScalarMath.softClip(parameters[scaleAt + n], limit);
        float value = (x.data()[x.at(f) + n] - parameters[shiftAt + n]) * ScalarMath.exp(-s);
        y.data()[y.at(f) + n] = Math.max(-saturation, Math.min(value, saturation));
        logDet[logDetAt + n] -= s;
      }
    }
  }

  static void root(
      float limit,
      float saturation,
      Matrix y,
      Matrix theta,
      Matrix x,
      float[] logDet,
      int logDetAt) {
    float[] parameters = theta.data();
    for (int f = 0; f < y.rows(); f++) {
      int shiftAt = theta.at(2 * f);
      int scaleAt = theta.at(2 * f + 1);
      for (int n = 0; n < y.columns(); n++) {
        float s = ScalarMath.softClip(parameters[scaleAt + n], limit);
        float value = y.data()[y.at(f) + n] * ScalarMath.exp(s) + parameters[shiftAt + n];
        x.data()[x.at(f) + n] = Math.max(-saturation, Math.min(value, saturation));
        logDet[logDetAt + n] += s;
      }
    }
  }

  static void directBackward(
      float limit,
      float saturation,
      Matrix y,
      Matrix theta,
      Matrix dy,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dx,
      Matrix dTheta) {
    for (int f = 0; f < y.rows(); f++) {
      int shiftAt = dTheta.at(2 * f);
      int scaleAt = dTheta.at(2 * f + 1);
      for (int n = 0; n < y.columns(); n++) {
        float a = theta.data()[theta.at(2 * f + 1) + n];
        float rest = limit / (Math.abs(a) + limit); // ds/da = rest²
        float image = y.data()[y.at(f) + n];
        float slope = Math.abs(image) < saturation ? dy.data()[dy.at(f) + n] : 0;
        float scaled = slope * ScalarMath.exp(-a * rest);
        dx.data()[dx.at(f) + n] += scaled;
        dTheta.data()[shiftAt + n] -= scaled;
        dTheta.data()[scaleAt + n] -= rest * rest * (slope * image + dLogDet[dLogDetAt + n]);
      }
    }
  }

  static void rootBackward(
      float limit,
      float saturation,
      Matrix x,
      Matrix theta,
      Matrix dx,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dy,
      Matrix dTheta) {
    for (int f = 0; f < x.rows(); f++) {
      int shiftAt = dTheta.at(2 * f);
      int scaleAt = dTheta.at(2 * f + 1);
      for (int n = 0; n < x.columns(); n++) {
        float t = theta.data()[theta.at(2 * f) + n];
        float a = theta.data()[theta.at(2 * f + 1) + n];
        float rest = limit / (Math.abs(a) + limit); // ds/da = rest²
        float image = x.data()[x.at(f) + n];
        float slope = Math.abs(image) < saturation ? dx.data()[dx.at(f) + n] : 0;
        dy.data()[dy.at(f) + n] += slope * ScalarMath.exp(a * rest);
        dTheta.data()[shiftAt + n] += slope;
        dTheta.data()[scaleAt + n] += rest * rest * (slope * (image - t) + dLogDet[dLogDetAt + n]);
      }
    }
  }
}
