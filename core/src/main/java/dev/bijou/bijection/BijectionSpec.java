package dev.bijou.bijection;

import dev.bijou.spec.Specification;

/// The architecture of a bijection as data. Each map has its own, as a nested record beside its code.
public interface BijectionSpec extends Specification<Bijection> {

  /// The number of features of the map.
  int features();
}
