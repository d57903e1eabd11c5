package dev.bijou.speech.training;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How long to train, with which seed, and where to keep the state.
///
/// @param seed of all random numbers
/// @param steps the most to take, rounded up to whole rounds
/// @param budget time after which training stops; the learning rate falls towards its end
/// @param checkpoint a file from which an interrupted training can be resumed
public record TrainingLimits(
    long seed, OptionalInt steps, Optional<Duration> budget, Optional<Path> checkpoint) {
  private static final int MOST_ROUNDS = 1 << 16;

  /// @throws IllegalArgumentException if there are no steps
  public TrainingLimits {
    if (steps.isPresent() && steps.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "steps is " + steps.getAsInt() + ", but must be at least 1");
    }
  }

  /// Two hours.
  public static TrainingLimits standard() {
    return new TrainingLimits(
        0, OptionalInt.empty(), Optional.of(Duration.ofHours(2)), Optional.empty());
  }

  /// Steps from one validation to the next.
  ///
  /// @param planned by the model's plan
  public int round(int planned) {
    return Math.min(planned, steps.orElse(Integer.MAX_VALUE));
  }

  /// Rounds that all steps need.
  ///
  /// @param planned steps in a round by the model's plan
  public int rounds(int planned) {
    return steps.isPresent() ? Math.ceilDiv(steps.getAsInt(), round(planned)) : MOST_ROUNDS;
  }

  /// Steps over which the learning rate rises: `most`, or a tenth of all steps if that is less.
  ///
  /// @param planned steps in a round by the model's plan
  public int warmup(int most, int planned) {
    return Math.min(most, Math.ceilDiv(rounds(planned) * round(planned), 10));
  }

  /// By the names of the command line's options.
  ///
  /// @param model the name of the architecture
  public Map<String, String> described(String model) {
    Map<String, String> described = new LinkedHashMap<>();
    described.put("model", model);
    described.put("seed", Long.toString(seed));
    steps.ifPresent(count -> described.put("steps", Integer.toString(count)));
    budget.ifPresent(time -> described.put("budget", time.toMillis() / 1000.0 + "s"));
    return described;
  }
}
