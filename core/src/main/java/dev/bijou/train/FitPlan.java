package dev.bijou.train;

import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.random.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Chooses architecture, regularization and schedule by the size of the table. How long to learn is left to the
/// validation rows.
///
/// @param shapes the candidates: one flow of each is trained, and the best gets further members
/// @param values how many values a row has
/// @param members how many flows to average
/// @param reorders whether flows may see the values in other orders than that of the table
/// @param training how to train a member; seed and budget are set for each
record FitPlan(
    List<Shape> shapes, int values, int members, boolean reorders, TrainingOptions training) {
  /// @throws IllegalArgumentException if an architecture does not fit the values
  FitPlan {
    shapes.forEach(shape -> Objects.requireNonNull(shape.spec().apply(asTheyAre(values))));
  }

  /// An architecture, and how its learning begins.
  ///
  /// @param spec the architecture, for values that come in some order
  /// @param warm whether it has a warm start, see [dev.bijou.distribution.Distribution#warmStart]
  record Shape(Function<List<Integer>, DistributionSpec> spec, boolean warm) {}

  /// Rows up to which several members are worth their time: small tables gain most, and cost least.
  private static final int SMALL_TABLE = 50_000;

  private static final int SMALL_TABLE_MEMBERS = 5;

  /// Rows below which a rich shape overfits, and a tenth of them is too few to notice.
  private static final int FEW_ROWS = 500;

  /// Rows up to which a single tenth of the rows is too few to compare others with, and finer splines overfit.
  static final int SMALLEST_TABLE = 5_000;

  /// Rows up to which flows are so cheap that there is one for each part of the table that may be held out.
  private static final int TINY_TABLE = 2_000;

  /// Rows, counted once an epoch, after which the schedule ends.
  private static final int ROWS_SEEN = 1_000_000;

  /// Shapes that are always compared.
  private static final int OTHER_SHAPES = 3;

  private static final int FEWEST_EPOCHS = 5;
  private static final int MOST_EPOCHS = 300;

  /// Epochs without improvement after which a member has learned what it can.
  private static final int PATIENCE = 25;

  /// See [FlowFit#heldOutParts].
  static int heldOutParts(int rows, FitOptions options) {
    int members = options.members().orElseGet(() -> members(rows));
    return rows <= SMALLEST_TABLE ? Math.min(members, FlowFit.PARTS) : 1;
  }

  /// @param groups finds the values, by their numbers, in groups that seem not to depend on each other
  static FitPlan of(
      int rows,
      MixedLayout layout,
      Supplier<List<List<Integer>>> groups,
      int context,
      FitOptions options) {
    FitShapes shapes = new FitShapes(rows, layout, context, options.flow());
    int members = options.members().orElseGet(() -> members(rows));
    return new FitPlan(
        shapes(rows, shapes, groups),
        layout.values().size(),
        members,
        members > 1 && layout.values().size() > 1,
        training(rows, epochs(rows, options)));
  }

  /// A first look: one flow for each split, all of the same simple shape, which has too few parameters to learn rows that
  /// are unlike the others by heart.
  static FitPlan ofFirstLook(
      int rows, int splits, MixedLayout layout, int context, FitOptions options) {
    return new FitPlan(
        List.of(new FitShapes(rows, layout, context, options.flow()).simple(2)),
        layout.values().size(),
        splits,
        false,
        training(rows, epochs(rows, options)));
  }

  private static List<Shape> shapes(
      int rows, FitShapes shapes, Supplier<List<List<Integer>>> groups) {
    if (rows < FEW_ROWS) {
      return List.of(shapes.simple(2));
    }
    if (rows > SMALL_TABLE) {
      return List.of(shapes.rich());
    }
    List<Shape> all = new ArrayList<>();
    all.add(shapes.simple(1));
    all.add(shapes.simple(2));
    all.add(shapes.rich());
    all.addAll(shapes.locationScale());
    shapes.apart(groups.get()).ifPresent(all::add);
    return List.copyOf(all);
  }

  private static int members(int rows) {
    if (rows <= TINY_TABLE) {
      return FlowFit.PARTS;
    }
    return rows <= SMALL_TABLE ? SMALL_TABLE_MEMBERS : 1;
  }

  /// The number by which flow number `number` is drawn. The shapes after the first three do not count, so that further flows
  /// are what they would be without them.
  int drawn(int number) {
    return number < shapes.size() ? number : number - Math.max(0, shapes.size() - OTHER_SHAPES);
  }

  /// How many flows are learned to compare with each other: one of each shape and, of the best, one of another order.
  int trials() {
    return shapes.size() + (reorders ? 1 : 0);
  }

  /// How many flows are learned in all.
  int trainings() {
    return trials() + members - 1;
  }

  /// See [FlowFit#groups()].
  List<List<Integer>> groups() {
    return Stream.of(
            IntStream.range(0, shapes.size()),
            IntStream.range(shapes.size(), trials()),
            IntStream.range(trials(), trainings()))
        .map(group -> group.boxed().toList())
        .filter(group -> !group.isEmpty())
        .toList();
  }

  static List<Integer> asTheyAre(int values) {
    return IntStream.range(0, values).boxed().toList();
  }

  /// The order of the values in flow number `number`, from 0, if they may have others: that of the table where shapes are
  /// compared, the reverse in the flow after these, and then another one in each.
  List<Integer> order(int number, long seed) {
    List<Integer> order = new ArrayList<>(asTheyAre(values));
    if (number == shapes.size()) {
      Collections.reverse(order);
    } else if (number > shapes.size()) {
      Collections.shuffle(order, Seeds.random(Seeds.of(seed, drawn(number))));
    }
    return List.copyOf(order);
  }

  private static int epochs(int rows, FitOptions options) {
    return options.epochs().orElse(Math.clamp(ROWS_SEEN / rows, FEWEST_EPOCHS, MOST_EPOCHS));
  }

  private static TrainingOptions training(int rows, int epochs) {
    return TrainingOptions.standard()
        .withBatch(batch(rows))
        .withEpochs(epochs)
        .withPatience(Math.clamp(epochs / 4, FEWEST_EPOCHS, PATIENCE));
  }

  /// Larger steps where there are rows enough to take many of them.
  private static int batch(int rows) {
    if (rows < 100_000) {
      return 256;
    }
    return rows < 1_000_000 ? 512 : 1024;
  }

  /// How to train flow number `number`, which has `time` to do so.
  TrainingOptions training(int number, long seed, Optional<Duration> time) {
    return training.withSeed(seed * 1_000 + drawn(number)).withBudget(time);
  }
}
