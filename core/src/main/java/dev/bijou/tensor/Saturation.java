package dev.bijou.tensor;

/// Where maps stop growing, so that no finite input overflows float.
public final class Saturation {
  private Saturation() {}

  /// Images under a bijection are clipped to ±1e30: eight decades below the largest float, which leaves room for sums.
  public static final float IMAGE = 1e30f;

  /// What a network sees is clipped to ±1e4, so that its products stay finite through any depth.
  public static final float NETWORK_INPUT = 1e4f;

  /// The nearest finite float.
  public static float finite(double x) {
    return (float) Math.clamp(x, -Float.MAX_VALUE, Float.MAX_VALUE);
  }

  /// Clips to ±[#IMAGE].
  public static float clip(float x) {
    return Math.max(-IMAGE, Math.min(x, IMAGE));
  }
}
