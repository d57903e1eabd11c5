package dev.bijou.train;

/// Is told about a running training, and may end it.
///
/// @param <E> what happens: [TrainingEvent]s of one training, [FitEvent]s of a fit, which is several
public interface TrainingListener<E> {
  /// Told what happens.
  default void event(E event) {}

  /// Told something that the user should know, one line.
  default void note(String line) {}

  /// Asked after each step; once it is true, the training ends with the best so far.
  default boolean stop() {
    return false;
  }
}
