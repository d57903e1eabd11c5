package dev.bijou.sequence;

import dev.bijou.tensor.Tensor;

/// Segments of sequences, all of one length, each with its context: what a training on sequences iterates over, as
/// [dev.bijou.flow.Dataset] is for rows.
public interface Segments {

  /// The number of features of a lane.
  int features();

  /// The number of context features, 0 for none.
  int contextFeatures();

  /// Lanes of a segment.
  int frames();

  /// Lanes of a segment's context.
  int contextFrames();

  /// Segments in an epoch.
  int size();

  /// Writes a segment. What it writes depends on the two numbers alone. Called from any thread.
  ///
  /// @param epoch counted from 0
  /// @param index of the segment in the epoch, 0 … size − 1
  /// @param x features × frames
  /// @param given context features × context frames
  void read(long epoch, int index, Tensor x, Tensor given);
}
