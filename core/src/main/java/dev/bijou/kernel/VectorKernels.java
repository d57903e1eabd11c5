package dev.bijou.kernel;

import dev.bijou.Activation;
import org.jspecify.annotations.Nullable;

/// Kernels on the Vector API, for the widest vectors that the processor prefers.
///
/// The arithmetic of one lane is the same sequence of operations wherever the lane stands: sums run in one order, and
/// lanes that do not fill a vector pass through the same vector code or through scalar code of equal rounding.
final class VectorKernels implements Kernels {

  /// @throws UnsupportedOperationException if the processor's vectors hold fewer than four floats or more than sixteen
  VectorKernels() {
    if (VectorTiles.V < 4 || VectorTiles.V > 16) {
      throw new UnsupportedOperationException("vectors of " + VectorTiles.V + " floats");
    }
  }

  @Override
  public String description() {
    return "Vector API, " + VectorTiles.V + " lanes of float";
  }

  @Override
  public void linear(
      Matrix w, float @Nullable [] bias, int biasAt, Matrix x, Matrix y, Staircase stairs) {
    VectorProducts.linear(w, bias, biasAt, x, y, stairs);
  }

  @Override
  public void addProduct(Matrix w, Matrix x, Matrix y, Staircase full) {
    VectorProducts.addProduct(w, x, y, full);
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
    VectorOne.linear(transposed, bias, biasAt, x, xAt, y, yAt, stairs);
  }

  @Override
  public void linearBackwardData(Matrix w, Matrix dy, Matrix dx, Staircase stairs) {
    VectorProducts.backwardData(w, dy, dx, stairs);
  }

  @Override
  public void linearBackwardWeight(Matrix dy, Matrix x, Matrix dw, Staircase stairs) {
    VectorProducts.backwardWeight(dy, x, dw, stairs);
  }

  @Override
  public void rowSums(Matrix x, float[] sums, int sumsAt) {
    VectorSums.rows(x, sums, sumsAt);
  }

  @Override
  public void addScaledRows(float[] a, int aAt, int aStep, Matrix x, Matrix y) {
    for (int i = 0; i < x.rows(); i++) {
      VectorElementwise.addScaled(
          a[aAt + i * aStep], x.data(), x.at(i), y.data(), y.at(i), x.columns());
    }
  }

  @Override
  public void repeatRows(float[] a, int aAt, Matrix x, int rate, Matrix y) {
    for (int i = 0; i < x.rows(); i++) {
      VectorElementwise.repeat(a[aAt + i], x.data(), x.at(i), x.columns(), rate, y.data(), y.at(i));
    }
  }

  @Override
  public void rowDots(Matrix x, Matrix y, float[] sums, int sumsAt, int sumsStep) {
    VectorSums.rowDots(x, y, sums, sumsAt, sumsStep);
  }

  @Override
  public void gate(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    VectorGate.map(a, aAt, b, bAt, y, yAt, n);
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
    VectorGate.backward(a, aAt, b, bAt, dy, dyAt, da, daAt, db, dbAt, n);
  }

  @Override
  public void activate(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    VectorActivation.map(f, x, xAt, y, yAt, n);
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
    VectorActivation.backward(f, x, xAt, y, yAt, dy, dyAt, dx, dxAt, n);
  }

  @Override
  public void add(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    VectorElementwise.add(x, xAt, y, yAt, z, zAt, n);
  }

  @Override
  public void addScaled(float a, float[] x, int xAt, float[] y, int yAt, int n) {
    VectorElementwise.addScaled(a, x, xAt, y, yAt, n);
  }

  @Override
  public void clip(float low, float high, float[] x, int xAt, float[] y, int yAt, int n) {
    VectorElementwise.clip(low, high, x, xAt, y, yAt, n);
  }

  @Override
  public void dropout(int seed, float rate, float[] x, int xAt, float[] y, int yAt, int n) {
    VectorElementwise.dropout(seed, rate, x, xAt, y, yAt, n);
  }

  @Override
  public void sumSquares(Matrix z, float cap, float[] sums, int sumsAt) {
    VectorSums.squares(z, cap, sums, sumsAt);
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
    VectorAffine.map(false, limit, saturation, x, theta, y, logDet, logDetAt);
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
    VectorAffine.map(true, limit, saturation, y, theta, x, logDet, logDetAt);
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
    VectorAffine.backward(false, limit, saturation, y, theta, dy, dLogDet, dLogDetAt, dx, dTheta);
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
    VectorAffine.backward(true, limit, saturation, x, theta, dx, dLogDet, dLogDetAt, dy, dTheta);
  }

  @Override
  public void splineDirect(
      Spline spline, Matrix x, Matrix theta, Matrix y, float[] logDet, int logDetAt) {
    VectorSpline.of(spline).map(false, x, theta, y, logDet, logDetAt);
  }

  @Override
  public void splineRoot(
      Spline spline, Matrix y, Matrix theta, Matrix x, float[] logDet, int logDetAt) {
    VectorSpline.of(spline).map(true, y, theta, x, logDet, logDetAt);
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
    VectorSpline.of(spline).backward(false, x, theta, dy, dLogDet, dLogDetAt, dx, dTheta);
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
    VectorSpline.of(spline).backward(true, x, theta, dx, dLogDet, dLogDetAt, dy, dTheta);
  }

  @Override
  public double squaredNorm(float[] x, int xAt, int n) {
    return VectorSums.squaredNorm(x, xAt, n);
  }

  @Override
  public void addSquaredDistances(float[] x, int xAt, float a, float[] y, int yAt, int n) {
    VectorSums.addSquaredDistances(x, xAt, a, y, yAt, n);
  }

  @Override
  public void addUnlike(float[] x, int xAt, float a, float[] y, int yAt, int n) {
    VectorSums.addUnlike(x, xAt, a, y, yAt, n);
  }

  @Override
  public boolean anyLess(float[] x, int xAt, float a, int n) {
    return VectorSums.anyLess(x, xAt, a, n);
  }

  @Override
  public void adam(
      AdamStep step, float[] g, float[] m, float[] v, float[] w, float[] mean, int at, int n) {
    VectorAdam.step(step, g, m, v, w, mean, at, n);
  }
}
