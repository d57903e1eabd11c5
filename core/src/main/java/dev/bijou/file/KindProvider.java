package dev.bijou.file;

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
}
