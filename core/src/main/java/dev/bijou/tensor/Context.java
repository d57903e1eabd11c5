package dev.bijou.tensor;

/// What a conditional distribution is conditioned on: nothing, or features of each lane.
///
/// The lanes of sequences (sound) are segments × frames, segment by segment: lane = segment · frames + frame. The context
/// says how many segments there are, and may have fewer lanes than the data, each of which then stands for several.
public sealed interface Context {

  /// No context.
  Context NONE = new None();

  /// A context for every lane, context features × lanes.
  static Context of(Tensor features) {
    return new Given(features, 1);
  }

  /// A context for sequences, context features × (segments × frames). Without context features it only says how many
  /// segments there are.
  ///
  /// @throws IllegalArgumentException if the lanes are no multiple of the segments
  static Context of(Tensor features, int segments) {
    return new Given(features, segments);
  }

  /// The number of context features, 0 without context.
  int features();

  /// The number of segments that the lanes are divided into.
  int segments();

  /// Nothing is given.
  record None() implements Context {
    @Override
    public int features() {
      return 0;
    }

    @Override
    public int segments() {
      return 1;
    }
  }

  /// @param values context features × lanes, as many lanes as the data, or a lane for several of the data's
  /// @param segments the number of segments that the lanes are divided into
  record Given(Tensor values, int segments) implements Context {
    /// @throws IllegalArgumentException if the lanes are no multiple of the segments
    public Given {
      if (segments < 1 || values.lanes() % segments != 0) {
        throw new IllegalArgumentException(
            "a context of %d lanes cannot be divided into %d segments"
                .formatted(values.lanes(), segments));
      }
    }

    @Override
    public int features() {
      return values.features();
    }
  }

  /// Checks that this context is what a model with `expected` context features needs for `lanes` lanes.
  ///
  /// @throws IllegalArgumentException if the features or the lanes differ
  default void require(int expected, int lanes) {
    require(expected, lanes, 1);
  }

  /// Checks that this context is what a model with `expected` context features needs for `lanes` lanes, if each lane of
  /// the context stands for `rate` lanes of the data.
  ///
  /// @throws IllegalArgumentException if the features differ, or the lanes do not fit
  default void require(int expected, int lanes, int rate) {
    if (features() != expected) {
      throw new IllegalArgumentException(
          expected == 0
              ? "got a context of %d features, but nothing here depends on a context"
                  .formatted(features())
              : "needs a context of %d features × %d lanes, got %d features"
                  .formatted(expected, lanes / rate, features()));
    }
    if (this instanceof Given(Tensor values, _) && (long) values.lanes() * rate != lanes) {
      throw new IllegalArgumentException(
          rate == 1
              ? "context has %d lanes, but the data has %d: give each lane its own context"
                  .formatted(values.lanes(), lanes)
              : "context has %d lanes, but the data has %d: give each %d lanes a context"
                  .formatted(values.lanes(), lanes, rate));
    }
  }
}
