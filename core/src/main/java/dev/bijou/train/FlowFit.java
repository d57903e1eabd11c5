package dev.bijou.train;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Workers;
import dev.bijou.tensor.ParameterPack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Learns the density of a table with defaults that need no tuning: chooses architecture, regularization and schedule
/// from the data's size, trains one flow or several, and returns their average as one distribution.
///
/// ```java
/// Distribution density = FlowFit.of(training, validation, FitOptions.standard()).run(workers, System::nanoTime);
/// ```
public final class FlowFit {
  private final Dataset training;
  private final Dataset validation;
  private final FitOptions options;
  private final FitPlan plan;

  private FlowFit(Dataset training, Dataset validation, FitOptions options, FitPlan plan) {
    this.training = training;
    this.validation = validation;
    this.options = options;
    this.plan = plan;
  }

  /// A fit on `training`, validated on `validation`.
  public static FlowFit of(Dataset training, Dataset validation, FitOptions options) {
    return of(training, validation, options, MixedLayout.continuous(training.features()));
  }

  /// A fit on rows of codes and values, written as `layout` says: see [dev.bijou.distribution.Mixed], or
  /// [dev.bijou.distribution.Categorical] and [dev.bijou.distribution.Values] where a row has only codes or only values.
  ///
  /// @throws IllegalArgumentException if the rows do not have the layout's features, or values may be absent and the flow
  ///     of the options has no splines
  public static FlowFit of(
      Dataset training, Dataset validation, FitOptions options, MixedLayout layout) {
    if (training.features() != layout.features()) {
      throw new IllegalArgumentException(
          "the training set has %d features, but the layout has %d"
              .formatted(training.features(), layout.features()));
    }
    FitPlan plan = FitPlan.of(training.size(), layout, training.contextFeatures(), options);
    return new FlowFit(training, validation, options, plan);
  }

  /// What a fit is told by, and tells, the world around it.
  ///
  /// @param workers the threads to use
  /// @param nanoTime a clock for the budget and the events, e.g. `System::nanoTime`
  /// @param stop asked after each step; true ends the fit with the best flow so far
  /// @param events told what happens
  /// @param checkpoints told the state after each round of training
  public record Surroundings(
      Workers workers,
      LongSupplier nanoTime,
      BooleanSupplier stop,
      Consumer<FitEvent> events,
      Consumer<FitState> checkpoints) {

    /// Nobody listens and nobody stops it.
    public static Surroundings quiet(Workers workers, LongSupplier nanoTime) {
      return new Surroundings(workers, nanoTime, () -> false, _ -> {}, _ -> {});
    }
  }

  /// Fits without telling anyone.
  public Distribution run(Workers workers, LongSupplier nanoTime) {
    return run(Surroundings.quiet(workers, nanoTime), Optional.empty());
  }

  /// Fits, from the start or from a state that an earlier fit with the same data and options reported.
  public Distribution run(Surroundings surroundings, Optional<FitState> resumed) {
    long start = surroundings.nanoTime().getAsLong();
    List<float[]> done = new ArrayList<>(resumed.map(FitState::done).orElse(List.of()));
    List<Distribution> members = new ArrayList<>();
    for (float[] weights : done) {
      Distribution member = initialized(members.size());
      float[] values = ParameterPack.of(member).values();
      System.arraycopy(weights, 0, values, 0, values.length);
      members.add(member);
    }
    Optional<TrainingState> current = resumed.flatMap(FitState::current);
    while (members.size() < plan.members()
        && (members.isEmpty() || !surroundings.stop().getAsBoolean())) {
      int number = members.size() + 1;
      surroundings.events().accept(new FitEvent.MemberStarted(number, plan.members()));
      // Training from the start sets what depends on the data by itself.
      Distribution member =
          current.isPresent() ? initialized(members.size()) : fresh(members.size());
      Trainer trainer =
          Trainer.maximumLikelihood(
              member,
              training,
              validation,
              plan.member(
                  members.size(), options.seed(), share(surroundings, start, members.size())),
              new Trainer.Surroundings(
                  surroundings.workers(),
                  surroundings.nanoTime(),
                  surroundings.stop(),
                  event ->
                      surroundings
                          .events()
                          .accept(new FitEvent.Training(number, plan.members(), event)),
                  state ->
                      surroundings
                          .checkpoints()
                          .accept(new FitState(List.copyOf(done), Optional.of(state)))));
      TrainingEvent.Finished finished =
          current.isPresent() ? trainer.resume(current.get()) : trainer.run();
      current = Optional.empty();
      if (members.isEmpty() || finished.reason() != TrainingEvent.Reason.INTERRUPTED) {
        members.add(member);
        done.add(ParameterPack.of(member).values());
        surroundings.checkpoints().accept(new FitState(List.copyOf(done), Optional.empty()));
      }
    }
    return members.size() == 1 ? members.getFirst() : new Ensemble(members);
  }

  private Distribution fresh(int member) {
    return plan.spec().build(options.seed() * 1_000 + member);
  }

  private Distribution initialized(int member) {
    Distribution distribution = fresh(member);
    MaximumLikelihood.initialize(distribution, training);
    return distribution;
  }

  /// What is left of the budget for this member.
  private Optional<Duration> share(Surroundings surroundings, long start, int membersDone) {
    return options
        .budget()
        .map(budget ->
            budget
                .minusNanos(surroundings.nanoTime().getAsLong() - start)
                .dividedBy(plan.members() - membersDone));
  }
}
