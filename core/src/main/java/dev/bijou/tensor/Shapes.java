package dev.bijou.tensor;

/// Shape checks whose messages name both sides and both values.
public final class Shapes {
  private Shapes() {}

  /// @throws IllegalArgumentException if the shapes differ
  public static void requireSame(String nameA, Tensor a, String nameB, Tensor b) {
    if (a.features() != b.features() || a.lanes() != b.lanes()) {
      throw new IllegalArgumentException(
          "%s has shape %s, but %s has shape %s".formatted(nameA, a.shape(), nameB, b.shape()));
    }
  }

  /// @throws IllegalArgumentException if `tensor` has not `features` features
  public static void requireFeatures(String name, Tensor tensor, String owner, int features) {
    if (tensor.features() != features) {
      throw new IllegalArgumentException(
          "%s has %d features, but %s has %d".formatted(name, tensor.features(), owner, features));
    }
  }

  /// @throws IllegalArgumentException if the lanes differ
  public static void requireSameLanes(String nameA, Tensor a, String nameB, Tensor b) {
    if (a.lanes() != b.lanes()) {
      throw new IllegalArgumentException(
          "%s has %d lanes, but %s has %d".formatted(nameA, a.lanes(), nameB, b.lanes()));
    }
  }
}
