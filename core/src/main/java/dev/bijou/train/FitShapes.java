package dev.bijou.train;

import dev.bijou.Activation;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.LocationScale;
import dev.bijou.bijection.Partial;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.RationalQuadraticSpline;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Flows;
import dev.bijou.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The architectures that fits of a table compare.
///
/// @param rows how many there are to learn from
/// @param layout how they are written
/// @param context how many features are given
/// @param flow the layers of the values
record FitShapes(int rows, MixedLayout layout, int context, FlowName flow) {
  /// Features beyond which the parameters of finer splines cost more than they gain.
  private static final int MANY_FEATURES = 32;

  /// For densities that many rows determine.
  FitPlan.Shape rich() {
    NetworkSpec codes = new NetworkSpec.Residual(128, 2, Activation.RELU, codesDropout());
    Flows.Options values = layout.hasAbsences() ? sparse() : fine();
    return new FitPlan.Shape(order -> spec(codes, values, order), false);
  }

  /// For smooth and simple densities, which few rows determine: more parameters would fit noise.
  ///
  /// @param layers of the values
  FitPlan.Shape simple(int layers) {
    Flows.Options values = coarse(layers).withLinear(!layout.hasAbsences());
    return new FitPlan.Shape(order -> spec(smallNetwork(), values, order), true);
  }

  /// For columns of which the ones before tell the location and the scale, but not the form, in two beginnings: with
  /// columns as they are, and with heavy tails compressed. Of many splines these have one for each column, so that the rows
  /// hold its few numbers down, and take a fraction of the time of the others.
  List<FitPlan.Shape> locationScale() {
    if (layout.values().isEmpty() || layout.hasAbsences() || flow != FlowName.NEURAL_SPLINE) {
      return List.of();
    }
    NetworkSpec network = new NetworkSpec.Residual(128, 1, Activation.SILU, 0.4f);
    RationalQuadraticSpline noise = RationalQuadraticSpline.of(8, 6);
    Function<List<Integer>, DistributionSpec> spec =
        order ->
            mixed(
                smallNetwork(),
                seen ->
                    ordered(
                        new Chain.Spec(
                            List.of(new LocationScale.Spec(order.size(), seen, network, noise))),
                        order));
    return List.of(new FitPlan.Shape(spec, false), new FitPlan.Shape(spec, true));
  }

  /// For groups of values that do not depend on each other: each has layers of its own, as the simple shape has them, so that
  /// none learns a dependence that is not there.
  ///
  /// @param groups the values by their numbers, from 0
  /// @return empty for a single group
  Optional<FitPlan.Shape> apart(List<List<Integer>> groups) {
    if (groups.size() < 2 || layout.hasAbsences() || flow != FlowName.NEURAL_SPLINE) {
      return Optional.empty();
    }
    Function<List<Integer>, DistributionSpec> spec =
        order -> mixed(smallNetwork(), seen -> apart(groups, order, size -> group(size, seen)));
    return Optional.of(new FitPlan.Shape(spec, true));
  }

  /// A permutation brings the last group to the end, where it has its layers, and then each other.
  private static Chain.Spec apart(
      List<List<Integer>> groups, List<Integer> order, IntFunction<BijectionSpec> layers) {
    int features = order.size();
    List<Integer> values =
        groups.stream()
            .flatMap(group -> group.stream().sorted(Comparator.comparing(order::get)))
            .toList();
    Integer[] places = new Integer[features];
    for (int place = 0; place < features; place++) {
      places[values.get(place)] = place;
    }
    List<BijectionSpec> fromData = new ArrayList<>();
    fromData.add(new Permutation.Spec(List.of(places)));
    for (List<Integer> group : groups.reversed()) {
      int size = group.size();
      fromData.add(new Partial.Spec(features - size, layers.apply(size)));
      // The group goes to the front, which brings the one before it to the end.
      fromData.add(
          new Permutation.Spec(
              IntStream.range(0, features).map(i -> (i + size) % features).boxed().toList()));
    }
    fromData.removeLast();
    return new Chain.Spec(fromData.reversed());
  }

  private BijectionSpec group(int size, int seen) {
    Flows.Options shape = coarse(2).withLayers(size > 1 ? 2 : 1).withContext(seen).withLinear(true);
    boolean alone = size == 1 && seen == 0; // its network has nothing to see
    NetworkSpec least = new NetworkSpec.Mlp(List.of(1), Activation.RELU, 0);
    return flow.layers(size, alone ? shape.withNetwork(least) : shape);
  }

  private DistributionSpec spec(NetworkSpec codes, Flows.Options shape, List<Integer> order) {
    return mixed(codes, seen -> ordered(flow.layers(order.size(), shape.withContext(seen)), order));
  }

  private DistributionSpec mixed(NetworkSpec codes, IntFunction<BijectionSpec> values) {
    int most = layout.cardinalities().stream().mapToInt(k -> k).max().orElse(0);
    // What was not seen in n rows has probability ½ / (n + K/2) (Krichevsky and Trofimov, 1981).
    float floor = 1f / (2f * rows + most);
    Flows.Options options = Flows.Options.standard().withContext(context).withNetwork(codes);
    return Flows.mixed(layout, options, floor, values);
  }

  /// Layers, from the base to the values, which come in some order.
  private static BijectionSpec ordered(Chain.Spec layers, List<Integer> order) {
    if (order.equals(FitPlan.asTheyAre(order.size()))) {
      return layers;
    }
    List<BijectionSpec> all = new ArrayList<>(layers.layers());
    all.add(new Permutation.Spec(order));
    return new Chain.Spec(all);
  }

  /// Few bins that reach far, since a spline is a straight line beyond them, and simple tails are not. Where there are two
  /// layers and rows enough, the bins are finer, for densities with edges and bends.
  private Flows.Options coarse(int layers) {
    int bins = layers > 1 && rows > FitPlan.SMALLEST_TABLE ? 8 : 5;
    return Flows.Options.standard()
        .withLayers(layers)
        .withNetwork(new NetworkSpec.Residual(64, 2, Activation.SILU, dropout()))
        .withSpline(RationalQuadraticSpline.of(bins, 6));
  }

  private Flows.Options fine() {
    return Flows.Options.standard()
        .withNetwork(new NetworkSpec.Residual(128, 2, Activation.RELU, dropout()))
        .withSpline(RationalQuadraticSpline.of(values() <= MANY_FEATURES ? 16 : 8, 4))
        .withLinear(true);
  }

  /// Where some values may be absent: such columns are spiky and depend little on each other, which takes finer splines and
  /// smaller networks. Mixing them linearly would carry an absent value into the others.
  private Flows.Options sparse() {
    return Flows.Options.standard()
        .withLayers(3)
        .withNetwork(new NetworkSpec.Residual(64, 2, Activation.RELU, dropout()))
        .withSpline(RationalQuadraticSpline.of(values() <= MANY_FEATURES ? 32 : 16, 4));
  }

  private int values() {
    return layout.values().size();
  }

  private NetworkSpec smallNetwork() {
    return new NetworkSpec.Residual(64, 2, Activation.SILU, codesDropout());
  }

  /// Categories are overfitted more easily than numbers.
  private float codesDropout() {
    return rows < 200_000 ? 0.3f : 0.1f;
  }

  /// The fewer the rows, the more regularization it takes against overfitting.
  private float dropout() {
    if (rows < 20_000) {
      return 0.2f;
    }
    return rows < 200_000 ? 0.1f : 0;
  }
}
