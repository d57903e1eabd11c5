package dev.bijou.train;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// All that a fit needs to resume bit for bit, together with its data and options.
///
/// @param done the trained flows, in order
/// @param current the training of the next one, if it has begun
public record FitState(List<Done> done, Optional<TrainingState> current) {
  /// Copies the list.
  public FitState {
    done = List.copyOf(done);
  }

  /// A trained flow.
  ///
  /// @param weights its parameters and running averages, see [dev.bijou.tensor.ParameterPack#values]
  /// @param finished how its training ended
  public record Done(float[] weights, TrainingEvent.Finished finished) {}

  /// The time that all trainings have taken so far, those of earlier runs of the fit included.
  public Duration elapsed() {
    Duration finished =
        done.stream()
            .map(member -> member.finished().elapsed())
            .reduce(Duration.ZERO, Duration::plus);
    return finished.plusNanos(current.map(TrainingState::elapsedNanos).orElse(0L));
  }
}
