package dev.bijou.tensor;

/// What a conditional distribution is given: nothing, or features that differ from lane to lane.
public sealed interface Context {

  /// No context.
  Context NONE = new None();

  /// A context for every lane, context features × lanes.
  static Context of(Tensor features) {
    return new Given(features);
  }

  /// The number of context features, 0 without context.
  default int features() {
    return switch (this) {
      case None _ -> 0;
      case Given(Tensor values) -> values.features();
    };
  }

  /// Nothing is given.
  record None() implements Context {}

  /// @param values context features × lanes, as many lanes as the data
  record Given(Tensor values) implements Context {}

  /// Checks that this context is what a model with `expected` context features needs for `lanes` lanes.
  ///
  /// @throws IllegalArgumentException if the features or the lanes differ
  default void require(int expected, int lanes) {
    if (features() != expected) {
      throw new IllegalArgumentException(
          expected == 0
              ? "got a context of %d features, but nothing here depends on a context"
                  .formatted(features())
              : "needs a context of %d features × %d lanes, got %d features"
                  .formatted(expected, lanes, features()));
    }
    if (this instanceof Given(Tensor values) && values.lanes() != lanes) {
      throw new IllegalArgumentException(
          "context has %d lanes, but the data has %d: give each lane its own context"
              .formatted(values.lanes(), lanes));
    }
  }
}
