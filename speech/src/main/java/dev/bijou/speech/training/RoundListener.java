package dev.bijou.speech.training;

import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingListener;

/// A listener of a training that may take hours: it can also get the best result so far after each round.
///
/// @param <T> what is learned: a voice or a speaker
public interface RoundListener<T> extends TrainingListener<TrainingEvent> {
  /// A training between two rounds.
  ///
  /// @param <T> what is learned
  interface Progress<T> {
    /// Steps taken.
    long step();

    /// The best result so far, valid until the next round begins.
    T best();
  }

  /// Called after each round that was not cut short.
  default void round(Progress<T> progress) {}
}
