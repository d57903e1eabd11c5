package dev.bijou.file;

import java.util.Collection;

/// The kinds that a model file may hold, for tests that want an example of each.
public final class KnownKinds {
  private KnownKinds() {}

  /// The records that may stand where an interface is declared.
  public static Collection<Class<?>> of(Class<?> declared) {
    return SpecJson.kinds(declared);
  }
}
