package dev.bijou.speech.training;

import dev.bijou.train.TrainingEvent;

/// Hears about a running training, and may end it.
///
/// @param <T> what is learned: a voice or a speaker
public interface TrainingListener<T> {
  /// A training between two rounds.
  ///
  /// @param <T> what is learned
  interface Progress<T> {
    /// Steps taken.
    long step();

    /// The best so far, valid until the next round begins.
    T best();
  }

  /// Told what happens.
  default void event(TrainingEvent event) {}

  /// Told something that the user should know, one line.
  default void note(String line) {}

  /// Shown the best so far after a round that was not cut short, if it wants it.
  default void round(Progress<T> progress) {}

  /// Asked after each step; once it is true, the training ends with the best so far.
  default boolean stop() {
    return false;
  }
}
