package dev.bijou.bijection;

import dev.bijou.nn.NetworkSpec;
import dev.bijou.nn.SequenceNetworkSpec;
import dev.bijou.tensor.Shapes;
import java.util.List;
import java.util.random.RandomGenerator;

/// The architecture of a bijection as data: what the model file holds, and from which [#build] makes the map.
public sealed interface BijectionSpec {

  /// The number of features of the map.
  int features();

  /// A map of this architecture with initial parameters: a pure function of the specification and the generator's
  /// state.
  default Bijection build(RandomGenerator random) {
    return switch (this) {
      case Chain spec ->
          new dev.bijou.bijection.Chain(spec.layers().stream().map(l -> l.build(random)).toList());
      case Inverted spec -> new dev.bijou.bijection.Inverted(spec.of().build(random));
      case Standardize spec -> new dev.bijou.bijection.Standardize(spec.features());
      case ActNorm spec -> new dev.bijou.bijection.ActNorm(spec.features());
      case Permutation spec -> new dev.bijou.bijection.Permutation(spec.order());
      case LuLinear spec -> new dev.bijou.bijection.LuLinear(spec.features());
      case InvertibleConvolution spec ->
          new dev.bijou.bijection.InvertibleConvolution(spec.features(), random);
      case LappedTransform spec -> new dev.bijou.bijection.LappedTransform(spec.features());
      case GroupedConvolution spec ->
          new dev.bijou.bijection.GroupedConvolution(spec.features(), spec.group(), random);
      case Partial spec ->
          new dev.bijou.bijection.Partial(spec.untouched(), spec.of().build(random));
      case Logit spec -> new dev.bijou.bijection.Logit(spec.low(), spec.high());
      case Softplus spec -> new dev.bijou.bijection.Softplus(spec.features());
      case Coupling spec -> new dev.bijou.bijection.Coupling(spec, random);
      case SequenceCoupling spec -> new dev.bijou.bijection.Coupling(spec, random);
      case MaskedAutoregressive spec -> new dev.bijou.bijection.MaskedAutoregressive(spec, random);
    };
  }

  /// See [dev.bijou.bijection.Chain].
  ///
  /// @param layers from the base to the data, all with the same number of features, at least one
  record Chain(List<BijectionSpec> layers) implements BijectionSpec {
    /// @throws IllegalArgumentException if there is no layer or the features differ
    public Chain {
      layers = List.copyOf(layers);
      if (layers.isEmpty()) {
        throw new IllegalArgumentException("layers is empty: a chain needs at least one layer");
      }
      for (BijectionSpec layer : layers) {
        if (layer.features() != layers.getFirst().features()) {
          throw new IllegalArgumentException(
              "the first layer of the chain has %d features, but another has %d"
                  .formatted(layers.getFirst().features(), layer.features()));
        }
      }
    }

    @Override
    public int features() {
      return layers.getFirst().features();
    }
  }

  /// See [dev.bijou.bijection.Inverted].
  ///
  /// @param of the map to run the other way
  record Inverted(BijectionSpec of) implements BijectionSpec {
    @Override
    public int features() {
      return of.features();
    }
  }

  /// See [dev.bijou.bijection.Standardize].
  ///
  /// @param features number of features
  record Standardize(int features) implements BijectionSpec {
    public Standardize {
      requireFeatures(features);
    }
  }

  /// See [dev.bijou.bijection.ActNorm].
  ///
  /// @param features number of features
  record ActNorm(int features) implements BijectionSpec {
    public ActNorm {
      requireFeatures(features);
    }
  }

  /// See [dev.bijou.bijection.Permutation].
  ///
  /// @param order for each feature of x, the feature of z it is; a permutation of 0 … features − 1
  record Permutation(List<Integer> order) implements BijectionSpec {
    /// @throws IllegalArgumentException if `order` is no permutation
    public Permutation {
      order = List.copyOf(order);
      requireFeatures(order.size());
      boolean[] seen = new boolean[order.size()];
      for (int i : order) {
        if (i < 0 || i >= seen.length || seen[i]) {
          throw new IllegalArgumentException(
              "order " + order + " is no permutation of 0 … " + (seen.length - 1));
        }
        seen[i] = true;
      }
    }

    @Override
    public int features() {
      return order.size();
    }
  }

  /// See [dev.bijou.bijection.LuLinear].
  ///
  /// @param features number of features
  record LuLinear(int features) implements BijectionSpec {
    public LuLinear {
      requireFeatures(features);
    }
  }

  /// See [dev.bijou.bijection.InvertibleConvolution].
  ///
  /// @param features number of features
  record InvertibleConvolution(int features) implements BijectionSpec {
    public InvertibleConvolution {
      requireFeatures(features);
    }
  }

  /// See [dev.bijou.bijection.LappedTransform].
  ///
  /// @param features samples in a block; even, at most 2,048
  record LappedTransform(int features) implements BijectionSpec {
    /// @throws IllegalArgumentException if the features are out of range
    public LappedTransform {
      if (features < 2 || features > 2048 || features % 2 != 0) {
        throw new IllegalArgumentException(
            "features is " + features + ", but must be even and lie in 2 … 2,048");
      }
    }
  }

  /// See [dev.bijou.bijection.GroupedConvolution].
  ///
  /// @param features number of features
  /// @param group features that are mixed with each other; even, and a divisor of the features
  record GroupedConvolution(int features, int group) implements BijectionSpec {
    /// @throws IllegalArgumentException if the features cannot be divided so
    public GroupedConvolution {
      requireFeatures(features);
      if (group < 2 || group % 2 != 0 || features % group != 0) {
        throw new IllegalArgumentException(
            "group is %d, but must be even and a divisor of the %d features"
                .formatted(group, features));
      }
    }
  }

  /// See [dev.bijou.bijection.Partial].
  ///
  /// @param untouched how many leading features stay as they are, at least 1
  /// @param of the map of the others
  record Partial(int untouched, BijectionSpec of) implements BijectionSpec {
    /// @throws IllegalArgumentException if `untouched` is out of range
    public Partial {
      requireFeatures(untouched);
      requireFeatures(untouched + of.features());
    }

    @Override
    public int features() {
      return untouched + of.features();
    }
  }

  /// See [dev.bijou.bijection.Logit].
  ///
  /// @param low the lower end of each feature's range
  /// @param high the upper end of each feature's range
  record Logit(List<Float> low, List<Float> high) implements BijectionSpec {
    /// @throws IllegalArgumentException if the lists differ in length or a range is empty or not finite
    public Logit {
      low = List.copyOf(low);
      high = List.copyOf(high);
      requireFeatures(low.size());
      Shapes.requireRanges(low, high);
    }

    @Override
    public int features() {
      return low.size();
    }
  }

  /// See [dev.bijou.bijection.Softplus].
  ///
  /// @param features number of features
  record Softplus(int features) implements BijectionSpec {
    public Softplus {
      requireFeatures(features);
    }
  }

  /// See [dev.bijou.bijection.Coupling].
  ///
  /// @param features number of features
  /// @param passing how many leading features pass unchanged and condition the others; 0 … features − 1
  /// @param context number of context features
  /// @param network the conditioner
  /// @param transformer the map of each other feature
  record Coupling(
      int features, int passing, int context, NetworkSpec network, ScalarBijection transformer)
      implements BijectionSpec {
    /// @throws IllegalArgumentException if a count is out of range
    public Coupling {
      requireFeatures(features);
      requireContext(context);
      requirePassing(passing, features);
    }
  }

  /// A coupling of sequences, see [dev.bijou.bijection.Coupling].
  ///
  /// @param features number of features
  /// @param passing how many leading features pass unchanged and condition the others; 0 … features − 1
  /// @param context number of context features
  /// @param rate how many lanes of the data one lane of the context stands for
  /// @param network the conditioner
  /// @param transformer the map of each other feature
  record SequenceCoupling(
      int features,
      int passing,
      int context,
      int rate,
      SequenceNetworkSpec network,
      ScalarBijection transformer)
      implements BijectionSpec {
    /// @throws IllegalArgumentException if a count is out of range
    public SequenceCoupling {
      requireFeatures(features);
      requireContext(context);
      requirePassing(passing, features);
      if (rate < 1 || rate > 65536) {
        throw new IllegalArgumentException("rate is " + rate + ", but must lie in 1 … 65536");
      }
    }
  }

  /// See [dev.bijou.bijection.MaskedAutoregressive].
  ///
  /// @param features number of features
  /// @param context number of context features
  /// @param network the conditioner
  /// @param transformer the map of each feature
  record MaskedAutoregressive(
      int features, int context, NetworkSpec network, ScalarBijection transformer)
      implements BijectionSpec {
    /// @throws IllegalArgumentException if a count is out of range
    public MaskedAutoregressive {
      requireFeatures(features);
      requireContext(context);
    }
  }

  private static void requireFeatures(int features) {
    if (features < 1 || features > 1_000_000) {
      throw new IllegalArgumentException(
          "features is " + features + ", but must lie in 1 … 1,000,000");
    }
  }

  private static void requirePassing(int passing, int features) {
    if (passing < 0 || passing >= features) {
      throw new IllegalArgumentException(
          "passing is %d, but must lie in 0 … %d".formatted(passing, features - 1));
    }
  }

  private static void requireContext(int context) {
    if (context < 0 || context > 1_000_000) {
      throw new IllegalArgumentException(
          "context is " + context + ", but must lie in 0 … 1,000,000");
    }
  }
}
