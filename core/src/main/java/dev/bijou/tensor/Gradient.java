package dev.bijou.tensor;

import org.jspecify.annotations.Nullable;

/// Where the gradient of a tensor and of its views is collected.
///
/// The gradient of an operation's result exists from when the backward pass first asks for it until the operation's own
/// derivative has run. Then its memory is reused, so that the backward pass stays within the caches.
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

  /// A gradient of zeros, allocated in the arena when it is first asked for.
  static Gradient within(Arena arena, int features, int lanes) {
    return new Gradient(arena, features, lanes, null);
  }

  /// A gradient that accumulates in the given values, which are never released.
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

  /// Releases the memory, if it is the arena's.
  void release() {
    if (arena != null && values != null) {
      arena.release(values);
      values = null;
    }
  }
}
