package dev.bijou.distribution;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;

/// A distribution that has a cumulative distribution function if it has a single feature.
public interface Cumulative extends Distribution {

  /// P(X ≤ x | context), 1 × lanes.
  ///
  /// @throws UnsupportedOperationException if the distribution has several features, or is made of one that offers none
  Tensor cdf(Tensor x, Context context);

  /// The x with P(X ≤ x | context) = p, 1 × lanes; p in (0, 1). At 0 and 1 it is the end of the support or ∓1e30, and
  /// outside [0, 1] it is NaN.
  ///
  /// @throws UnsupportedOperationException if the distribution has several features, or is made of one that offers none
  Tensor quantile(Tensor p, Context context);

  /// A distribution as one that has a cumulative distribution function.
  ///
  /// @throws UnsupportedOperationException if it offers none
  static Cumulative of(Distribution distribution) {
    if (distribution instanceof Cumulative cumulative) {
      return cumulative;
    }
    throw new UnsupportedOperationException(
        distribution.features() == 1
            ? "no cdf and no quantile: %s offers none"
                .formatted(distribution.getClass().getSimpleName())
            : "no cdf and no quantile: the distribution has %d features, and they are defined for one"
                .formatted(distribution.features()));
  }
}
