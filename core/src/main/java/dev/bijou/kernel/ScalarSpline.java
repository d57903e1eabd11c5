package dev.bijou.kernel;

/// The rational-quadratic spline of one element after the other.
///
/// An instance holds the working space of one call: the parameters of one element, its bin, and what follows from it.
final class ScalarSpline {
  private final int bins;
  private final float bound;
  private final float least;
  private final float spread;
  private final float minSlope;
  private final float shift;
  private final float[] p; // share of the box's width, of each bin
  private final float[] q; // share of the box's height

  // The bin of the present element.
  private int bin;
  private float left;
  private float width;
  private float bottom;
  private float height;
  private float d;
  private float e;

  // The gradients with respect to them, from backward().
  private float gX;
  private float gWidth;
  private float gHeight;
  private float gD;
  private float gE;

  ScalarSpline(Spline spline) {
    bins = spline.bins();
    bound = spline.bound();
    least = 2 * bound * spline.minBin();
    spread = 2 * bound * (1 - bins * spline.minBin());
    minSlope = spline.minSlope();
    shift = spline.slopeShift();
    p = new float[bins];
    q = new float[bins];
  }

  void direct(Matrix x, Matrix theta, Matrix y, float[] logDet, int logDetAt) {
    for (int f = 0; f < x.rows(); f++) {
      for (int n = 0; n < x.columns(); n++) {
        float value = x.data()[x.at(f) + n];
        if (!(Math.abs(value) < bound)) {
          y.data()[y.at(f) + n] = value;
          continue;
        }
        locate(theta, f, n, value, true);
        float xi = clipUnit((value - left) / width);
        float s = height / width;
        float eta = xi * (1 - xi);
        float denominator = s + (d + e - 2 * s) * eta;
        y.data()[y.at(f) + n] = bottom + height * ((s * xi * xi + d * eta) / denominator);
        logDet[logDetAt + n] += logSlope(xi, s, eta, denominator);
      }
    }
  }

  void root(Matrix y, Matrix theta, Matrix x, float[] logDet, int logDetAt) {
    for (int f = 0; f < y.rows(); f++) {
      for (int n = 0; n < y.columns(); n++) {
        float value = y.data()[y.at(f) + n];
        if (!(Math.abs(value) < bound)) {
          x.data()[x.at(f) + n] = value;
          continue;
        }
        locate(theta, f, n, value, false);
        float s = height / width;
        float xi = rootInBin(clipUnit((value - bottom) / height), s);
        float eta = xi * (1 - xi);
        float denominator = s + (d + e - 2 * s) * eta;
        x.data()[x.at(f) + n] = left + xi * width;
        logDet[logDetAt + n] -= logSlope(xi, s, eta, denominator);
      }
    }
  }

  void directBackward(
      Matrix x, Matrix theta, Matrix dy, float[] dLogDet, int dLogDetAt, Matrix dx, Matrix dTheta) {
    for (int f = 0; f < x.rows(); f++) {
      for (int n = 0; n < x.columns(); n++) {
        float value = x.data()[x.at(f) + n];
        float gradient = dy.data()[dy.at(f) + n];
        if (!(Math.abs(value) < bound)) {
          dx.data()[dx.at(f) + n] += gradient;
          continue;
        }
        locate(theta, f, n, value, true);
        backward(value, gradient, dLogDet[dLogDetAt + n], false);
        dx.data()[dx.at(f) + n] -= gX;
        spread(theta, dTheta, f, n, gradient);
      }
    }
  }

  void rootBackward(Matrix x, Matrix theta, Matrix dx, float[] dLogDet, int dLogDetAt, Matrix dy, Matrix dTheta) {
    for (int f = 0; f < x.rows(); f++) {
      for (int n = 0; n < x.columns(); n++) {
        float value = x.data()[x.at(f) + n];
        float gradient = dx.data()[dx.at(f) + n];
        if (!(Math.abs(value) < bound)) {
          dy.data()[dy.at(f) + n] += gradient;
          continue;
        }
        locate(theta, f, n, value, true);
        float gY = backward(value, gradient, dLogDet[dLogDetAt + n], true);
        dy.data()[dy.at(f) + n] -= gY;
        spread(theta, dTheta, f, n, gY);
      }
    }
  }

  /// Finds the bin of an x (or, if not `ofX`, a y) inside the box.
  private void locate(Matrix theta, int f, int n, float value, boolean ofX) {
    int row = f * (3 * bins - 1);
    softmax(theta, row, n, p);
    softmax(theta, row + bins, n, q);
    float x = -bound;
    float y = -bound;
    for (int k = 0; k < bins; k++) {
      float w = least + spread * p[k];
      float h = least + spread * q[k];
      if (k == 0 || value >= (ofX ? x : y)) {
        bin = k;
        left = x;
        width = w;
        bottom = y;
        height = h;
      }
      x += w;
      y += h;
    }
    d = bin == 0 ? 1 : slope(theta, f, n, bin - 1);
    e = bin == bins - 1 ? 1 : slope(theta, f, n, bin);
  }

  private void softmax(Matrix theta, int row, int n, float[] share) {
    float max = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < bins; k++) {
      max = Math.max(max, theta.data()[theta.at(row + k) + n]);
    }
    float sum = 0;
    for (int k = 0; k < bins; k++) {
      share[k] = ScalarMath.exp(theta.data()[theta.at(row + k) + n] - max);
      sum += share[k];
    }
    for (int k = 0; k < bins; k++) {
      share[k] /= sum;
    }
  }

  private float slope(Matrix theta, int f, int n, int knot) {
    return minSlope + ScalarMath.softplus(slopeLogit(theta, f, n, knot));
  }

  private float slopeLogit(Matrix theta, int f, int n, int knot) {
    return theta.data()[theta.at(f * (3 * bins - 1) + 2 * bins + knot) + n] + shift;
  }

  /// log(s² · numerator / denominator²) in an order that neither overflows nor underflows.
  private float logSlope(float xi, float s, float eta, float denominator) {
    float numerator = e * xi * xi + 2 * s * eta + d * (1 - xi) * (1 - xi);
    return (float) Math.log((numerator / denominator) * (s * (s / denominator)));
  }

  /// The ξ at which the spline has risen by the share t of its bin.
  private float rootInBin(float t, float s) {
    float scale = 1 / (d + e + s);
    float c = (d + e - 2 * s) * scale;
    float b = d * scale - t * c;
    float a = s * scale - b;
    float st = s * scale * t;
    float root = (float) Math.sqrt(Math.max(0, b * b + 4 * a * st));
    float above = b < 0 ? root - b : 2 * st;
    float below = b < 0 ? 2 * a : root + b;
    return clipUnit(above / Math.max(below, Float.MIN_NORMAL));
  }

  /// Sets the gradients of the bin's six numbers, and returns the gradient that stands at y: `gradient` itself or, for
  /// the root, what the implicit function theorem makes of the gradient at x.
  private float backward(float x, float gradient, float gLog, boolean ofRoot) {
    float xi = clipUnit((x - left) / width);
    float s = height / width;
    float eta = xi * (1 - xi);
    float c = d + e - 2 * s;
    float denominator = s + c * eta;
    float numerator = e * xi * xi + 2 * s * eta + d * (1 - xi) * (1 - xi);
    float overDen = 1 / denominator;
    float overNum = 1 / numerator;
    float g = (s * xi * xi + d * eta) * overDen;
    float slope = (numerator * overDen) * (s * (s * overDen));
    float logByXi = 2 * (e * xi + s * (1 - 2 * xi) - d * (1 - xi)) * overNum - 2 * c * (1 - 2 * xi) * overDen;

    float gY = gradient;
    float gL = gLog;
    if (ofRoot) {
      gL = -gLog;
      gY = -(gradient + gL * logByXi / width) / Math.max(slope, 1e-30f);
    }
    float gH = gY * height;
    float gS = gH * ((xi * xi - g * (1 - 2 * eta)) * overDen)
        + gL * (2 / s + 2 * eta * overNum - 2 * (1 - 2 * eta) * overDen);
    gD = gH * (eta * (1 - g) * overDen) + gL * ((1 - xi) * (1 - xi) * overNum - 2 * eta * overDen);
    gE = gL * (xi * xi * overNum - 2 * eta * overDen) - gH * (g * eta * overDen);
    gX = -(gY * slope + gL * logByXi / width);
    gWidth = gX * xi - gS * s / width;
    gHeight = gY * g + gS / width;
    return gY;
  }

  /// Adds the gradients of the bin's numbers to those of the parameters.
  private void spread(Matrix theta, Matrix dTheta, int f, int n, float gY) {
    int row = f * (3 * bins - 1);
    spread(dTheta, row, n, p, gX, gWidth);
    spread(dTheta, row + bins, n, q, gY, gHeight);
    if (bin > 0) {
      dTheta.data()[dTheta.at(row + 2 * bins + bin - 1) + n] +=
          gD * ScalarMath.sigmoid(slopeLogit(theta, f, n, bin - 1));
    }
    if (bin < bins - 1) {
      dTheta.data()[dTheta.at(row + 2 * bins + bin) + n] += gE * ScalarMath.sigmoid(slopeLogit(theta, f, n, bin));
    }
  }

  /// Softmax backward, where bins before the present one have gradient `before`, it has `here`, and the rest none.
  private void spread(Matrix dTheta, int row, int n, float[] share, float before, float here) {
    float mean = share[bin] * here;
    for (int k = 0; k < bin; k++) {
      mean += share[k] * before;
    }
    for (int k = 0; k < bins; k++) {
      float gradient = k < bin ? before : k == bin ? here : 0;
      dTheta.data()[dTheta.at(row + k) + n] += spread * share[k] * (gradient - mean);
    }
  }

  private static float clipUnit(float x) {
    return Math.max(0, Math.min(x, 1));
  }
}
