package dev.bijou.interop.layer;

import dev.bijou.bijection.Bijection;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Coupling;
import dev.bijou.bijection.Inverted;
import dev.bijou.bijection.LuLinear;
import dev.bijou.bijection.MaskedAutoregressive;
import dev.bijou.bijection.Partial;
import dev.bijou.bijection.Permutation;
import dev.bijou.bijection.ScalarBijection;
import dev.bijou.bijection.Standardize;
import dev.bijou.bijection.parameterization.FreeLinear;
import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Flow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A flow put together from the data to the base, whose layers may want its features in other orders.
///
/// Features are numbered as the layer before left them, so that an order of one layer is no matter of the next; all
/// permutations between two layers become one.
public final class Assembly {
  private static final double LARGEST_LOG = 80; // that a standardization holds
  private static final float LARGEST_LOG_DIAGONAL = 7;

  private final int features;
  private final int context;
  private final List<Bijection> layers = new ArrayList<>();
  private int[] places; // where each feature stands

  /// @param features how many there are
  /// @param context how many context features all networks see
  public Assembly(int features, int context) {
    this.features = features;
    this.context = context;
    this.places = Linear.all(features);
  }

  /// The number of features.
  public int features() {
    return features;
  }

  /// The number of context features.
  public int context() {
    return context;
  }

  /// Numbers the features anew: feature i from now on is feature `order[i]` of now.
  public void renumber(int[] order) {
    int[] old = places.clone();
    for (int i = 0; i < features; i++) {
      places[i] = old[order[i]];
    }
  }

  /// Makes the features stand in an order.
  private void arrange(int[] order) {
    Integer[] target = new Integer[features]; // from place to place
    int[] next = new int[features];
    for (int i = 0; i < features; i++) {
      target[places[order[i]]] = i;
      next[order[i]] = i;
    }
    List<Integer> moves = Arrays.asList(target);
    if (!moves.equals(IntStream.range(0, features).boxed().toList())) {
      layers.add(new Permutation.Spec(moves).build(0));
    }
    places = next;
  }

  /// z = scale · x + shift for each feature.
  ///
  /// @return whether all scales can be held
  public boolean addScale(double[] scale, double[] shift) {
    double[] center = new double[features];
    double[] log = new double[features];
    for (int f = 0; f < features; f++) {
      center[places[f]] = -shift[f] / scale[f];
      log[places[f]] = -Math.log(scale[f]);
      if (!(Math.abs(log[places[f]]) < LARGEST_LOG)
          || Float.isInfinite((float) center[places[f]])) {
        return false;
      }
    }
    layers.add(Filled.of(new Standardize.Spec(features), Map.of("shift", center, "logScale", log)));
    return true;
  }

  /// z = W x.
  ///
  /// @param matrix W, row by row; invertible
  public void addMatrix(double[] matrix) {
    arrange(Linear.all(features));
    layers.add(Filled.of(new FreeLinear.Spec(features), Map.of("weight", matrix)));
  }

  /// z = L (U x) + shift.
  ///
  /// @param factors L below the diagonal, on which it has ones, and U above it
  /// @param diagonal of U, positive
  /// @return whether the diagonal can be held
  public boolean addLu(double[] factors, double[] diagonal, double[] shift) {
    arrange(Linear.all(features));
    double[] raw = new double[features];
    for (int f = 0; f < features; f++) {
      double log = Math.log(diagonal[f]);
      if (!(Math.abs(log) < 0.999 * LARGEST_LOG_DIAGONAL)) {
        return false;
      }
      raw[f] = log / (1 - Math.abs(log) / LARGEST_LOG_DIAGONAL);
    }
    layers.add(
        Filled.of(new LuLinear.Spec(features), Map.of("factors", factors, "rawDiagonal", raw)));
    double[] ones = new double[features];
    Arrays.fill(ones, 1);
    return Arrays.stream(shift).allMatch(number -> number == 0) || addScale(ones, shift);
  }

  /// Some features go through scalar maps whose parameters depend on others, which pass.
  ///
  /// @param passing the features that pass, in the order in which the network sees them, after the context
  /// @param changing the others, in the order of its outputs
  public void addCoupling(int[] passing, int[] changing, Net net, ScalarBijection transformer) {
    arrange(IntStream.concat(Arrays.stream(passing), Arrays.stream(changing)).toArray());
    layers.add(
        coupling(
            features, passing.length, Conditioners.of(net, Conditioners.whole(net)), transformer));
  }

  private Bijection coupling(
      int count, int passing, Conditioners network, ScalarBijection transformer) {
    return Filled.of(
        new Coupling.Spec(count, passing, context, network.spec(), transformer), network.numbers());
  }

  /// Each feature goes through a scalar map whose parameters depend on those in groups before its own.
  ///
  /// @param group of each feature; the number of groups is that of the features, or smaller
  /// @param net sees the context and then the features; its outputs are the parameters of each feature in turn
  /// @return whether the masks of the network are those of the groups
  public boolean addAutoregressive(int[] group, Net net, ScalarBijection transformer) {
    int groups = Arrays.stream(group).max().orElse(0) + 1;
    int[] degrees = new int[context + features];
    for (int f = 0; f < features; f++) {
      degrees[context + f] = group[f] + 1;
    }
    Units units = Units.of(net, degrees);
    int least = context == 0 && features > 1 ? 1 : 0;
    if (!fits(units, net, group, transformer.parameterCount(), least)) {
      return false;
    }
    if (groups == features) {
      addWhole(group, net, units, transformer);
    } else {
      for (int g = groups - 1; g >= 0; g--) {
        addGroup(g, group, net, units, transformer);
      }
    }
    return true;
  }

  /// Whether the parameters of each feature depend on features of groups before its own alone.
  ///
  /// @param least the least degree that a unit can be given
  private static boolean fits(Units units, Net net, int[] group, int parameters, int least) {
    int[] last =
        units.degrees().get(net.form() == Net.Form.PERCEPTRON ? units.degrees().size() - 1 : 0);
    for (int row = 0; row < net.outputs(); row++) {
      for (int unit = 0; unit < last.length; unit++) {
        if (net.last().sees(row, unit) && Math.max(last[unit], least) > group[row / parameters]) {
          return false;
        }
      }
    }
    return true;
  }

  private void addWhole(int[] rank, Net net, Units units, ScalarBijection transformer) {
    int[] order = new int[features];
    for (int f = 0; f < features; f++) {
      order[rank[f]] = f;
    }
    arrange(order);
    int least = context == 0 && features > 1 ? 1 : 0;
    Net arranged = arranged(net, order, order, transformer.parameterCount());
    Conditioners network =
        Conditioners.of(
            arranged, units.spread(features, least, net.form() == Net.Form.OPEN_RESIDUAL));
    layers.add(
        Filled.of(
            new MaskedAutoregressive.Spec(features, context, network.spec(), transformer),
            network.numbers()));
  }

  /// The features of a group, given those of groups before; those of groups after are done.
  private void addGroup(int g, int[] group, Net net, Units units, ScalarBijection transformer) {
    int[] done = members(group, f -> group[f] > g);
    int[] before = members(group, f -> group[f] < g);
    int[] own = members(group, f -> group[f] == g);
    arrange(Stream.of(done, before, own).flatMapToInt(Arrays::stream).toArray());
    Net arranged = arranged(net, before, own, transformer.parameterCount());
    Bijection layer;
    if (before.length + context == 0) {
      layer = constant(own.length, arranged.last().bias(), transformer);
    } else {
      layer =
          coupling(
              before.length + own.length,
              before.length,
              Conditioners.of(arranged, units.upTo(g)),
              transformer);
    }
    layers.add(done.length == 0 ? layer : new Partial(done.length, layer));
  }

  private static int[] members(int[] group, IntPredicate which) {
    return IntStream.range(0, group.length).filter(which).toArray();
  }

  /// The network that sees the context and some features, and computes the parameters of some.
  private Net arranged(Net net, int[] seen, int[] computed, int parameters) {
    int[] columns = new int[context + seen.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i < context ? i : context + seen[i - context];
    }
    Linear.Row[] rows = new Linear.Row[computed.length * parameters];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Linear.Row.same(computed[i / parameters] * parameters + i % parameters);
    }
    return net.withInputs(columns).withOutputs(rows);
  }

  /// The inverse of what a part of a flow does.
  ///
  /// @param filling fills in the part as it leads from the base to the data
  public void addInverted(Consumer<Assembly> filling) {
    Assembly inner = new Assembly(features, context);
    filling.accept(inner);
    inner.arrange(Linear.all(features));
    arrange(Linear.all(features));
    for (Bijection layer : inner.layers.reversed()) {
      layers.add(new Inverted(layer));
    }
  }

  /// Scalar maps of some features with the same parameters for every row.
  ///
  /// @param theta the parameters of each of these features in turn
  public void addConstant(int[] which, double[] theta, ScalarBijection transformer) {
    boolean[] own = new boolean[features];
    for (int f : which) {
      own[f] = true;
    }
    int[] others = IntStream.range(0, features).filter(f -> !own[f]).toArray();
    arrange(IntStream.concat(Arrays.stream(others), Arrays.stream(which)).toArray());
    Bijection layer = constant(which.length, theta, transformer);
    layers.add(others.length == 0 ? layer : new Partial(others.length, layer));
  }

  private static Bijection constant(int count, double[] theta, ScalarBijection transformer) {
    Conditioners network = Conditioners.constant(count, theta);
    return Filled.of(
        new MaskedAutoregressive.Spec(count, 0, network.spec(), transformer), network.numbers());
  }

  /// The flow on a base.
  public Flow on(Distribution base) {
    arrange(Linear.all(features));
    if (layers.isEmpty()) {
      layers.add(new Permutation.Spec(IntStream.range(0, features).boxed().toList()).build(0));
    }
    return new Flow(base, new Chain(layers.reversed()));
  }
}
