package dev.bijou.kernel;

import dev.bijou.Activation;
import org.jspecify.annotations.Nullable;

/// The narrow waist between coarse operations and the processor: the loops in which the time goes.
///
/// Kernels are stateless, single-threaded and allocate nothing that grows with the data. Outputs never alias inputs
/// unless a method says so. "Accumulates" means the result is added to what the output holds. The result for one lane
/// depends on nothing but that lane: neither on the number of lanes beside it nor on its place among them.
///
/// There are two implementations, which agree to 1e-5: [ScalarKernels], always there, and one on the Vector API, used
/// when the module `jdk.incubator.vector` is present. [KernelChoice] picks one, once.
public interface Kernels {

  /// What these kernels are, e.g. "Vector API, 16 lanes of float".
  String description();

  // ---- linear maps; W is out × in, x is in × lanes, y is out × lanes ----

  /// y = W x + b, where row i of W counts only up to `stairs.extent(i)`; no bias if `bias` is null.
  void linear(Matrix w, float @Nullable [] bias, int biasAt, Matrix x, Matrix y, Staircase stairs);

  /// y += W x, all of W. Accumulates.
  void addProduct(Matrix w, Matrix x, Matrix y, Staircase full);

  /// [#linear] for a single lane, from the transpose of W (in × out), bit for bit the same: vectors run along the outputs.
  void linearOne(
      Matrix transposed,
      float[] bias,
      int biasAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      Staircase stairs);

  /// dx += Wᵀ dy. Accumulates.
  void linearBackwardData(Matrix w, Matrix dy, Matrix dx, Staircase stairs);

  /// dW += dy xᵀ within the stairs. Accumulates. Entries beyond the stairs must be zero and stay so.
  void linearBackwardWeight(Matrix dy, Matrix x, Matrix dw, Staircase stairs);

  /// `sums[i] += Σ_n x[i, n]`. Accumulates.
  void rowSums(Matrix x, float[] sums, int sumsAt);

  // ---- maps of rows by a number for each row; the number of row i is at index at + i · step ----

  /// y[i, n] += a_i · x[i, n]. Accumulates.
  void addScaledRows(float[] a, int aAt, int aStep, Matrix x, Matrix y);

  /// y[i, n] = a_i + x[i, ⌊n / rate⌋], where y has `rate` columns for each of x.
  void repeatRows(float[] a, int aAt, Matrix x, int rate, Matrix y);

  /// sums_i += Σ_n x[i, n] · y[i, n]. Accumulates.
  void rowDots(Matrix x, Matrix y, float[] sums, int sumsAt, int sumsStep);

  // ---- elementwise maps over n contiguous floats ----

  /// y = tanh(a) · sigmoid(b).
  void gate(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n);

  /// da += dy · sigmoid(b) · (1 − tanh²(a)) and db += dy · tanh(a) · sigmoid(b) · (1 − sigmoid(b)). Accumulates.
  void gateBackward(
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
      int n);

  /// y = f(x). `y` may be `x`.
  void activate(Activation f, float[] x, int xAt, float[] y, int yAt, int n);

  /// dx += f'(x) · dy, given x and y = f(x). Accumulates.
  void activateBackward(
      Activation f,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int n);

  /// z = x + y. `z` may be `x` or `y`.
  void add(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n);

  /// y += a·x. Accumulates.
  void addScaled(float a, float[] x, int xAt, float[] y, int yAt, int n);

  /// y = max(low, min(x, high)). `y` may be `x`.
  void clip(float low, float high, float[] x, int xAt, float[] y, int yAt, int n);

  /// y += x · keep_i / (1 − rate), where keep_i is 0 with probability `rate` and else 1, drawn from a hash of `seed` and
  /// the index i in 0 … n−1 ([dev.bijou.random.Noise#bits]), the same in every implementation. Accumulates. Serves both directions.
  void dropout(int seed, float rate, float[] x, int xAt, float[] y, int yAt, int n);

  // ---- densities ----

  /// `sums[n] += Σ_f min(z[f, n]², cap)`. Accumulates; for the standard normal.
  void sumSquares(Matrix z, float cap, float[] sums, int sumsAt);

  // ---- scalar bijections with parameters θ; x, y are features × lanes, logDet is 1 × lanes ----

  /// y = (x − t) · exp(−s), logDet −= s, per element, where t and a are rows 2f and 2f + 1 of θ and s is the soft clip
  /// of a: s = a / (1 + |a|/limit). y is clipped to ±`saturation`.
  void affineDirect(
      float limit,
      float saturation,
      Matrix x,
      Matrix theta,
      Matrix y,
      float[] logDet,
      int logDetAt);

  /// The inverse of [#affineDirect]: x = y · exp(s) + t, logDet += s. x is clipped to ±`saturation`.
  void affineRoot(
      float limit,
      float saturation,
      Matrix y,
      Matrix theta,
      Matrix x,
      float[] logDet,
      int logDetAt);

  /// The derivative of [#affineDirect] at its result y: dx += dy·exp(−s), dt −= dy·exp(−s), ds −= dy·y + dLogDet, with
  /// dy taken as zero where y is clipped. Accumulates into dx and dθ.
  void affineDirectBackward(
      float limit,
      float saturation,
      Matrix y,
      Matrix theta,
      Matrix dy,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dx,
      Matrix dTheta);

  /// The derivative of [#affineRoot] at its result x: dy += dx·exp(s), dt += dx, ds += dx·(x − t) + dLogDet, with dx
  /// taken as zero where x is clipped. Accumulates into dy and dθ.
  void affineRootBackward(
      float limit,
      float saturation,
      Matrix x,
      Matrix theta,
      Matrix dx,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dy,
      Matrix dTheta);

  /// y = spline(x; θ) and logDet += log dy/dx per element. Outside the box y = x and logDet += 0.
  void splineDirect(Spline spline, Matrix x, Matrix theta, Matrix y, float[] logDet, int logDetAt);

  /// x = spline⁻¹(y; θ) and logDet −= log dy/dx, by the root of the quadratic that does not cancel, with the
  /// discriminant clipped at zero under the root.
  void splineRoot(Spline spline, Matrix y, Matrix theta, Matrix x, float[] logDet, int logDetAt);

  /// The derivative of [#splineDirect]: dx += and dθ +=, from dy and dLogDet. Accumulates; recomputes, stores nothing.
  void splineDirectBackward(
      Spline spline,
      Matrix x,
      Matrix theta,
      Matrix dy,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dx,
      Matrix dTheta);

  /// The derivative of [#splineRoot] at its result x: dy += and dθ +=, from dx and dLogDet. Accumulates. By the
  /// implicit function theorem it is [#splineDirectBackward] with −(dx − dLogDet·∂l/∂x)/(∂y/∂x) in place of dy and
  /// −dLogDet in place of dLogDet, where l = log ∂y/∂x.
  void splineRootBackward(
      Spline spline,
      Matrix x,
      Matrix theta,
      Matrix dx,
      float[] dLogDet,
      int dLogDetAt,
      Matrix dy,
      Matrix dTheta);

  // ---- optimizer, over n contiguous floats ----

  /// Σ x_i², in double.
  double squaredNorm(float[] x, int xAt, int n);

  // ---- how far numbers are from one; bit for bit the same in all kernels ----

  /// y += (x − a)², 1 where that is NaN. Accumulates.
  void addSquaredDistances(float[] x, int xAt, float a, float[] y, int yAt, int n);

  /// y += 0 where x equals a, or both are NaN, 1 elsewhere. Accumulates.
  void addUnlike(float[] x, int xAt, float a, float[] y, int yAt, int n);

  /// Whether any of n numbers is less than a.
  boolean anyLess(float[] x, int xAt, float a, int n);

  /// One step of AdamW (Loshchilov and Hutter, 2019, arXiv:1711.05101) on w, with g scaled by `step.gradientScale`,
  /// and of the running mean of the weights:
  ///
  /// ```
  /// g ← g · gradientScale;  m ← β₁ m + (1−β₁) g;  v ← β₂ v + (1−β₂) g²
  /// w ← w − rate · (m · c₁ / (√(v · c₂) + ε) + decay · w);  mean ← mean + (1−γ)(w − mean)
  /// ```
  void adam(AdamStep step, float[] g, float[] m, float[] v, float[] w, float[] mean, int at, int n);

  /// The numbers of one [#adam] step.
  ///
  /// @param gradientScale factor on the gradient (clipping)
  /// @param rate the learning rate
  /// @param beta1 decay of the first moment
  /// @param beta2 decay of the second moment
  /// @param correction1 1 / (1 − β₁ᵗ)
  /// @param correction2 1 / (1 − β₂ᵗ)
  /// @param epsilon added to the root
  /// @param decay decoupled weight decay
  /// @param averaging 1 − γ, how far the running mean of the weights moves
  record AdamStep(
      float gradientScale,
      float rate,
      float beta1,
      float beta2,
      float correction1,
      float correction2,
      float epsilon,
      float decay,
      float averaging) {}
}
