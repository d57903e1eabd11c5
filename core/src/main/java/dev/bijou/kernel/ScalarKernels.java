package dev.bijou.kernel;

import dev.bijou.Activation;
import dev.bijou.random.Noise;
import org.jspecify.annotations.Nullable;

/// Kernels in plain Java: always there, and the reference for the others.
///
/// The loops over lanes are written so that HotSpot turns them into vector instructions by itself where it can.
final class ScalarKernels implements Kernels {
  @Override
  public String description() {
    return "scalar Java";
  }

  @Override
  public void linear(
      Matrix w, float @Nullable [] bias, int biasAt, Matrix x, Matrix y, Staircase stairs) {
    ScalarProducts.linear(w, bias, biasAt, x, y, stairs);
  }

  @Override
  public void addProduct(Matrix w, Matrix x, Matrix y, Staircase full) {
    ScalarProducts.addProduct(w, x, y, full);
  }

  @Override
  public void linearOne(
      Matrix transposed,
      float[] bias,
      int biasAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      Staircase stairs) {
    ScalarProducts.linearOne(transposed, bias, biasAt, x, xAt, y, yAt, stairs);
  }

  @Override
  public void linearBackwardData(Matrix w, Matrix dy, Matrix dx, Staircase stairs) {
    ScalarProducts.backwardData(w, dy, dx, stairs);
  }

  @Override
  public void linearBackwardWeight(Matrix dy, Matrix x, Matrix dw, Staircase stairs) {
    ScalarProducts.backwardWeight(dy, x, dw, stairs);
  }

  @Override
  public void rowSums(Matrix x, float[] sums, int sumsAt) {
    for (int i = 0; i < x.rows(); i++) {
      double sum = 0;
      for (int n = x.at(i), end = n + x.columns(); n < end; n++) {
        sum += x.data()[n];
      }
      sums[sumsAt + i] += (float) sum;
    }
  }

  @Override
  public void addScaledRows(float[] a, int aAt, int aStep, Matrix x, Matrix y) {
    for (int i = 0; i < x.rows(); i++) {
      addScaled(a[aAt + i * aStep], x.data(), x.at(i), y.data(), y.at(i), x.columns());
    }
  }

  @Override
  public void repeatRows(float[] a, int aAt, Matrix x, int rate, Matrix y) {
    for (int i = 0; i < x.rows(); i++) {
      float added = a[aAt + i];
      int to = y.at(i);
      for (int n = x.at(i), end = n + x.columns(); n < end; n++) {
        float value = x.data()[n] + added;
        for (int r = 0; r < rate; r++) {
          y.data()[to++] = value;
        }
      }
    }
  }

  @Override
  public void rowDots(Matrix x, Matrix y, float[] sums, int sumsAt, int sumsStep) {
    for (int i = 0; i < x.rows(); i++) {
      double sum = 0;
      int at = y.at(i);
      for (int n = x.at(i), end = n + x.columns(); n < end; n++) {
        sum += (double) x.data()[n] * y.data()[at++];
      }
      sums[sumsAt + i * sumsStep] += (float) sum;
    }
  }

  @Override
  public void gate(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = ScalarMath.tanh(a[aAt + i]) * ScalarMath.sigmoid(b[bAt + i]);
    }
  }

  @Override
  public void gateBackward(
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
    for (int i = 0; i < n; i++) {
      float tanh = ScalarMath.tanh(a[aAt + i]);
      float sigmoid = ScalarMath.sigmoid(b[bAt + i]);
      float scaled = dy[dyAt + i] * sigmoid;
      da[daAt + i] += scaled * (1 - tanh * tanh);
      db[dbAt + i] += scaled * tanh * (1 - sigmoid);
    }
  }

  @Override
  public void activate(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    switch (f) {
      case RELU -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.max(x[xAt + i], 0);
        }
      }
      case SILU -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = x[xAt + i] * ScalarMath.sigmoid(x[xAt + i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = ScalarMath.tanh(x[xAt + i]);
        }
      }
    }
  }

  @Override
  public void activateBackward(
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
      case RELU -> {
        for (int i = 0; i < n; i++) {
          dx[dxAt + i] += x[xAt + i] > 0 ? dy[dyAt + i] : 0;
        }
      }
      case SILU -> {
        for (int i = 0; i < n; i++) {
          float s = ScalarMath.sigmoid(x[xAt + i]);
          dx[dxAt + i] += dy[dyAt + i] * (s + y[yAt + i] * (1 - s));
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          dx[dxAt + i] += dy[dyAt + i] * (1 - y[yAt + i] * y[yAt + i]);
        }
      }
    }
  }

  @Override
  public void add(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    for (int i = 0; i < n; i++) {
      z[zAt + i] = x[xAt + i] + y[yAt + i];
    }
  }

  @Override
  public void addScaled(float a, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += a * x[xAt + i];
    }
  }

  @Override
  public void clip(float low, float high, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.max(low, Math.min(x[xAt + i], high));
    }
  }

  @Override
  public void dropout(int seed, float rate, float[] x, int xAt, float[] y, int yAt, int n) {
    int threshold = Noise.threshold(rate);
    float scale = 1 / (1 - rate);
    for (int i = 0; i < n; i++) {
      y[yAt + i] += (Noise.bits(seed, i) >>> 1) < threshold ? 0 : x[xAt + i] * scale;
    }
  }

  @Override
  public void sumSquares(Matrix z, float cap, float[] sums, int sumsAt) {
    for (int f = 0; f < z.rows(); f++) {
      int at = z.at(f);
      for (int n = 0; n < z.columns(); n++) {
        float value = z.data()[at + n];
        sums[sumsAt + n] += Math.min(value * value, cap);
      }
    }
  }

  @Override
  public void affineDirect(
      float limit,
      float saturation,
      Matrix x,
      Matrix theta,
      Matrix y,
      float[] logDet,
      int logDetAt) {
    ScalarAffine.direct(limit, saturation, x, theta, y, logDet, logDetAt);
  }

  @Override
  public void affineRoot(
      float limit,
      float saturation,
      Matrix y,
      Matrix theta,
      Matrix x,
      float[] logDet,
      int logDetAt) {
    ScalarAffine.root(limit, saturation, y, theta, x, logDet, logDetAt);
  }

  @Override
  public void affineDirectBackward(
      float limit,
      float saturation,
      Matrix y,
      Matrix theta,
      Matrix dy,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dx,
      Matrix dTheta) {
    ScalarAffine.directBackward(limit, saturation, y, theta, dy, dLogDet, dLogDetAt, dx, dTheta);
  }

  @Override
  public void affineRootBackward(
      float limit,
      float saturation,
      Matrix x,
      Matrix theta,
      Matrix dx,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dy,
      Matrix dTheta) {
    ScalarAffine.rootBackward(limit, saturation, x, theta, dx, dLogDet, dLogDetAt, dy, dTheta);
  }

  @Override
  public void splineDirect(
      Spline spline, Matrix x, Matrix theta, Matrix y, float[] logDet, int logDetAt) {
    ScalarSpline.of(spline).direct(x, theta, y, logDet, logDetAt);
  }

  @Override
  public void splineRoot(
      Spline spline, Matrix y, Matrix theta, Matrix x, float[] logDet, int logDetAt) {
    ScalarSpline.of(spline).root(y, theta, x, logDet, logDetAt);
  }

  @Override
  public void splineDirectBackward(
      Spline spline,
      Matrix x,
      Matrix theta,
      Matrix dy,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dx,
      Matrix dTheta) {
    ScalarSpline.of(spline).directBackward(x, theta, dy, dLogDet, dLogDetAt, dx, dTheta);
  }

  @Override
  public void splineRootBackward(
      Spline spline,
      Matrix x,
      Matrix theta,
      Matrix dx,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dy,
      Matrix dTheta) {
    ScalarSpline.of(spline).rootBackward(x, theta, dx, dLogDet, dLogDetAt, dy, dTheta);
  }

  @Override
  public double squaredNorm(float[] x, int xAt, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) x[xAt + i] * x[xAt + i];
    }
    return sum;
  }

  @Override
  public void addSquaredDistances(float[] x, int xAt, float a, float[] y, int yAt, int n) {
    ScalarMath.addSquaredDistances(x, xAt, a, y, yAt, n);
  }

  @Override
  public void addUnlike(float[] x, int xAt, float a, float[] y, int yAt, int n) {
    ScalarMath.addUnlike(x, xAt, a, y, yAt, n);
  }

  @Override
  public boolean anyLess(float[] x, int xAt, float a, int n) {
    return ScalarMath.anyLess(x, xAt, a, n);
  }

  @Override
  public void adam(
      AdamStep step, float[] g, float[] m, float[] v, float[] w, float[] mean, int at, int n) {
    for (int i = at; i < at + n; i++) {
      adam(step, g, m, v, w, mean, i);
    }
  }

  /// The optimizer's step on element `i`.
  static void adam(AdamStep step, float[] g, float[] m, float[] v, float[] w, float[] mean, int i) {
    float gradient = g[i] * step.gradientScale();
    m[i] = step.beta1() * m[i] + (1 - step.beta1()) * gradient;
    v[i] = step.beta2() * v[i] + (1 - step.beta2()) * gradient * gradient;
    float direction =
        m[i] * step.correction1() / ((float) Math.sqrt(v[i] * step.correction2()) + step.epsilon());
    w[i] -= (direction + step.decay() * w[i]) * step.rate();
    mean[i] += (w[i] - mean[i]) * step.averaging();
  }
}
