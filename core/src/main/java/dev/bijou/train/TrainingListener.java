package dev.bijou.train;

/// Follows a training, and may stop it.
///
/// @param <E> the events: [TrainingEvent]s of one training, [FlowFit.Event]s of a fit, which is several trainings
public interface TrainingListener<E> {
  /// Called at each event.
  default void event(E event) {}

  /// Called with one line that the user should know.
  default void note(String line) {}

  /// Asked after each step: true ends the training with the best weights so far.
  default boolean stop() {
    return false;
  }
}
