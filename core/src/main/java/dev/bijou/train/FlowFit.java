package dev.bijou.train;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Values;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Learns the density of a table with defaults that need no tuning: chooses architecture, regularization and schedule
/// from the data's size, trains one flow or several, and returns their average as one distribution. For a small table
/// it trains a flow of each of several shapes, one of them with values that do not depend on each other apart, and continues
/// with the one that the validation rows prefer; the others join the average as far as that improves it. The next flow of the best
/// shape sees the values in the reverse order; if the validation rows prefer the average of both, all further ones have an
/// order of their own.
///
/// The rows may be split once or in several ways. Of several splits, all that is compared learns from the first, and each
/// further flow of the best shape from the next one, so that a row that one split holds out is learned by the other flows.
///
/// {@snippet class="dev.bijou.ExamplesTest" region="fit"}
public final class FlowFit {
  private final List<Split> splits;
  private final FitOptions options;
  private final FitPlan plan;

  private FlowFit(List<Split> splits, FitOptions options, FitPlan plan) {
    this.splits = splits;
    this.options = options;
    this.plan = plan;
  }

  /// Rows to learn from, and rows that tell when to stop.
  ///
  /// @param training at least one row
  /// @param validation at least one row, of the same features
  public record Split(Dataset training, Dataset validation) {
    /// @throws IllegalArgumentException if a set has no rows or a number that is not finite, or their features differ
    public Split {
      MaximumLikelihood.requireRows("training", training);
      MaximumLikelihood.requireRows("validation", validation);
      if (validation.features() != training.features()
          || validation.contextFeatures() != training.contextFeatures()) {
        throw new IllegalArgumentException(
            "the validation set has %d features and %d context features, but the training set has %d and %d"
                .formatted(
                    validation.features(),
                    validation.contextFeatures(),
                    training.features(),
                    training.contextFeatures()));
      }
    }
  }

  /// Learning that reveals little of any one row: DP-SGD with the gradient of each row scaled down to a norm, and noise (Abadi
  /// and others, 2016, arXiv:1607.00133). Nothing else depends on the rows: the numbers that layers take from data must have
  /// been set before, from data that may be known.
  ///
  /// @param share the probability of a row in a step, in (0, 1]
  /// @param steps how many
  /// @param clip the largest norm of the gradient of a row
  /// @param noise its standard deviation in units of that norm
  /// @param rate the highest learning rate
  public record Private(double share, int steps, double clip, double noise, float rate) {
    /// A flow small enough to learn in spite of noise.
    ///
    /// @param rows how many there are
    public static Distribution flow(
        int rows, MixedLayout layout, FlowName flow, RandomGenerator random) {
      return PrivateTraining.flow(rows, layout, flow, random);
    }

    /// Learns, and leaves the flow with the running mean of its weights.
    ///
    /// @param random of the choice of rows and of the noise: the privacy is that of its secrecy
    /// @param goesOn told how many steps were taken, and asked whether to go on
    /// @return the number of steps taken
    /// @throws IllegalArgumentException if a number is out of range, a row has one that is not finite, or layers follow
    ///     statistics of the rows
    public int run(
        Distribution flow,
        Dataset rows,
        RandomGenerator random,
        Workers workers,
        IntPredicate goesOn) {
      return new PrivateTraining(share, steps, clip, noise, rate)
          .run(flow, rows, random, workers, goesOn);
    }
  }

  /// The parts into which a table is divided, of which each flow holds another one out.
  public static final int PARTS = 10;

  /// How many of the [#PARTS] of a table are held out, each from a flow of its own: as many as there are flows where rows
  /// are few, otherwise 1, for one split that all flows share.
  public static int heldOutParts(int rows, FitOptions options) {
    return FitPlan.heldOutParts(rows, options);
  }

  /// How many flows a fit on so many rows learns, those included that try shapes; one more if some values are independent.
  public static int trainings(int rows, MixedLayout layout, FitOptions options) {
    return FitPlan.of(rows, layout, List::<List<Integer>>of, 0, options).trainings();
  }

  /// A fit on `training`, validated on `validation`.
  ///
  /// @throws IllegalArgumentException if a set has no rows or a number that is not finite, or their features differ
  public static FlowFit of(Dataset training, Dataset validation, FitOptions options) {
    return of(training, validation, options, MixedLayout.continuous(training.features()));
  }

  /// A fit on rows of codes and values, written as `layout` says: see [dev.bijou.flow.Mixed], or
  /// [dev.bijou.distribution.Categorical] and [dev.bijou.flow.Values] where a row has only codes or only values.
  ///
  /// @throws IllegalArgumentException if a set has no rows or a number that is not finite, the rows do not have the layout's
  ///     features, or values may be absent and the flow of the options has no splines
  public static FlowFit of(
      Dataset training, Dataset validation, FitOptions options, MixedLayout layout) {
    return of(List.of(new Split(training, validation)), options, layout);
  }

  /// A fit on rows that are split in one way or several.
  ///
  /// @param splits one that all flows share, or as many as [#heldOutParts]
  /// @throws IllegalArgumentException if there is no split, the rows do not have the layout's features, or values may be
  ///     absent and the flow of the options has no splines
  public static FlowFit of(List<Split> splits, FitOptions options, MixedLayout layout) {
    int rows = FlowMembers.rows(splits, layout);
    Dataset some = splits.getFirst().training();
    return new FlowFit(List.copyOf(splits), options, plan(rows, layout, some, options));
  }

  private static FitPlan plan(int rows, MixedLayout layout, Dataset some, FitOptions options) {
    return FitPlan.of(
        rows,
        Values.withKnots(layout, some),
        () -> ValueGroups.of(some, layout),
        some.contextFeatures(),
        options);
  }

  /// A first look at the rows in less time: a flow of a simple shape for each split, so that every held-out row is judged by
  /// one that has not learned it. The members of the options do not count.
  ///
  /// @throws IllegalArgumentException as [#of(List, FitOptions, MixedLayout)] does
  public static FlowFit firstLook(List<Split> splits, FitOptions options, MixedLayout layout) {
    int rows = FlowMembers.rows(splits, layout);
    Dataset some = splits.getFirst().training();
    MixedLayout known = Values.withKnots(layout, some);
    FitPlan plan = FitPlan.ofFirstLook(rows, splits.size(), known, some.contextFeatures(), options);
    return new FlowFit(List.copyOf(splits), options, plan);
  }

  /// A fit of rows that are elsewhere: [#parts] learns each of its flows there.
  ///
  /// @param some of the rows, by which flows begin, and held-out ones
  /// @param rows how many there are to learn from
  public static FlowFit ofSample(Split some, long rows, FitOptions options, MixedLayout layout) {
    int known = (int) Math.min(rows, Integer.MAX_VALUE);
    return new FlowFit(List.of(some), options, plan(known, layout, some.training(), options));
  }

  /// An event of a fit.
  public sealed interface Event {
    /// A flow starts to learn; it may become a member of the ensemble.
    ///
    /// @param member its number, from 1
    /// @param members how many will be learned
    record MemberStarted(int member, int members) implements Event {}

    /// Something happened in the training of a flow.
    ///
    /// @param member its number, from 1
    /// @param members how many will be learned
    /// @param event what happened
    record Training(int member, int members, TrainingEvent event) implements Event {}
  }

  /// All that a fit needs to resume bit for bit, together with its data and options.
  ///
  /// @param done the trained flows, in order
  /// @param current the training of the next one, if it has begun
  public record State(List<Done> done, Optional<Trainer.State> current) {
    /// Copies the list.
    public State {
      done = List.copyOf(done);
    }

    /// A trained flow.
    ///
    /// @param weights its parameters and running averages, see [ParameterPack#values]
    /// @param finished how its training ended
    public record Done(float[] weights, TrainingEvent.Finished finished) {}

    /// The time that all trainings have taken so far, those of earlier runs of the fit included.
    public Duration elapsed() {
      Duration finished =
          done.stream()
              .map(member -> member.finished().elapsed())
              .reduce(Duration.ZERO, Duration::plus);
      return finished.plusNanos(current.map(Trainer.State::elapsedNanos).orElse(0L));
    }
  }

  /// What a fit found, and why it ended.
  ///
  /// @param distribution the flow, or the average of several
  /// @param trainings how each training ended, in order, those of earlier runs included; the last may have been interrupted
  /// @param chosen the numbers, from 0, of those trainings whose flows make the distribution
  /// @param splits for each of these the number, from 0, of the split that it learned from
  public record Result(
      Distribution distribution,
      List<TrainingEvent.Finished> trainings,
      List<Integer> chosen,
      List<Integer> splits) {
    /// Copies the lists.
    public Result {
      trainings = List.copyOf(trainings);
      chosen = List.copyOf(chosen);
      splits = List.copyOf(splits);
    }
  }

  /// Fits without a listener.
  public Distribution run(Workers workers, LongSupplier nanoTime) {
    return run(Execution.quiet(workers, nanoTime), Optional.empty()).distribution();
  }

  /// Fits, from the start or from a state that an earlier fit with the same data and options reported. A budget counts the
  /// time of both.
  public Result run(Execution<Event, State> execution, Optional<State> resumed) {
    State state = resumed.orElse(new State(List.of(), Optional.empty()));
    FitBudget budget =
        new FitBudget(options.budget(), plan.trainings(), execution.nanoTime(), state.elapsed());
    List<State.Done> done = new ArrayList<>(state.done());
    FlowMembers members = new FlowMembers(plan, splits, options.seed(), execution.workers());
    members.restore(done);
    Optional<Trainer.State> current = state.current();
    int trainings = plan.trainings();
    while (members.count() < trainings
        && (members.count() == 0 || !(execution.listener().stop() || budget.isSpent()))) {
      int number = members.count();
      Distribution flow = members.flow(number);
      TrainingEvent.Finished finished =
          train(
              number,
              flow,
              members.rows(number),
              budget.share(number, current),
              execution,
              current,
              training -> execution.checkpoints().accept(new State(done, Optional.of(training))));
      current = Optional.empty();
      if (finished.reason() == TrainingEvent.Reason.INTERRUPTED) {
        members.interrupted(flow, finished); // a resumed fit goes on with it
        break;
      }
      members.add(flow, finished);
      done.add(new State.Done(ParameterPack.of(flow).values(), finished));
      execution.checkpoints().accept(new State(done, Optional.empty()));
    }
    return members.result();
  }

  /// The trainings of the fit by their numbers, from 0, in groups: those of a group know of those of the groups before, and
  /// not of each other.
  public List<List<Integer>> groups() {
    return plan.groups();
  }

  /// Does one training of the fit, in any process that has the rows and the options. All of them, and then [#result], are
  /// what [#run] does, except that the whole budget is that of each.
  ///
  /// @param number of the training
  /// @param before the trainings of the groups before, in order
  public State.Done train(int number, List<State.Done> before, Execution<Event, State> execution) {
    FlowMembers members = new FlowMembers(plan, splits, options.seed(), execution.workers());
    members.restore(before);
    Distribution flow = members.flow(number);
    TrainingEvent.Finished finished =
        train(
            number,
            flow,
            members.rows(number),
            options.budget(),
            execution,
            Optional.empty(),
            _ -> {});
    return new State.Done(ParameterPack.of(flow).values(), finished);
  }

  /// The flow of a training before it has learned.
  ///
  /// @param before the trainings of the groups before, in order
  public Distribution flow(int number, List<State.Done> before, Workers workers) {
    FlowMembers members = new FlowMembers(plan, splits, options.seed(), workers);
    members.restore(before);
    return members.flow(number);
  }

  /// How a training learns from rows that are divided among processes, see [Execution.Parts].
  ///
  /// @param rounds 0 for the usual number
  public Execution.Parts parts(int number, long rows, int parts, int rounds) {
    return Execution.Parts.of(
        rows, parts, rounds, plan.training(number, options.seed(), Optional.empty()));
  }

  /// What the trainings of all groups have found.
  public Result result(List<State.Done> done, Workers workers) {
    FlowMembers members = new FlowMembers(plan, splits, options.seed(), workers);
    members.restore(done);
    return members.result();
  }

  private TrainingEvent.Finished train(
      int number,
      Distribution flow,
      Split split,
      Optional<Duration> time,
      Execution<Event, State> execution,
      Optional<Trainer.State> resumed,
      Consumer<Trainer.State> checkpoints) {
    int trainings = plan.trainings();
    execution.listener().event(new Event.MemberStarted(number + 1, trainings));
    TrainingOptions how = plan.training(number, options.seed(), time);
    Objective objective =
        new MaximumLikelihood(flow, split.training(), split.validation(), how.batch(), how.seed());
    Trainer trainer =
        new Trainer(
            flow,
            objective.initialized(),
            how,
            Execution.of(
                execution.workers(),
                execution.nanoTime(),
                execution.listener()::stop,
                event ->
                    execution.listener().event(new Event.Training(number + 1, trainings, event)),
                checkpoints));
    return resumed.isPresent() ? trainer.resume(resumed.get()) : trainer.run();
  }
}
