package dev.bijou.flow;

import dev.bijou.distribution.Distribution;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;

/// Numbers of each row under a distribution, such as its log-density and what else judges it.
@FunctionalInterface
public interface RowStatistics {

  /// The numbers of each lane of x, numbers × lanes.
  Tensor of(Distribution distribution, Tensor x, Context context);
}
