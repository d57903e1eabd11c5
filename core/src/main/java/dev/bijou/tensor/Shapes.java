package dev.bijou.tensor;

import java.util.List;

/// Shape checks whose messages name both sides and both values.
public final class Shapes {
  private static final int LONGEST_ARRAY =
      Integer.MAX_VALUE - 64; // less what an arena rounds up to

  private Shapes() {}

  /// The number of elements, features · lanes.
  ///
  /// @throws IllegalArgumentException if an extent is negative, or an array cannot hold so many
  static int size(int features, int lanes) {
    requireNotNegative("features", features);
    requireNotNegative("lanes", lanes);
    long size = (long) features * lanes;
    if (size > LONGEST_ARRAY) {
      throw new IllegalArgumentException(
          "%d features × %d lanes are more than one array can hold; take fewer lanes at a time"
              .formatted(features, lanes));
    }
    return (int) size;
  }

  private static void requireNotNegative(String name, int extent) {
    if (extent < 0) {
      throw new IllegalArgumentException(name + " is " + extent + ", but must be at least 0");
    }
  }

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

  /// @throws IllegalArgumentException if the lists differ in length or a range is empty or not finite
  public static void requireRanges(List<Float> low, List<Float> high) {
    if (low.size() != high.size()) {
      throw new IllegalArgumentException(
          "low has %d entries, but high has %d".formatted(low.size(), high.size()));
    }
    for (int i = 0; i < low.size(); i++) {
      if (!(low.get(i) < high.get(i)) || !Float.isFinite(high.get(i) - low.get(i))) {
        throw new IllegalArgumentException(
            "range %d is [%s, %s], but must be finite with low < high"
                .formatted(i, low.get(i), high.get(i)));
      }
    }
  }
}
