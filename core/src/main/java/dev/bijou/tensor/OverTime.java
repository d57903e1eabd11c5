package dev.bijou.tensor;

/// A map or a distribution of sequences, or one that contains such a part: its lanes are the frames of segments, and
/// depend on their neighbours.
///
/// The log-determinant or log-density of a segment is the sum over its lanes.
public interface OverTime {

  /// How far a lane sees.
  Span span();
}
