package dev.bijou.train;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// Learns the density of a table with defaults that need no tuning: chooses architecture, regularization and schedule
/// from the data's size, trains one flow or several, and returns their average as one distribution. For a small table
/// it trains a flow of each of several shapes and continues with the one that the validation rows prefer; the others join
/// the average as far as that improves it. The next flow sees the values in the reverse order; if the validation rows like
/// the average of both, all further ones have an order of their own.
///
/// Of several splits of the rows, shapes are tried on the first, and each further flow learns from the next one, so that a
/// row that one split holds out is learned by the other flows.
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

  /// The parts into which a table is divided, of which each flow holds another one out.
  public static final int PARTS = 10;

  /// What averaging flows of one order gains, as a share of what it gains with two. (About a third on generated tables.)
  private static final double ONE_ORDER = 1.0 / 3;

  /// How many of the [#PARTS] of a table are held out, each from a flow of its own: as many as there are flows where rows
  /// are few, otherwise 1, for one split that all flows share.
  public static int heldOutParts(int rows, MixedLayout layout, FitOptions options) {
    return FitPlan.heldOutParts(rows, layout, options);
  }

  /// How many flows a fit on so many rows learns, those included that try shapes.
  public static int trainings(int rows, MixedLayout layout, FitOptions options) {
    return FitPlan.of(rows, layout, 0, options).trainings();
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
    int rows = rows(splits, layout);
    int context = splits.getFirst().training().contextFeatures();
    return new FlowFit(List.copyOf(splits), options, FitPlan.of(rows, layout, context, options));
  }

  /// A first look at the rows in less time: a flow of a simple shape for each split, so that every held-out row is judged by
  /// one that has not learned it. The members of the options do not count.
  ///
  /// @throws IllegalArgumentException as [#of(List, FitOptions, MixedLayout)] does
  public static FlowFit firstLook(List<Split> splits, FitOptions options, MixedLayout layout) {
    int rows = rows(splits, layout);
    int context = splits.getFirst().training().contextFeatures();
    return new FlowFit(
        List.copyOf(splits),
        options,
        FitPlan.ofFirstLook(rows, splits.size(), layout, context, options));
  }

  /// The most rows that a flow learns from.
  private static int rows(List<Split> splits, MixedLayout layout) {
    if (splits.isEmpty()) {
      throw new IllegalArgumentException("there are no rows to learn from");
    }
    int rows = 0;
    for (Split split : splits) {
      Dataset training = split.training();
      if (training.features() != layout.features()) {
        throw new IllegalArgumentException(
            "the training set has %d features, but the layout has %d"
                .formatted(training.features(), layout.features()));
      }
      rows = Math.max(rows, training.size());
    }
    return rows;
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
    List<TrainingEvent.Finished> ends =
        new ArrayList<>(done.stream().map(State.Done::finished).toList());
    List<Distribution> flows = new ArrayList<>();
    for (State.Done earlier : done) {
      Distribution flow = initialized(flows, ends, execution.workers());
      float[] values = ParameterPack.of(flow).values();
      System.arraycopy(earlier.weights(), 0, values, 0, values.length);
      flows.add(flow);
    }
    Optional<Trainer.State> current = state.current();
    int trainings = plan.trainings();
    while (flows.size() < trainings
        && (flows.isEmpty() || !(execution.listener().stop() || budget.isSpent()))) {
      int number = flows.size() + 1;
      execution.listener().event(new Event.MemberStarted(number, trainings));
      Distribution flow = initialized(flows, ends, execution.workers());
      TrainingOptions how =
          plan.training(flows.size(), options.seed(), budget.share(flows.size(), current));
      Split split = splits.get(split(flows.size()));
      Objective objective =
          new MaximumLikelihood(
              flow, split.training(), split.validation(), how.batch(), how.seed());
      Trainer trainer =
          new Trainer(
              flow,
              objective.initialized(),
              how,
              Execution.of(
                  execution.workers(),
                  execution.nanoTime(),
                  execution.listener()::stop,
                  event -> execution.listener().event(new Event.Training(number, trainings, event)),
                  training ->
                      execution.checkpoints().accept(new State(done, Optional.of(training)))));
      TrainingEvent.Finished finished =
          current.isPresent() ? trainer.resume(current.get()) : trainer.run();
      current = Optional.empty();
      ends.add(finished);
      if (finished.reason() == TrainingEvent.Reason.INTERRUPTED) {
        if (flows.isEmpty()) {
          flows.add(flow); // the best there is, but not done: a resumed fit goes on with it
        }
        break;
      }
      flows.add(flow);
      done.add(new State.Done(ParameterPack.of(flow).values(), finished));
      execution.checkpoints().accept(new State(done, Optional.empty()));
    }
    List<Integer> chosen = chosen(flows, ends, execution.workers());
    return new Result(
        average(flows, chosen), ends, chosen, chosen.stream().map(this::split).toList());
  }

  /// The split of flow number `number`: the first for those that are compared, and then one after the other.
  private int split(int number) {
    return Math.max(0, number - plan.trials() + 1) % splits.size();
  }

  /// The flows of the best shape and, if more than one may be averaged, of those next to it as long as the validation rows
  /// prefer the average.
  private List<Integer> chosen(
      List<Distribution> flows, List<TrainingEvent.Finished> ends, Workers workers) {
    List<Integer> shapes = best(ends.subList(0, flows.size()));
    List<Integer> chosen = new ArrayList<>(flowsOf(shapes.getFirst(), flows.size(), ends));
    if (plan.reorders() && keepsOrder(flows, ends, workers)) {
      chosen.remove((Integer) plan.shapes().size());
    }
    if (plan.members() == 1 || shapes.size() == 1) {
      return chosen;
    }
    double score = score(flows, chosen, workers);
    for (int shape : shapes.subList(1, shapes.size())) {
      List<Integer> more = new ArrayList<>(chosen);
      more.addAll(flowsOf(shape, flows.size(), ends));
      double moreScore = score(flows, more, workers);
      if (moreScore <= score) {
        break;
      }
      chosen = more;
      score = moreScore;
    }
    return chosen.stream().sorted().toList();
  }

  /// Whether flows keep to the order of the table: if others are not tried, or the held-out rows do not clearly prefer the
  /// average with the reverse. Errors of different orders average out, but a column may be hard to tell from later ones.
  private boolean keepsOrder(
      List<Distribution> flows, List<TrainingEvent.Finished> ends, Workers workers) {
    int other = plan.shapes().size();
    if (!plan.reorders() || flows.size() <= other) {
      return true;
    }
    int best = best(ends).getFirst();
    double first = score(flows, List.of(best), workers);
    double both = score(flows, List.of(best, other), workers);
    double averaging = both - (first + score(flows, List.of(other), workers)) / 2;
    return both - first <= ONE_ORDER * averaging;
  }

  private List<Integer> flowsOf(int shape, int count, List<TrainingEvent.Finished> ends) {
    return IntStream.range(0, count).filter(i -> shape(i, ends) == shape).boxed().toList();
  }

  /// The score of the average of those flows that have not learned from the rows of the first split.
  private double score(List<Distribution> flows, List<Integer> chosen, Workers workers) {
    List<Integer> first = chosen.stream().filter(number -> split(number) == 0).toList();
    return MaximumLikelihood.score(average(flows, first), splits.getFirst().validation(), workers);
  }

  private static Distribution average(List<Distribution> flows, List<Integer> chosen) {
    List<Distribution> members = chosen.stream().map(flows::get).toList();
    return members.size() == 1 ? members.getFirst() : new Ensemble(members);
  }

  /// The shape of flow number `number`: first one of each, then the best.
  private int shape(int number, List<TrainingEvent.Finished> ends) {
    return number < plan.shapes().size() ? number : best(ends).getFirst();
  }

  /// The shapes that have been tried, the one that did best on the validation rows first.
  private List<Integer> best(List<TrainingEvent.Finished> ends) {
    int tried = Math.min(ends.size(), plan.shapes().size());
    return IntStream.range(0, tried)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -ends.get(i).validation()))
        .toList();
  }

  /// The next flow, as it is before it has learned.
  private Distribution initialized(
      List<Distribution> flows, List<TrainingEvent.Finished> ends, Workers workers) {
    int number = flows.size();
    FitPlan.Shape shape = plan.shapes().get(shape(number, ends));
    boolean trial = plan.reorders() && number == plan.shapes().size();
    List<Integer> order =
        trial || !keepsOrder(flows, ends, workers)
            ? plan.order(number, options.seed())
            : plan.order(0, options.seed());
    Distribution distribution = shape.spec().apply(order).build(options.seed() * 1_000 + number);
    MaximumLikelihood.initialize(distribution, splits.get(split(number)).training(), shape.warm());
    return distribution;
  }
}
