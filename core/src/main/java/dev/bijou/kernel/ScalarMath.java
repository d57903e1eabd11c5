package dev.bijou.kernel;

/// The elementary functions of the scalar kernels.
final class ScalarMath {
  private ScalarMath() {}

  static float exp(float x) {
    return (float) Math.exp(x);
  }

  /// log(1 + eˣ) without overflow or cancellation.
  static float softplus(float x) {
    return Math.max(x, 0) + (float) Math.log1p(Math.exp(-Math.abs(x)));
  }

  /// 1 / (1 + e⁻ˣ), the derivative of [#softplus].
  static float sigmoid(float x) {
    float t = exp(-Math.abs(x));
    return (x < 0 ? t : 1) / (1 + t);
  }

  static float tanh(float x) {
    return (float) Math.tanh(x);
  }

  /// a / (1 + |a|/limit): the identity near zero, within ±limit everywhere.
  static float softClip(float a, float limit) {
    return a / (1 + Math.abs(a) / limit);
  }
}
