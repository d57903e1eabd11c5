package dev.bijou.kernel;

import java.util.HashMap;
import java.util.Map;

/// The rational-quadratic spline of one element after the other.
///
/// An instance holds the working space of one thread: the exponentials of the present element's logits, its bin, and
/// the gradients at the bin's six numbers.
final class ScalarSpline {
  private static final float LOG2_E = 1.442695f;

  private static final ThreadLocal<Map<Spline, ScalarSpline>> SPACES =
      ThreadLocal.withInitial(HashMap::new);

  private final int bins;
  private final int parameters;
  private final float bound;
  private final float least; // width and height of a bin
  private final float spread; // what is left of the box for the softmax
  private final float minSlope;
  private final float shift;
  private final boolean exponential;
  private final int slopeCount;
  private final int firstSlope;
  private final float[] widths; // exponentials of the logits
  private final float[] heights;
  private float widthSum;
  private float heightSum;

  // The bin.
  private int bin;
  private double left; // knots are sums of many terms
  private float width;
  private double bottom;
  private float height;
  private float leftLogit;
  private float rightLogit;
  private float d; // slope at the left end
  private float e; // slope at the right end

  // The gradients.
  private float ofLeft;
  private float ofWidth;
  private float ofBottom;
  private float ofHeight;
  private float ofD;
  private float ofE;

  private ScalarSpline(Spline spline) {
    bins = spline.bins();
    parameters = spline.parameterCount();
    bound = spline.bound();
    least = 2 * bound * spline.minBin();
    spread = 2 * bound * (1 - bins * spline.minBin());
    minSlope = spline.minSlope();
    shift = spline.slopeShift();
    exponential = spline.exponentialSlopes();
    slopeCount = spline.slopeCount();
    firstSlope = spline.firstSlope();
    widths = new float[bins];
    heights = new float[bins];
  }

  /// This thread's working space for such splines.
  static ScalarSpline of(Spline spline) {
    return SPACES.get().computeIfAbsent(spline, ScalarSpline::new);
  }

  void direct(Matrix x, Matrix theta, Matrix y, float[] logDet, int logDetAt) {
    for (int f = 0; f < x.rows(); f++) {
      for (int n = 0; n < x.columns(); n++) {
        float value = x.data()[x.at(f) + n];
        if (!(Math.abs(value) < bound)) {
          y.data()[y.at(f) + n] = value;
          continue;
        }
        locate(theta, f, n, value, false);
        float xi = Math.min((float) (value - left) / width, 1);
        float s = height / width;
        float eta = xi * (1 - xi);
        float denominator = s + (d + e - 2 * s) * eta;
        y.data()[y.at(f) + n] = (float) (bottom + height * ((s * xi * xi + d * eta) / denominator));
        logDet[logDetAt + n] += ScalarMath.log(slope(xi, s, denominator));
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
        locate(theta, f, n, value, true);
        float s = height / width;
        float xi = rootInBin(Math.min((float) (value - bottom) / height, 1), s);
        float denominator = s + (d + e - 2 * s) * xi * (1 - xi);
        x.data()[x.at(f) + n] = (float) (left + width * xi);
        logDet[logDetAt + n] -= ScalarMath.log(slope(xi, s, denominator));
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
        locate(theta, f, n, value, false);
        backward(value, gradient, dLogDet[dLogDetAt + n], false);
        dx.data()[dx.at(f) + n] -= ofLeft;
        addGradients(dTheta, f, n);
      }
    }
  }

  void rootBackward(
      Matrix x, Matrix theta, Matrix dx, float[] dLogDet, int dLogDetAt, Matrix dy, Matrix dTheta) {
    for (int f = 0; f < x.rows(); f++) {
      for (int n = 0; n < x.columns(); n++) {
        float value = x.data()[x.at(f) + n];
        float gradient = dx.data()[dx.at(f) + n];
        if (!(Math.abs(value) < bound)) {
          dy.data()[dy.at(f) + n] += gradient;
          continue;
        }
        locate(theta, f, n, value, false);
        backward(value, gradient, dLogDet[dLogDetAt + n], true);
        dy.data()[dy.at(f) + n] -= ofBottom;
        addGradients(dTheta, f, n);
      }
    }
  }

  /// Finds the bin of an argument inside the box: by x among the widths or, if `byHeight`, by y among the heights.
  private void locate(Matrix theta, int f, int n, float argument, boolean byHeight) {
    int at = theta.at(f * parameters) + n;
    int stride = theta.stride();
    int slopesAt = at + 2 * bins * stride;
    widthSum = exponentials(theta.data(), at, stride, widths);
    heightSum = exponentials(theta.data(), at + bins * stride, stride, heights);
    float widthScale = spread / widthSum;
    float heightScale = spread / heightSum;
    bin = 0;
    left = -bound;
    bottom = -bound;
    width = widths[0] * widthScale + least;
    height = heights[0] * heightScale + least;
    while (bin < bins - 1 && argument >= (byHeight ? bottom + height : left + width)) {
      bin++;
      left += width;
      bottom += height;
      width = widths[bin] * widthScale + least;
      height = heights[bin] * heightScale + least;
    }
    // Where the ends are not free, the end bins end in the tails, whose slope is that of a logit of
    // zero.
    int knot = bin + firstSlope;
    leftLogit = shift + (knot < 0 ? 0 : theta.data()[slopesAt + knot * stride]);
    rightLogit =
        shift + (knot + 1 == slopeCount ? 0 : theta.data()[slopesAt + (knot + 1) * stride]);
    d = exponential ? ScalarMath.exp(leftLogit) : minSlope + ScalarMath.softplus(leftLogit);
    e = exponential ? ScalarMath.exp(rightLogit) : minSlope + ScalarMath.softplus(rightLogit);
  }

  /// The exponentials of a column of logits, and their sum. The greatest logit is subtracted if the sum tells that it
  /// has to be.
  private float exponentials(float[] logits, int at, int stride, float[] out) {
    float sum = exponentials(logits, at, stride, 0, out);
    if (sum > 1e-17f && sum < 1e17f) {
      return sum;
    }
    float max = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < bins; k++) {
      max = Math.max(max, logits[at + k * stride]);
    }
    return exponentials(logits, at, stride, max, out);
  }

  private float exponentials(float[] logits, int at, int stride, float minus, float[] out) {
    float sum = 0;
    for (int k = 0; k < bins; k++) {
      float y = (logits[at + k * stride] - minus) * LOG2_E;
      float power = ScalarMath.exp2(y > 126 ? 126 : y < -1000 ? -1000 : y);
      out[k] = power;
      sum += power;
    }
    return sum;
  }

  /// dy/dx, in an order of operations that neither overflows nor underflows.
  private float slope(float xi, float s, float denominator) {
    float rest = 1 - xi;
    float numerator = e * xi * xi + 2 * s * xi * rest + d * rest * rest;
    return (numerator / denominator) * (s * (s / denominator));
  }

  /// The ξ at which the spline has risen by the share t of its bin: see [VectorSplineStages#root].
  private float rootInBin(float t, float s) {
    float scale = 1 / (d + e + s);
    float b = d * scale - t * ((d + e - 2 * s) * scale);
    float a = s * scale - b;
    float st = 2 * (s * scale * t);
    float r = (float) Math.sqrt(Math.max(0, b * b + 2 * a * st));
    float above = b < 0 ? r - b : st;
    float below = b < 0 ? 2 * a : r + b;
    return Math.min(above / Math.max(below, Float.MIN_NORMAL), 1);
  }

  /// Sets the gradients from those of the value and the log-derivative; or, if `ofRoot`, from those of the root and of
  /// its log-determinant, by the implicit function theorem.
  private void backward(float x, float gradient, float gradientOfLog, boolean ofRoot) {
    float xi = Math.min((float) (x - left) / width, 1);
    float rest = 1 - xi;
    float s = height / width;
    float eta = xi * rest;
    float c = d + e - 2 * s;
    float over = 1 / (s + c * eta);
    float numerator = e * xi * xi + 2 * s * eta + d * rest * rest;
    float overNumerator = 1 / numerator;
    float rise = (s * xi * xi + d * eta) * over;
    float slope = (numerator * over) * (s * (s * over));
    float middle = rest - xi;
    float bend = 2 * ((e * xi + s * middle - d * rest) * overNumerator - c * middle * over) / width;

    float ofLog = ofRoot ? -gradientOfLog : gradientOfLog;
    ofBottom = ofRoot ? -(gradient + ofLog * bend) / Math.max(slope, 1e-30f) : gradient;
    ofLeft = -(ofBottom * slope + ofLog * bend);
    float ofRise = ofBottom * height;
    float ends = 1 - 2 * eta;
    ofD =
        ofLog * (rest * rest * overNumerator - 2 * eta * over) + ofRise * (eta * over) * (1 - rise);
    ofE = ofLog * (xi * xi * overNumerator - 2 * eta * over) - ofRise * (eta * over) * rise;
    float ofS =
        ofRise * ((xi * xi - rise * ends) * over)
            + 2 * ofLog * (1 / s + eta * overNumerator - ends * over);
    ofWidth = ofLeft * xi - ofS / width * s;
    ofHeight = ofBottom * rise + ofS / width;
  }

  /// Adds the gradients of the parameters.
  private void addGradients(Matrix dTheta, int f, int n) {
    int stride = dTheta.stride();
    int at = dTheta.at(f * parameters) + n;
    int slopesAt = at + 2 * bins * stride;
    addSoftmaxGradients(
        dTheta.data(), at, stride, widths, spread / widthSum, left, width, ofLeft, ofWidth);
    addSoftmaxGradients(
        dTheta.data(),
        at + bins * stride,
        stride,
        heights,
        spread / heightSum,
        bottom,
        height,
        ofBottom,
        ofHeight);
    int knot = bin + firstSlope;
    if (knot >= 0) {
      dTheta.data()[slopesAt + knot * stride] +=
          ofD * (exponential ? d : ScalarMath.sigmoid(leftLogit));
    }
    if (knot + 1 < slopeCount) {
      dTheta.data()[slopesAt + (knot + 1) * stride] +=
          ofE * (exponential ? e : ScalarMath.sigmoid(rightLogit));
    }
  }

  /// spread · p_j (g_j − Σ p_i g_i), where g is `before` for bins before the present one, `here` at it, and 0 after.
  private void addSoftmaxGradients(
      float[] gradient,
      int at,
      int stride,
      float[] exponentials,
      float scale,
      double start,
      float size,
      float before,
      float here) {
    float mean = ((float) (start + bound - bin * least) * before + (size - least) * here) / spread;
    for (int k = 0; k < bins; k++) {
      float own = k < bin ? before : k == bin ? here : 0;
      gradient[at + k * stride] += exponentials[k] * (scale * (own - mean));
    }
  }
}
