package dev.bijou.spec;

/// What a kind of specification is called.
public final class Kind {
  private Kind() {}

  /// The name of a specification's record in messages and in the model file: that of the class that it belongs to if it is
  /// nested there as `Spec`, and its own otherwise.
  public static String name(Class<?> specification) {
    Class<?> owner = specification.getEnclosingClass();
    return owner != null && specification.getSimpleName().equals("Spec")
        ? owner.getSimpleName()
        : specification.getSimpleName();
  }
}
