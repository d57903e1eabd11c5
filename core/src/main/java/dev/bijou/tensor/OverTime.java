package dev.bijou.tensor;

/// A map or a distribution of sequences, or what holds such ones: its lanes are frames of segments, and see their
/// neighbours.
///
/// What belongs to a segment, a log-determinant or a log-density, is the sum over its lanes.
public interface OverTime {

  /// How far a lane sees.
  Span span();
}
