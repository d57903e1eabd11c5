package dev.bijou.file;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.spec.Specification;
import dev.bijou.tensor.Trainable;

/// A kind of model that a file holds: a distribution, or what a [KindProvider] adds.
///
/// @param key under which the file has the specification: `spec`, or a name of its own that ends in `_spec`
/// @param noun what such a model is, with its article, as in "FILE: …, and no distribution"
/// @param specification the type of the specification
public record ModelKind<M extends Trainable>(
    String key, String noun, Class<? extends Specification<M>> specification) {

  /// Distributions.
  public static final ModelKind<Distribution> DISTRIBUTION =
      new ModelKind<>("spec", "a distribution", DistributionSpec.class);

  /// @throws IllegalArgumentException if the key has another form
  public ModelKind {
    if (!isKey(key)) {
      throw new IllegalArgumentException("key is " + key + ", but must be spec or end in _spec");
    }
  }

  /// Whether specifications may lie under a key, so that no section may.
  static boolean isKey(String key) {
    return key.equals("spec") || key.endsWith("_spec");
  }
}
