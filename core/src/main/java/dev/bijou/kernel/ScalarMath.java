package dev.bijou.kernel;

/// The elementary functions of the scalar kernels, in float: a range reduction and a minimax polynomial each. They are
/// several times faster than those of [Math]; a test checks the bounds on the relative error.
final class ScalarMath {
  /// 1.5·2²³: adding it to |y| < 2²² rounds y to the integer in the low bits.
  private static final float ROUND = 12582912f;

  private static final int ROUND_BITS = 0x4B400000;
  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 0.6933594f; // 12 bits
  private static final float LN2_LOW = -0.00021219444f;
  private static final int ROOT_HALF_BITS = 0x3F3504F3; // √½

  private ScalarMath() {}

  /// eˣ within 3e-7, where x counts as −86.6 below and as 88.3 above.
  static float exp(float x) {
    float within = x < -86.6f ? -86.6f : x > 88.3f ? 88.3f : x;
    float t = within * LOG2_E + ROUND;
    float n = t - ROUND;
    float r = within - n * LN2_HIGH - n * LN2_LOW;
    float p = ((0.0013814463f * r + 0.008368781f) * r + 0.041668393f) * r + 0.1666652f;
    p = ((p * r + 0.49999994f) * r + 1) * r + 1;
    return Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(t) << 23));
  }

  /// 2ʸ within 3e-7 for y ≤ 126, where y counts as −125 below: a step shorter than [#exp].
  static float exp2(float y) {
    float t = y + ROUND;
    float r = y - (t - ROUND);
    float p = ((0.0013276478f * r + 0.009675541f) * r + 0.05550713f) * r + 0.2402212f;
    p = (p * r + 0.69314694f) * r + 1.0000001f;
    int n = Math.max(Float.floatToRawIntBits(t), ROUND_BITS - 125);
    return Float.intBitsToFloat(Float.floatToRawIntBits(p) + (n << 23));
  }

  /// log x within 3e-7 for a positive, finite, normal x; anything for others.
  static float log(float x) {
    int bits = Float.floatToRawIntBits(x);
    int e = (bits - ROOT_HALF_BITS) >> 23;
    float f = Float.intBitsToFloat(bits - (e << 23)) - 1;
    float p = ((0.08700408f * f - 0.14267446f) * f + 0.14914759f) * f - 0.1657759f;
    p = (((p * f + 0.19963065f) * f - 0.25001338f) * f + 0.3333391f) * f - 0.5f;
    return e * LN2_HIGH + (f + (p * f * f + e * LN2_LOW));
  }

  /// log(1 + t) within 3e-7 for t in [0, 1].
  static float log1p(float t) {
    float p = ((0.0052326075f * t - 0.029504834f) * t + 0.07822519f) * t - 0.1366317f;
    p = ((p * t + 0.19105965f) * t - 0.2484297f) * t + 0.33319095f;
    return ((p * t - 0.49999493f) * t + 0.99999994f) * t;
  }

  /// log(1 + eˣ) without overflow or cancellation.
  static float softplus(float x) {
    return (x < 0 ? 0 : x) + log1p(exp(-Math.abs(x)));
  }

  /// 1 / (1 + e⁻ˣ) within 4e-7, where |x| counts as 86.6 at most. The derivative of [#softplus].
  static float sigmoid(float x) {
    float t = exp(-Math.abs(x));
    return (x < 0 ? t : 1) / (1 + t);
  }

  /// tanh x within 4e-7.
  static float tanh(float x) {
    float size = Math.abs(x);
    if (size < 0.625f) {
      float q = x * x;
      float p = ((-0.0057049775f * q + 0.020639079f) * q - 0.05373971f) * q + 0.13331442f;
      return (p * q - 0.3333328f) * q * x + x;
    }
    float t = exp(-2 * size);
    float y = (1 - t) / (1 + t);
    return x < 0 ? -y : y;
  }

  /// a / (1 + |a|/limit): the identity near zero, within ±limit everywhere.
  static float softClip(float a, float limit) {
    return a * (limit / (limit + Math.abs(a)));
  }

  static void addSquaredDistances(float[] x, int xAt, float a, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      float apart = x[xAt + i] - a;
      float square = apart * apart;
      y[yAt + i] += Float.isNaN(square) ? 1 : square;
    }
  }

  static void addUnlike(float[] x, int xAt, float a, float[] y, int yAt, int n) {
    boolean missing = Float.isNaN(a);
    for (int i = 0; i < n; i++) {
      float own = x[xAt + i];
      boolean same = missing ? Float.isNaN(own) : own == a;
      y[yAt + i] += same ? 0 : 1;
    }
  }

  static boolean anyLess(float[] x, int xAt, float a, int n) {
    for (int i = 0; i < n; i++) {
      if (x[xAt + i] < a) {
        return true;
      }
    }
    return false;
  }
}
