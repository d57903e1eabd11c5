package dev.bijou.nn;

/// What the numbers of a shape may be.
final class Ranges {
  private Ranges() {}

  static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, but must lie in %d … %d".formatted(name, value, least, most));
    }
  }

  static void requireKernel(int kernel) {
    if (kernel < 1 || kernel > 1023 || kernel % 2 == 0) {
      throw new IllegalArgumentException(
          "kernel is " + kernel + ", but must be odd and lie in 1 … 1023");
    }
  }

  static void requireDropout(float dropout) {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout is " + dropout + ", but must lie in [0, 1)");
    }
  }
}
