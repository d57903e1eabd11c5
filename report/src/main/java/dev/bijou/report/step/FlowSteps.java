package dev.bijou.report.step;

import dev.bijou.bijection.ActNorm;
import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.LuLinear;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.Standardize;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.flow.Flow;
import dev.bijou.flow.Mixed;
import dev.bijou.flow.Values;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Draws of a flow's base on their way through its layers to the data, seen in two of the columns.
///
/// Linear layers belong to the step of the layer after them, or to the last step. A permutation only renames features,
/// so that the two columns are followed through it.
///
/// @param first the column that is drawn across
/// @param second the column that is drawn upwards
/// @param points the number of draws; what comes after them in a step are points on circles around the base's center,
///     [#CIRCLE] for each of [#RADII]
/// @param circles whether there are circles: for flows of two features from a standard normal base
/// @param steps from the base to the data
public record FlowSteps(int first, int second, int points, boolean circles, List<Step> steps) {
  /// Points on a circle.
  public static final int CIRCLE = 720;

  /// The circles of the standard normal in two dimensions that hold 50 and 90 percent.
  public static final List<Double> RADII =
      DoubleStream.of(0.5, 0.9).map(p -> Math.sqrt(-2 * Math.log(1 - p))).boxed().toList();

  private static final int MOST_POINTS = 1_500;
  private static final int FEWEST_POINTS = 200;
  private static final int MOST_NUMBERS = 200_000;
  private static final int MOST_STEPS = 8;

  /// Where the points are after some layers.
  ///
  /// @param layers how many, not counting linear ones; 0 is the base
  /// @param x values of the first of the two columns
  /// @param y values of the second
  public record Step(int layers, float[] x, float[] y) {
    private Step of(int[] some) {
      return new Step(layers, picked(x, some), picked(y, some));
    }

    private static float[] picked(float[] all, int[] some) {
      float[] picked = new float[some.length];
      for (int i = 0; i < some.length; i++) {
        picked[i] = all[some[i]];
      }
      return picked;
    }
  }

  /// The steps of a flow, or of the first member of an ensemble of flows; empty for another distribution.
  ///
  /// @param first the column to draw across
  /// @param second the column to draw upwards
  /// @param context of the points, as many as [#points(Distribution)]
  public static Optional<FlowSteps> of(
      Distribution distribution, Context context, int first, int second, long seed) {
    return switch (distribution) {
      case Ensemble ensemble -> of(ensemble.members().getFirst(), context, first, second, seed);
      case ScaledContext scaled ->
          of(scaled.of(), scaled.scaled(context, points(distribution)), first, second, seed);
      case Flow flow ->
          Optional.of(of(flow, UnaryOperator.identity(), context, first, second, seed));
      case Values values ->
          Optional.of(of(values.standardized(), values::toData, context, first, second, seed));
      default -> Optional.empty();
    };
  }

  /// The steps of the numbers of rows with names and missing cells, or of the first member of an ensemble of such
  /// distributions: each draw has codes of its own, which its flow is given. Draws without one of the two numbers are left
  /// out. Empty for another distribution.
  ///
  /// @param first the number to draw across, by its place among the numbers of the layout
  /// @param second the one to draw upwards
  public static Optional<FlowSteps> ofNumbers(
      Distribution distribution, int first, int second, long seed) {
    return switch (distribution) {
      case Ensemble ensemble -> ofNumbers(ensemble.members().getFirst(), first, second, seed);
      case Mixed mixed -> Optional.of(ofMixed(mixed, first, second, seed));
      case Values values when values.contextFeatures() == 0 ->
          of(values, Context.NONE, first, second, seed);
      default -> Optional.empty();
    };
  }

  private static FlowSteps ofMixed(Mixed mixed, int first, int second, long seed) {
    Values values = mixed.values();
    int points = points(values);
    RandomGenerator random = random(seed);
    Tensor codes = mixed.codes().sample(points, Context.NONE, random);
    Context given = Mixed.given(codes, Context.NONE);
    Tensor z = values.base(points, given, random);
    List<Step> steps =
        walk(
            values.standardized().bijection(),
            z,
            values.seen(given),
            x -> values.toData(x, given),
            first,
            second);
    Step last = steps.getLast();
    int[] whole =
        IntStream.range(0, points)
            .filter(n -> Float.isFinite(last.x[n]) && Float.isFinite(last.y[n]))
            .toArray();
    List<Step> some = steps.stream().map(step -> step.of(whole)).toList();
    return new FlowSteps(first, second, whole.length, false, some);
  }

  /// The same steps, of features that are these columns.
  public FlowSteps ofColumns(int across, int upwards) {
    return new FlowSteps(across, upwards, points, circles, steps);
  }

  /// How many points are followed: fewer where there are many features.
  public static int points(Distribution distribution) {
    return Math.clamp(MOST_NUMBERS / distribution.features(), FEWEST_POINTS, MOST_POINTS);
  }

  /// @param finish the map of the last step's image to the data
  private static FlowSteps of(
      Flow flow, UnaryOperator<Tensor> finish, Context context, int first, int second, long seed) {
    int points = points(flow);
    boolean circles =
        flow.features() == 2
            && flow.contextFeatures() == 0
            && flow.base() instanceof StandardNormal;
    Context base = flow.base().contextFeatures() == 0 ? Context.NONE : context;
    Tensor draws = flow.base().sample(points, base, random(seed));
    Tensor z = circles ? withCircles(draws) : draws;
    List<Step> steps = walk(flow.bijection(), z, context, finish, first, second);
    return new FlowSteps(first, second, points, circles, steps);
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// The steps of points of the base.
  ///
  /// @param finish the map of the last step's image to the data
  private static List<Step> walk(
      Bijection bijection,
      Tensor base,
      Context context,
      UnaryOperator<Tensor> finish,
      int first,
      int second) {
    Tensor z = base;
    List<Bijection> layers = layers(bijection);
    int[] firsts = followed(layers, first);
    int[] seconds = followed(layers, second);
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(0, row(z, firsts[0]), row(z, seconds[0])));
    int passed = 0;
    int lastBending = lastBending(layers);
    for (int i = 0; i < layers.size(); i++) {
      z = layers.get(i).forward(z, context).value();
      passed += isLinear(layers.get(i)) ? 0 : 1;
      if (i < lastBending && !isLinear(layers.get(i))) {
        steps.add(new Step(passed, row(z, firsts[i + 1]), row(z, seconds[i + 1])));
      }
    }
    Tensor x = finish.apply(z);
    steps.add(new Step(passed, row(x, first), row(x, second)));
    return thinned(steps);
  }

  /// The layers of chains within chains, in order.
  private static List<Bijection> layers(Bijection bijection) {
    return bijection instanceof Chain(List<Bijection> inner)
        ? inner.stream().flatMap(layer -> layers(layer).stream()).toList()
        : List.of(bijection);
  }

  private static boolean isLinear(Bijection layer) {
    return switch (layer) {
      case Permutation _, LuLinear _, ActNorm _, Standardize _ -> true;
      default -> false;
    };
  }

  private static int lastBending(List<Bijection> layers) {
    return IntStream.range(0, layers.size()).filter(i -> !isLinear(layers.get(i))).max().orElse(-1);
  }

  /// The feature that a column of the data is before layer 0, …, before the last layer, and after it.
  private static int[] followed(List<Bijection> layers, int column) {
    int[] features = new int[layers.size() + 1];
    features[layers.size()] = column;
    for (int i = layers.size() - 1; i >= 0; i--) {
      features[i] = features[i + 1];
      if (layers.get(i) instanceof Permutation permutation) {
        features[i] = source(permutation, features[i + 1]);
      }
    }
    return features;
  }

  /// The feature of z that a permutation makes feature `target` of x.
  private static int source(Permutation permutation, int target) {
    Tensor numbers = Tensor.zeros(permutation.features(), 1);
    for (int f = 0; f < numbers.features(); f++) {
      numbers.data()[f] = f;
    }
    return (int) permutation.forward(numbers, Context.NONE).value().get(target, 0);
  }

  private static Tensor withCircles(Tensor draws) {
    int lanes = draws.lanes() + RADII.size() * CIRCLE;
    Tensor z = Tensor.zeros(2, lanes);
    for (int f = 0; f < 2; f++) {
      System.arraycopy(draws.data(), draws.at(f), z.data(), z.at(f), draws.lanes());
    }
    int lane = draws.lanes();
    for (double radius : RADII) {
      for (int i = 0; i < CIRCLE; i++, lane++) {
        z.data()[z.at(0) + lane] = (float) (radius * Math.cos(2 * Math.PI * i / CIRCLE));
        z.data()[z.at(1) + lane] = (float) (radius * Math.sin(2 * Math.PI * i / CIRCLE));
      }
    }
    return z;
  }

  private static float[] row(Tensor z, int feature) {
    return z.rows(feature, feature + 1).toArray();
  }

  /// The base, the data, and evenly spaced steps between them.
  private static List<Step> thinned(List<Step> steps) {
    int kept = Math.min(steps.size(), MOST_STEPS);
    return kept < 2
        ? steps
        : IntStream.range(0, kept)
            .mapToObj(i -> steps.get(Math.round((float) i * (steps.size() - 1) / (kept - 1))))
            .toList();
  }
}
