package dev.bijou.tensor;

import org.jspecify.annotations.Nullable;

/// Where the gradient of a tensor and of its views is collected.
///
/// That of an operation's result exists only from the first time that the backward pass asks for it until the operation's
/// own derivative has run; then its place serves the next, so that the backward pass works within the caches.
final class Gradient {
  private final @Nullable Arena arena; // none if the values stay
  private final int features;
  private final int lanes;
  private @Nullable Tensor values;

  private Gradient(@Nullable Arena arena, int features, int lanes, @Nullable Tensor values) {
    this.arena = arena;
    this.features = features;
    this.lanes = lanes;
    this.values = values;
  }

  /// A gradient of zeros that takes its place in the arena when it is first asked for.
  static Gradient within(Arena arena, int features, int lanes) {
    return new Gradient(arena, features, lanes, null);
  }

  /// A gradient that is added to the given values, and stays.
  static Gradient over(Tensor values) {
    return new Gradient(null, values.features(), values.lanes(), values);
  }

  Tensor values() {
    if (values == null) {
      if (arena == null) {
        throw new AssertionError("a gradient without a place");
      }
      values = arena.allocate(features, lanes);
      values.fill(0);
    }
    return values;
  }

  /// Gives the place back, unless the values stay.
  void release() {
    if (arena != null && values != null) {
      arena.release(values);
      values = null;
    }
  }
}
