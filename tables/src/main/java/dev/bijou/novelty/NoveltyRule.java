package dev.bijou.novelty;

/// Which rows are called novel, by their p-values.
public sealed interface NoveltyRule {
  /// Rows whose p-value is at most alpha. About that share of normal rows is called novel too.
  ///
  /// @param alpha between 0 and 1
  record Alpha(double alpha) implements NoveltyRule {
    /// @throws IllegalArgumentException if alpha is not between 0 and 1
    public Alpha {
      if (!(alpha > 0 && alpha < 1)) {
        throw new IllegalArgumentException("alpha is " + alpha + ", but must lie between 0 and 1");
      }
    }
  }

  /// As many rows as possible, of which about that share is normal: see [FalseDiscoveries].
  ///
  /// @param q between 0 and 1
  record FalseDiscoveryRate(double q) implements NoveltyRule {
    /// @throws IllegalArgumentException if q is not between 0 and 1
    public FalseDiscoveryRate {
      if (!(q > 0 && q < 1)) {
        throw new IllegalArgumentException(
            "the false discovery rate is " + q + ", but must lie between 0 and 1");
      }
    }
  }
}
