package dev.bijou.train;

import dev.bijou.Activation;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.LocationScale;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Flows;
import dev.bijou.random.Seeds;
import dev.bijou.spec.NetworkSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
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
  private static final int SMALLEST_TABLE = 5_000;

  /// Rows up to which flows are so cheap that there is one for each part of the table that may be held out.
  private static final int TINY_TABLE = 2_000;

  /// Rows, counted once an epoch, after which the schedule ends.
  private static final int ROWS_SEEN = 1_000_000;

  /// Shapes that are compared beside those of locations and scales.
  private static final int OTHER_SHAPES = 3;

  private static final int FEWEST_EPOCHS = 5;
  private static final int MOST_EPOCHS = 300;

  /// Features beyond which the parameters of finer splines cost more than they gain.
  private static final int MANY_FEATURES = 32;

  /// Epochs without improvement after which a member has learned what it can.
  private static final int PATIENCE = 25;

  /// See [FlowFit#heldOutParts].
  static int heldOutParts(int rows, FitOptions options) {
    int members = options.members().orElseGet(() -> members(rows));
    return rows <= SMALLEST_TABLE ? Math.min(members, FlowFit.PARTS) : 1;
  }

  static FitPlan of(int rows, MixedLayout layout, int context, FitOptions options) {
    NetworkSpec codes = new NetworkSpec.Residual(128, 2, Activation.RELU, codesDropout(rows));
    Flows.Options values =
        layout.hasAbsences()
            ? sparseShape(rows, layout.values().size(), context)
            : shape(rows, layout.values().size(), context);
    Shape rich = new Shape(order -> spec(rows, layout, options, codes, values, order), false);
    int members = options.members().orElseGet(() -> members(rows));
    return new FitPlan(
        shapes(
            rows,
            simple(1, rows, layout, context, options),
            simple(2, rows, layout, context, options),
            rich,
            locationScale(rows, layout, context, options)),
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
        List.of(simple(2, rows, layout, context, options)),
        layout.values().size(),
        splits,
        false,
        training(rows, epochs(rows, options)));
  }

  private static Shape simple(
      int layers, int rows, MixedLayout layout, int context, FitOptions options) {
    NetworkSpec codes = new NetworkSpec.Residual(64, 2, Activation.SILU, codesDropout(rows));
    Flows.Options values = simpleShape(layers, rows, context, !layout.hasAbsences());
    return new Shape(order -> spec(rows, layout, options, codes, values, order), true);
  }

  private static List<Shape> shapes(
      int rows, Shape simplest, Shape simple, Shape rich, List<Shape> locationScale) {
    if (rows < FEW_ROWS) {
      return List.of(simple);
    }
    if (rows > SMALL_TABLE) {
      return List.of(rich);
    }
    List<Shape> shapes = new ArrayList<>(List.of(simplest, simple, rich));
    shapes.addAll(locationScale);
    return List.copyOf(shapes);
  }

  /// A shape for columns of which the ones before tell the location and the scale, but not the form, in two beginnings: with
  /// columns as they are, and with heavy tails compressed. Of many splines it has one for each column, so that the rows
  /// hold its few numbers down, and it takes a fraction of the time of the others.
  private static List<Shape> locationScale(
      int rows, MixedLayout layout, int context, FitOptions options) {
    if (layout.values().isEmpty()
        || layout.hasAbsences()
        || options.flow() != FlowName.NEURAL_SPLINE) {
      return List.of();
    }
    NetworkSpec codes = new NetworkSpec.Residual(64, 2, Activation.SILU, codesDropout(rows));
    NetworkSpec network = new NetworkSpec.Residual(128, 1, Activation.SILU, 0.4f);
    RationalQuadraticSpline noise = RationalQuadraticSpline.of(8, 6);
    Function<List<Integer>, DistributionSpec> spec =
        order ->
            mixed(
                rows,
                layout,
                Flows.Options.standard().withContext(context).withNetwork(codes),
                seen ->
                    ordered(
                        new Chain.Spec(
                            List.of(new LocationScale.Spec(order.size(), seen, network, noise))),
                        order));
    return List.of(new Shape(spec, false), new Shape(spec, true));
  }

  private static int members(int rows) {
    if (rows <= TINY_TABLE) {
      return FlowFit.PARTS;
    }
    return rows <= SMALL_TABLE ? SMALL_TABLE_MEMBERS : 1;
  }

  /// The number by which flow number `number` is drawn. The shapes of locations and scales do not count, so that a flow that
  /// is not one of them is what it would be without them.
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

  private static DistributionSpec spec(
      int rows,
      MixedLayout layout,
      FitOptions options,
      NetworkSpec codes,
      Flows.Options shape,
      List<Integer> order) {
    return mixed(
        rows,
        layout,
        shape.withNetwork(codes),
        seen -> ordered(options.flow().layers(order.size(), shape.withContext(seen)), order));
  }

  private static DistributionSpec mixed(
      int rows, MixedLayout layout, Flows.Options codes, IntFunction<BijectionSpec> values) {
    int most = layout.cardinalities().stream().mapToInt(k -> k).max().orElse(0);
    // What was not seen in n rows has probability ½ / (n + K/2) (Krichevsky and Trofimov, 1981).
    float floor = 1f / (2f * rows + most);
    return Flows.mixed(layout, codes, floor, values);
  }

  /// Layers, from the base to the values, which come in some order.
  private static BijectionSpec ordered(Chain.Spec layers, List<Integer> order) {
    if (order.equals(asTheyAre(order.size()))) {
      return layers;
    }
    List<BijectionSpec> all = new ArrayList<>(layers.layers());
    all.add(new Permutation.Spec(order));
    return new Chain.Spec(all);
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

  /// A shape for smooth and simple densities, which few rows determine: more parameters would fit noise. Its few bins
  /// reach far, since a spline is a straight line beyond them, and simple tails are not. Where there are two layers and rows
  /// enough, the bins are finer, for densities with edges and bends.
  private static Flows.Options simpleShape(int layers, int rows, int context, boolean linear) {
    return Flows.Options.standard()
        .withContext(context)
        .withLayers(layers)
        .withNetwork(new NetworkSpec.Residual(64, 2, Activation.SILU, dropout(rows)))
        .withSpline(RationalQuadraticSpline.of(layers > 1 && rows > SMALLEST_TABLE ? 8 : 5, 6))
        .withLinear(linear);
  }

  /// The shape of the values where some may be absent: such columns are spiky and depend little on each other, which
  /// takes finer splines and smaller networks. Mixing them linearly would carry an absent value into the others.
  private static Flows.Options sparseShape(int rows, int values, int context) {
    return Flows.Options.standard()
        .withContext(context)
        .withLayers(3)
        .withNetwork(new NetworkSpec.Residual(64, 2, Activation.RELU, dropout(rows)))
        .withSpline(RationalQuadraticSpline.of(values <= MANY_FEATURES ? 32 : 16, 4));
  }

  private static Flows.Options shape(int rows, int features, int context) {
    return Flows.Options.standard()
        .withContext(context)
        .withNetwork(new NetworkSpec.Residual(128, 2, Activation.RELU, dropout(rows)))
        .withSpline(RationalQuadraticSpline.of(features <= MANY_FEATURES ? 16 : 8, 4))
        .withLinear(true);
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

  /// Categories are overfitted more easily than numbers.
  private static float codesDropout(int rows) {
    return rows < 200_000 ? 0.3f : 0.1f;
  }

  /// The fewer the rows, the more regularization it takes against overfitting.
  private static float dropout(int rows) {
    if (rows < 20_000) {
      return 0.2f;
    }
    return rows < 200_000 ? 0.1f : 0;
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
