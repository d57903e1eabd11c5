package dev.bijou.kernel;

/// The shape of a monotone rational-quadratic spline (Durkan et al., 2019, arXiv:1906.04032) on [−bound, bound] with
/// identity tails.
///
/// Its parameters θ for one feature are `3·bins − 1` numbers: `bins` width logits, `bins` height logits and `bins − 1`
/// slope logits of the inner knots. With W = 2·bound,
///
/// ```
/// width_k  = W · (minBin + (1 − bins·minBin) · softmax(width logits)_k)      height_k alike
/// slope_k  = minSlope + softplus(u_k + c),   c such that u_k = 0 gives slope 1
/// slope_0  = slope_bins = 1                   (the tails are the identity)
/// ```
///
/// so θ = 0 is the identity everywhere. In bin k, with ξ = (x − x_k)/width_k, s = height_k/width_k and end slopes d, e,
///
/// ```
/// y     = y_k + height_k · (s ξ² + d ξ(1−ξ)) / (s + (d + e − 2s) ξ(1−ξ))
/// dy/dx = s² (e ξ² + 2 s ξ(1−ξ) + d (1−ξ)²) / (s + (d + e − 2s) ξ(1−ξ))²
/// ```
///
/// @param bins number of bins, at least 2
/// @param bound half the width of the box, in the units of x
/// @param minBin the least width and height of a bin, as a share of the box; in [0, 1/bins), 0 only where the
///     logits are bounded
/// @param minSlope the least slope at an inner knot; in [0, 1). With 0, slopes are exp(u_k) instead, and the logits must be
///     bounded
/// @param freeEnds whether the slopes at the two ends of the box have logits, too, so that θ has `3·bins + 1` numbers, of
///     which the last `bins + 1` are the slope logits of all knots; the derivative then leaps at the ends
public record Spline(int bins, float bound, float minBin, float minSlope, boolean freeEnds) {

  /// Checks the ranges above.
  ///
  /// @throws IllegalArgumentException if a value lies outside its range
  public Spline {
    if (bins < 2 || bins > 256) {
      throw new IllegalArgumentException("bins is " + bins + ", but must lie in 2 … 256");
    }
    if (!(bound > 0 && bound <= 1e6f)) {
      throw new IllegalArgumentException("bound is " + bound + ", but must lie in (0, 1e6]");
    }
    if (!(minBin >= 0 && minBin * bins < 1)) {
      throw new IllegalArgumentException("minBin is " + minBin + ", but must lie in [0, 1/bins)");
    }
    if (!(minSlope >= 0 && minSlope < 1)) {
      throw new IllegalArgumentException("minSlope is " + minSlope + ", but must lie in [0, 1)");
    }
  }

  /// A spline whose slopes at the ends of the box are those of the tails.
  public Spline(int bins, float bound, float minBin, float minSlope) {
    this(bins, bound, minBin, minSlope, false);
  }

  /// A spline with the usual least sizes, 1e-3 each.
  public static Spline of(int bins, float bound) {
    return new Spline(bins, bound, 1e-3f, 1e-3f);
  }

  /// The number of parameters of one feature, 3·bins − 1, or 3·bins + 1 with free ends.
  public int parameterCount() {
    return 2 * bins + slopeCount();
  }

  /// The number of slope logits of one feature.
  int slopeCount() {
    return freeEnds ? bins + 1 : bins - 1;
  }

  /// The number of the slope logit at the left end of bin 0; −1 if it has none, since it begins with the tail.
  int firstSlope() {
    return freeEnds ? 0 : -1;
  }

  /// Whether slopes are the exponentials of their logits.
  boolean exponentialSlopes() {
    return minSlope == 0;
  }

  /// The c of the slope formula: softplus(c) = 1 − minSlope; 0 for exponential slopes.
  public float slopeShift() {
    return exponentialSlopes() ? 0 : (float) Math.log(Math.expm1(1.0 - minSlope));
  }
}
