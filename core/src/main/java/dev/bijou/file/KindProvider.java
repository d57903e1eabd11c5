package dev.bijou.file;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.spec.Specification;
import dev.bijou.tensor.Trainable;
import java.util.List;

/// Adds kinds to what a model file may hold: layers, distributions, scalar maps and whole models that live outside of this
/// module. It is a service: a module `provides` it, or a jar names it in `META-INF/services`. A file only names kinds;
/// reading it runs no code from it.
///
/// A kind is known by its simple name, or that of the class in which its record is nested as `Spec`, and that name is a
/// promise: files with it load for ever.
public interface KindProvider {

  /// Public records in packages that this module may read: each a [dev.bijou.spec.Specification], such as a
  /// [dev.bijou.bijection.BijectionSpec] or a [dev.bijou.distribution.DistributionSpec], or a
  /// [dev.bijou.bijection.ScalarBijection].
  List<Class<? extends Record>> kinds();

  /// Kinds of models that are no distributions.
  default List<ModelKind<?>> models() {
    return List.of();
  }

  /// A kind of model that a file holds: a distribution, or what a provider adds.
  ///
  /// @param key under which the file has the specification: `spec`, or a name of its own that ends in `_spec`
  /// @param noun what such a model is, with its article, as in "FILE: …, and no distribution"
  /// @param specification the type of the specification
  record ModelKind<M extends Trainable>(
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
}
