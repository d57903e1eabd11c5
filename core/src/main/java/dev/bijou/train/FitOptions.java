package dev.bijou.train;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// The options of a fit; everything else is chosen from the data.
///
/// @param flow the architecture
/// @param members how many flows the ensemble averages; by default as many as the size of the table affords
/// @param epochs passes over the data; by default from the number of rows
/// @param budget time for the whole fit
/// @param seed of everything random
public record FitOptions(
    FlowName flow, OptionalInt members, OptionalInt epochs, Optional<Duration> budget, long seed) {

  /// @throws IllegalArgumentException if a count or the budget is not positive
  public FitOptions {
    if (members.isPresent() && (members.getAsInt() < 1 || members.getAsInt() > 100)) {
      throw new IllegalArgumentException(
          "members is " + members.getAsInt() + ", but must lie in 1 … 100");
    }
    if (epochs.isPresent() && epochs.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "epochs is " + epochs.getAsInt() + ", but must be at least 1");
    }
    if (budget.isPresent() && !budget.get().isPositive()) {
      throw new IllegalArgumentException("budget is " + budget.get() + ", but must be positive");
    }
  }

  /// A neural spline flow, and everything else chosen from the data.
  public static FitOptions standard() {
    return new FitOptions(
        FlowName.NEURAL_SPLINE, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), 0);
  }

  /// The same with another seed.
  public FitOptions withSeed(long newSeed) {
    return new FitOptions(flow, members, epochs, budget, newSeed);
  }

  /// The same with another architecture.
  public FitOptions withFlow(FlowName name) {
    return new FitOptions(name, members, epochs, budget, seed);
  }

  /// The same with a number of members.
  public FitOptions withMembers(int count) {
    return new FitOptions(flow, OptionalInt.of(count), epochs, budget, seed);
  }

  /// The same with a number of epochs.
  public FitOptions withEpochs(int count) {
    return new FitOptions(flow, members, OptionalInt.of(count), budget, seed);
  }

  /// The same with a time budget.
  public FitOptions withBudget(Duration time) {
    return new FitOptions(flow, members, epochs, Optional.of(time), seed);
  }
}
