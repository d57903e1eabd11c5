package dev.bijou.train;

import java.time.Duration;

/// An event of a training.
public sealed interface TrainingEvent {

  /// The flow has been set up from the data and the first step is next.
  ///
  /// @param parameters trainable numbers
  /// @param steps steps the schedule plans for
  record Started(long parameters, long steps) implements TrainingEvent {}

  /// A round (an epoch, or 2,000 steps of a long one) is done and validated.
  ///
  /// @param epoch passes over the data so far
  /// @param step steps so far
  /// @param progress share of the schedule that is done, 0 … 1
  /// @param training mean log-density of the training rows as seen during the round, nats
  /// @param validation mean log-density of the validation rows under the averaged weights, nats
  /// @param best the best validation so far, nats
  /// @param learningRate of the last step
  /// @param elapsed time since the start
  record Validated(
      double epoch,
      long step,
      double progress,
      double training,
      double validation,
      double best,
      float learningRate,
      Duration elapsed)
      implements TrainingEvent {}

  /// The loss or its gradient was not finite: back to the best weights, with half the step.
  ///
  /// @param step at which it happened
  /// @param rateFactor what the learning rate is multiplied by from now on
  record RolledBack(long step, float rateFactor) implements TrainingEvent {}

  /// Training has ended and the best weights are in place.
  ///
  /// @param reason why
  /// @param validation the best validation, nats
  /// @param steps steps taken
  /// @param elapsed time since the start
  record Finished(Reason reason, double validation, long steps, Duration elapsed)
      implements TrainingEvent {}

  /// Why training ended.
  enum Reason {
    /// The schedule ran to its end.
    COMPLETED,
    /// No better validation for the patience's epochs.
    NO_IMPROVEMENT,
    /// The time budget is used up.
    BUDGET,
    /// The caller asked to stop.
    INTERRUPTED,
    /// Rolled back too often.
    DIVERGED
  }
}
