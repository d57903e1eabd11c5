package dev.bijou.spec.support;

/// Checks that the numbers of a specification are in range.
public final class Ranges {
  private Ranges() {}

  /// @throws IllegalArgumentException if the value is not in least … most
  public static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, but must lie in %d … %d".formatted(name, value, least, most));
    }
  }

  /// @throws IllegalArgumentException if this cannot be a number of features
  public static void requireFeatures(int features) {
    if (features < 1 || features > 1_000_000) {
      throw new IllegalArgumentException(
          "features is " + features + ", but must lie in 1 … 1,000,000");
    }
  }

  /// @throws IllegalArgumentException if this cannot be a number of context features
  public static void requireContext(int context) {
    if (context < 0 || context > 1_000_000) {
      throw new IllegalArgumentException(
          "context is " + context + ", but must lie in 0 … 1,000,000");
    }
  }

  /// @throws IllegalArgumentException if this cannot be the features that a coupling lets pass
  public static void requirePassing(int passing, int features) {
    require("passing", passing, 0, features - 1);
  }

  /// @throws IllegalArgumentException if a convolution cannot read so many lanes
  public static void requireKernel(int kernel) {
    if (kernel < 1 || kernel > 1023 || kernel % 2 == 0) {
      throw new IllegalArgumentException(
          "kernel is " + kernel + ", but must be odd and lie in 1 … 1023");
    }
  }

  /// @throws IllegalArgumentException if the value is not in least … most
  public static void require(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s is %s, but must lie in %s … %s".formatted(name, value, least, most));
    }
  }

  /// @throws IllegalArgumentException if this cannot be a share that is dropped in training
  public static void requireDropout(float dropout) {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout is " + dropout + ", but must lie in [0, 1)");
    }
  }
}
