package dev.bijou.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Hands out pieces of large arrays and takes all of them back at once, so that a step allocates nothing once warm.
///
/// Used by one thread at a time. A piece is valid until [#reset], or until it is released.
final class Arena {
  /// Floats in the first slab (4 MiB): as little as a short computation needs, and large enough that collectors place it by
  /// itself, at a fixed alignment. Each further slab is twice as large, up to [#LARGEST].
  private static final int SMALLEST = 1 << 20;

  private static final int LARGEST = 1 << 22;

  /// Pieces start at multiples of 16 floats behind the array header of 16 bytes: a cache line and a 512-bit vector.
  private static final int ALIGNMENT = 16;

  private static final int FIRST = 12;

  private final List<float[]> slabs = new ArrayList<>();
  private final Map<Integer, ArrayDeque<Tensor>> released = new HashMap<>(); // by size
  private int slab;
  private int next = FIRST;
  private long used; // floats, without those that were given back and handed out again
  private long most;
  private @Nullable Arena inner;

  /// An empty arena, which takes memory when it is first asked for some.
  Arena() {}

  /// An uninitialized tensor of the given shape, without gradient.
  ///
  /// @throws IllegalArgumentException if an extent is negative, or an array cannot hold features · lanes
  Tensor allocate(int features, int lanes) {
    int size = Shapes.size(features, lanes);
    ArrayDeque<Tensor> again = released.get(size);
    if (again != null && !again.isEmpty()) {
      Tensor place = again.pop();
      return Tensor.over(place.data(), place.offset(), features, lanes);
    }
    int rounded = Math.addExact(size, ALIGNMENT - 1) & -ALIGNMENT;
    while (slab < slabs.size() && slabs.get(slab).length - next < rounded) {
      slab++;
      next = FIRST;
    }
    if (slab == slabs.size()) {
      int usual = Math.min(LARGEST, SMALLEST << Math.min(slab, 2));
      slabs.add(new float[Math.max(usual, Math.addExact(rounded, FIRST))]);
    }
    Tensor tensor = Tensor.over(slabs.get(slab), next, features, lanes);
    next += rounded;
    used += rounded;
    most = Math.max(most, used);
    return tensor;
  }

  /// Takes back one piece, for the next request of its size.
  void release(Tensor tensor) {
    released.computeIfAbsent(tensor.size(), _ -> new ArrayDeque<>()).push(tensor);
  }

  /// Takes back every piece. Tensors handed out before are no longer valid.
  void reset() {
    released.clear();
    slab = 0;
    next = FIRST;
    used = 0;
  }

  /// The arena for the parts of a computation in this one; it is reset on its own.
  Arena inner() {
    if (inner == null) {
      inner = new Arena();
    }
    return inner;
  }

  /// The largest number of bytes handed out between two resets so far, parts included.
  long peakBytes() {
    return most * Float.BYTES + (inner == null ? 0 : inner.peakBytes());
  }
}
