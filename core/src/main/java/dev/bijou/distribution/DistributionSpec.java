package dev.bijou.distribution;

import dev.bijou.spec.Specification;

/// The architecture of a distribution as data. Each distribution has its own, as a nested record beside its code.
public interface DistributionSpec extends Specification<Distribution> {

  /// The number of features of a draw.
  int features();
}
