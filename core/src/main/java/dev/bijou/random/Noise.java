package dev.bijou.random;

/// Counter-based random bits: a hash of (seed, index), so that any element can be drawn anywhere, at any thread count.
public final class Noise {
  private Noise() {}

  /// 32 well-mixed bits for `index` under `seed`: the finalizer of MurmurHash3 (Appleby, public domain) over
  /// `index · 0x9E3779B9 + seed`.
  public static int bits(int seed, int index) {
    int h = index * 0x9E3779B9 + seed;
    h = (h ^ (h >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return h ^ (h >>> 16);
  }

  /// The threshold for [#bits] with its sign bit cleared: an element is dropped if `(bits >>> 1) < threshold(rate)`.
  public static int threshold(float rate) {
    return (int) Math.min(Integer.MAX_VALUE, Math.round(rate * 2147483648.0));
  }
}
