package dev.bijou.train;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Dataset;
import dev.bijou.tensor.ParameterPack;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The flows that a fit has learned so far: which one is next, and which are averaged.
///
/// First comes one of each shape, then one of the best shape in the reverse order, and then further ones of the best shape.
final class FlowMembers {
  /// What averaging flows of one order gains, as a share of what it gains with several: about a third on generated tables (a
  /// chain of spreads, edges, a banana, skewed columns).
  private static final double ONE_ORDER = 1.0 / 3;

  private final FitPlan plan;
  private final List<FlowFit.Split> splits;
  private final long seed;
  private final Workers workers;
  private final List<Distribution> flows = new ArrayList<>();
  private final List<TrainingEvent.Finished> ends = new ArrayList<>();
  private boolean keepsOrder = true; // whether flows keep to the order of the table

  FlowMembers(FitPlan plan, List<FlowFit.Split> splits, long seed, Workers workers) {
    this.plan = plan;
    this.splits = splits;
    this.seed = seed;
    this.workers = workers;
  }

  /// The most rows that a flow learns from.
  static int rows(List<FlowFit.Split> splits, MixedLayout layout) {
    if (splits.isEmpty()) {
      throw new IllegalArgumentException("there are no rows to learn from");
    }
    int rows = 0;
    for (FlowFit.Split split : splits) {
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

  /// Adds flows that have learned before.
  void restore(List<FlowFit.State.Done> done) {
    for (FlowFit.State.Done earlier : done) {
      Distribution flow = flow(count());
      float[] values = ParameterPack.of(flow).values();
      System.arraycopy(earlier.weights(), 0, values, 0, values.length);
      add(flow, earlier.finished());
    }
  }

  /// How many flows there are.
  int count() {
    return flows.size();
  }

  /// A flow as it is before it has learned. Those of the trials before must have been added.
  Distribution flow(int number) {
    FitPlan.Shape shape = plan.shapes().get(shape(number));
    boolean trial = plan.reorders() && number == plan.shapes().size();
    List<Integer> order = plan.order(trial || !keepsOrder ? number : 0, seed);
    Distribution flow = shape.spec().apply(order).build(seed * 1_000 + plan.drawn(number));
    MaximumLikelihood.initialize(flow, rows(number).training(), shape.warm());
    return flow;
  }

  /// What a flow learns from.
  FlowFit.Split rows(int number) {
    return splits.get(split(number));
  }

  /// Adds the next flow, which has learned.
  void add(Distribution flow, TrainingEvent.Finished end) {
    flows.add(flow);
    ends.add(end);
    if (plan.reorders() && flows.size() == plan.trials()) {
      keepsOrder = prefersOrder();
    }
  }

  /// Ends with the next flow, whose learning was cut short; it counts only if it is the best there is.
  void interrupted(Distribution flow, TrainingEvent.Finished end) {
    if (flows.isEmpty()) {
      flows.add(flow);
    }
    ends.add(end);
  }

  /// What the fit has found.
  FlowFit.Result result() {
    List<Integer> chosen = chosen();
    return new FlowFit.Result(
        average(chosen), ends, chosen, chosen.stream().map(this::split).toList());
  }

  /// Whether the held-out rows do not clearly prefer the average of the best shape in the order of the table and in the
  /// reverse to the former alone. Errors of different orders average out, but a column may be hard to tell from those that
  /// follow from it.
  private boolean prefersOrder() {
    int best = shapes().getFirst();
    int reverse = plan.shapes().size();
    double first = score(List.of(best));
    double both = score(List.of(best, reverse));
    double averaging = both - (first + score(List.of(reverse))) / 2;
    return both - first <= ONE_ORDER * averaging;
  }

  /// The flows of the best shape and, if more than one may be averaged, of those next to it as long as the validation rows
  /// prefer the average.
  private List<Integer> chosen() {
    List<Integer> shapes = shapes();
    List<Integer> chosen = flowsOf(shapes.getFirst());
    if (plan.members() == 1 || shapes.size() == 1) {
      return chosen;
    }
    double score = score(chosen);
    for (int shape : shapes.subList(1, shapes.size())) {
      List<Integer> more = new ArrayList<>(chosen);
      more.addAll(flowsOf(shape));
      double moreScore = score(more);
      if (moreScore <= score) {
        break;
      }
      chosen = more;
      score = moreScore;
    }
    return chosen.stream().sorted().toList();
  }

  /// The flows of a shape, without the one in reverse if it was tried in vain.
  private List<Integer> flowsOf(int shape) {
    boolean inVain = plan.reorders() && keepsOrder;
    return IntStream.range(0, flows.size())
        .filter(i -> shape(i) == shape && !(inVain && i == plan.shapes().size()))
        .boxed()
        .toList();
  }

  /// The score of the average of those flows that have not learned from the rows of the first split.
  private double score(List<Integer> chosen) {
    List<Integer> first = chosen.stream().filter(number -> split(number) == 0).toList();
    return MaximumLikelihood.score(average(first), splits.getFirst().validation(), workers);
  }

  private Distribution average(List<Integer> chosen) {
    List<Distribution> members = chosen.stream().map(flows::get).toList();
    return members.size() == 1 ? members.getFirst() : new Ensemble(members);
  }

  /// The split of flow number `number`: the first for those that are compared, and then one after the other.
  private int split(int number) {
    return Math.max(0, number - plan.trials() + 1) % splits.size();
  }

  /// The shape of flow number `number`: first one of each, then the best.
  private int shape(int number) {
    return number < plan.shapes().size() ? number : shapes().getFirst();
  }

  /// The shapes that have been tried, the one that did best on the validation rows first.
  private List<Integer> shapes() {
    return IntStream.range(0, Math.min(flows.size(), plan.shapes().size()))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -ends.get(i).validation()))
        .toList();
  }
}
