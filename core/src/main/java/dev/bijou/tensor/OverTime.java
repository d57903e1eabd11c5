package dev.bijou.tensor;

/// A map or a distribution of sequences, or one that contains such a part: its lanes are the frames of segments, and
/// depend on their neighbours.
///
/// The log-determinant or log-density of a segment is the sum over its lanes.
public interface OverTime {

  /// How far a lane sees.
  Span span();

  /// How far the lanes of a map or a distribution see.
  ///
  /// @param reach how many lanes to each side, within its segment, the result for a lane depends on
  /// @param contextRate how many lanes of the data one lane of the context stands for
  record Span(int reach, int contextRate) {
    /// Each lane by itself, with a context of its own: rows.
    public static final Span ROWS = new Span(0, 1);

    /// How far the lanes of a map or a distribution see.
    public static Span of(Trainable part) {
      return part instanceof OverTime sequences ? sequences.span() : ROWS;
    }

    /// One map after the other.
    public Span then(Span next) {
      return new Span(reach + next.reach, Math.max(contextRate, next.contextRate));
    }
  }
}
