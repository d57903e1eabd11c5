package dev.bijou.interop.flowjax;

import dev.bijou.ModelFileException;
import dev.bijou.interop.container.Array;
import dev.bijou.interop.container.Weights;
import java.util.ArrayList;
import java.util.List;

/// The leaves of an equinox file one after the other: arrays, and the plain numbers among them, which are of shape ().
final class Leaves {
  private final Weights weights;
  private final int count;
  private final List<Integer> plain = new ArrayList<>(); // since the last array
  private int next;

  /// @param weights whose names are `0`, `1`, …
  Leaves(Weights weights) {
    this.weights = weights;
    this.count = weights.names().size();
    for (int i = 0; i < count; i++) {
      if (!weights.has(String.valueOf(i))) {
        throw weights.problem("no leaves of equinox: they have names");
      }
    }
  }

  /// The next array, after whatever plain numbers.
  ///
  /// @param what it is, for messages
  /// @param shape its extents; −1 for any
  Array next(String what, int... shape) {
    plain.clear();
    skipPlain();
    if (next == count) {
      throw weights.problem("it ends where %s should follow".formatted(what));
    }
    int[] found = weights.shape(String.valueOf(next));
    if (!fits(found, shape)) {
      throw weights.problem(
          "leaf %d has shape %s, but %s of shape %s should follow"
              .formatted(next, Array.shown(found), what, Array.shown(shape)));
    }
    return weights.get(String.valueOf(next++));
  }

  private void skipPlain() {
    while (next < count && weights.shape(String.valueOf(next)).length == 0) {
      plain.add(weights.get(String.valueOf(next++)).whole()[0]);
    }
  }

  private static boolean fits(int[] found, int[] shape) {
    boolean fits = found.length == shape.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] < 0 || shape[i] == found[i];
    }
    return fits;
  }

  /// A plain number between the last array and the one before.
  ///
  /// @param back how many stand between it and the last array
  int plain(int back) {
    if (back >= plain.size()) {
      throw weights.problem("leaf %d follows no plain numbers".formatted(next - 1));
    }
    return plain.get(plain.size() - 1 - back);
  }

  /// The first leaf, a plain number.
  int first() {
    if (count == 0 || weights.shape("0").length != 0) {
      throw weights.problem("its first leaf is no plain number, the extent of a base distribution");
    }
    return weights.get("0").whole()[0];
  }

  /// Refuses arrays that are left.
  void requireEnd() {
    skipPlain();
    if (next < count) {
      throw weights.problem(
          "leaf %d of %d belongs to nothing that is known of this flow".formatted(next, count));
    }
  }

  /// An exception about these leaves.
  ModelFileException problem(String what) {
    return weights.problem(what);
  }
}
