package dev.bijou.distribution;

import dev.bijou.bijection.BijectionSpec;
import dev.bijou.nn.NetworkSpec;
import dev.bijou.tensor.Shapes;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The architecture of a distribution as data: what the model file holds, and from which [#build] makes it.
public sealed interface DistributionSpec {

  /// The number of features of a draw.
  int features();

  /// A distribution of this architecture with initial parameters: a pure function of (specification, seed).
  default Distribution build(long seed) {
    return build(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
  }

  /// A distribution of this architecture with initial parameters drawn from a generator.
  default Distribution build(RandomGenerator random) {
    return switch (this) {
      case StandardNormal spec -> new dev.bijou.distribution.StandardNormal(spec.features());
      case DiagonalNormal spec -> new dev.bijou.distribution.DiagonalNormal(spec.features());
      case StudentT spec ->
          new dev.bijou.distribution.StudentT(spec.features(), spec.degreesOfFreedom());
      case UniformBox spec -> new dev.bijou.distribution.UniformBox(spec.low(), spec.high());
      case GaussianMixture spec ->
          new dev.bijou.distribution.GaussianMixture(spec.features(), spec.components(), random);
      case Flow spec ->
          new dev.bijou.distribution.Flow(
              spec.base().build(random), spec.bijection().build(random));
      case Categorical spec -> new dev.bijou.distribution.Categorical(spec, random);
      case Values spec -> new dev.bijou.distribution.Values(spec, random);
      case Mixed spec ->
          new dev.bijou.distribution.Mixed(
              new dev.bijou.distribution.Categorical(spec.codes(), random),
              new dev.bijou.distribution.Values(spec.values(), random));
      case ScaledContext spec ->
          new dev.bijou.distribution.ScaledContext(spec.of().build(random), spec.context());
      case UpsampledContext spec ->
          new dev.bijou.distribution.UpsampledContext(spec, spec.of().build(random), random);
      case Ensemble spec ->
          new dev.bijou.distribution.Ensemble(
              spec.members().stream().map(m -> m.build(random)).toList());
    };
  }

  /// See [dev.bijou.distribution.StandardNormal].
  ///
  /// @param features number of features
  record StandardNormal(int features) implements DistributionSpec {
    public StandardNormal {
      requireFeatures(features);
    }
  }

  /// See [dev.bijou.distribution.DiagonalNormal].
  ///
  /// @param features number of features
  record DiagonalNormal(int features) implements DistributionSpec {
    public DiagonalNormal {
      requireFeatures(features);
    }
  }

  /// See [dev.bijou.distribution.StudentT].
  ///
  /// @param features number of features
  /// @param degreesOfFreedom ν, in [0.1, 1e6]
  record StudentT(int features, float degreesOfFreedom) implements DistributionSpec {
    /// @throws IllegalArgumentException if a value is out of range
    public StudentT {
      requireFeatures(features);
      if (!(degreesOfFreedom >= 0.1f && degreesOfFreedom <= 1e6f)) {
        throw new IllegalArgumentException(
            "degreesOfFreedom is " + degreesOfFreedom + ", but must lie in [0.1, 1e6]");
      }
    }
  }

  /// See [dev.bijou.distribution.UniformBox].
  ///
  /// @param low the lower end of each feature's range
  /// @param high the upper end of each feature's range
  record UniformBox(List<Float> low, List<Float> high) implements DistributionSpec {
    /// @throws IllegalArgumentException if the lists differ in length or a range is empty or not finite
    public UniformBox {
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

  /// See [dev.bijou.distribution.GaussianMixture].
  ///
  /// @param features number of features
  /// @param components number of components, at least 1
  record GaussianMixture(int features, int components) implements DistributionSpec {
    /// @throws IllegalArgumentException if a count is out of range
    public GaussianMixture {
      requireFeatures(features);
      if (components < 1 || components > 65536) {
        throw new IllegalArgumentException(
            "components is " + components + ", but must lie in 1 … 65536");
      }
    }
  }

  /// See [dev.bijou.distribution.Flow].
  ///
  /// @param base the distribution of z
  /// @param bijection the map between z and x
  record Flow(DistributionSpec base, BijectionSpec bijection) implements DistributionSpec {
    /// @throws IllegalArgumentException if the features differ
    public Flow {
      if (base.features() != bijection.features()) {
        throw new IllegalArgumentException(
            "base has %d features, but bijection has %d"
                .formatted(base.features(), bijection.features()));
      }
    }

    @Override
    public int features() {
      return base.features();
    }
  }

  /// See [dev.bijou.distribution.Categorical].
  ///
  /// @param cardinalities the number of codes of each column, at least 2
  /// @param context number of context features
  /// @param network the shape of the network
  /// @param floor the least probability of a code; positive, and less than 1 / K for every column
  record Categorical(List<Integer> cardinalities, int context, NetworkSpec network, float floor)
      implements DistributionSpec {
    /// @throws IllegalArgumentException if there is no column or a value is out of range
    public Categorical {
      cardinalities = new MixedLayout(cardinalities, List.of()).cardinalities();
      requireContext(context);
      for (int cardinality : cardinalities) {
        if (!(floor > 0 && (double) floor * cardinality < 1)) {
          throw new IllegalArgumentException(
              "floor is %s, but must lie in (0, 1/%d)".formatted(floor, cardinality));
        }
      }
    }

    @Override
    public int features() {
      return cardinalities.size();
    }
  }

  /// See [dev.bijou.distribution.Values].
  ///
  /// @param layout how the row is written whose values these are
  /// @param context number of context features besides the codes
  /// @param bijection of the standardized values, given the one-hot codes and the context
  record Values(MixedLayout layout, int context, BijectionSpec bijection)
      implements DistributionSpec {
    /// @throws IllegalArgumentException if there is no value, the features differ, or values that may be absent meet a
    ///     layer that does not leave a pinned value alone
    public Values {
      requireContext(context);
      if (layout.values().isEmpty()) {
        throw new IllegalArgumentException("the layout has no value column");
      }
      if (layout.values().size() != bijection.features()) {
        throw new IllegalArgumentException(
            "the layout has %d values, but bijection has %d features"
                .formatted(layout.values().size(), bijection.features()));
      }
      if (layout.hasAbsences()) {
        Pins.require(bijection);
      }
    }

    @Override
    public int features() {
      return layout.values().size();
    }

    /// Where an absent value is pinned: one beyond the widest box of the splines.
    public float pin() {
      return 1 + Pins.widestBox(bijection);
    }
  }

  /// See [dev.bijou.distribution.Mixed].
  ///
  /// @param codes the distribution of the codes
  /// @param values that of the values, given the codes
  record Mixed(Categorical codes, Values values) implements DistributionSpec {
    /// @throws IllegalArgumentException if the values are not given these codes and the same context
    public Mixed {
      if (!values.layout().cardinalities().equals(codes.cardinalities())
          || values.context() != codes.context()) {
        throw new IllegalArgumentException(
            "codes of %s given %d features, but values of %s given %d"
                .formatted(
                    codes.cardinalities(),
                    codes.context(),
                    values.layout().cardinalities(),
                    values.context()));
      }
    }

    @Override
    public int features() {
      return codes.features() + values.features();
    }
  }

  /// See [dev.bijou.distribution.ScaledContext].
  ///
  /// @param of the conditional distribution that sees the scaled context
  /// @param context number of context features
  record ScaledContext(DistributionSpec of, int context) implements DistributionSpec {
    /// @throws IllegalArgumentException if the context is out of range
    public ScaledContext {
      requireContext(context);
    }

    @Override
    public int features() {
      return of.features();
    }
  }

  /// See [dev.bijou.distribution.UpsampledContext].
  ///
  /// @param of the conditional distribution that sees the upsampled context
  /// @param context number of context features
  /// @param kernel frames of the upsampled context that one of the context reaches; a multiple of the stride
  /// @param stride frames of the upsampled context for one of the context; a multiple of the group
  /// @param group frames of the upsampled context in one lane of `of`
  record UpsampledContext(DistributionSpec of, int context, int kernel, int stride, int group)
      implements DistributionSpec {
    /// @throws IllegalArgumentException if a number is out of range or does not fit the others
    public UpsampledContext {
      requireContext(context);
      if (context == 0) {
        throw new IllegalArgumentException("context is 0, but there must be one to upsample");
      }
      if (group < 1 || stride < 1 || stride > 65536 || stride % group != 0) {
        throw new IllegalArgumentException(
            "stride is %d and group is %d, but the stride must be a multiple of the group, at most 65536"
                .formatted(stride, group));
      }
      if (kernel < stride || kernel > 1 << 20 || kernel % stride != 0) {
        throw new IllegalArgumentException(
            "kernel is %d, but must be a multiple of the stride, %d".formatted(kernel, stride));
      }
    }

    @Override
    public int features() {
      return of.features();
    }
  }

  /// See [dev.bijou.distribution.Ensemble].
  ///
  /// @param members distributions with the same features, at least one
  record Ensemble(List<DistributionSpec> members) implements DistributionSpec {
    /// @throws IllegalArgumentException if there is no member or the features differ
    public Ensemble {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException(
            "members is empty: an ensemble needs at least one member");
      }
      for (DistributionSpec member : members) {
        if (member.features() != members.getFirst().features()) {
          throw new IllegalArgumentException(
              "the first member has %d features, but another has %d"
                  .formatted(members.getFirst().features(), member.features()));
        }
      }
    }

    @Override
    public int features() {
      return members.getFirst().features();
    }
  }

  private static void requireContext(int context) {
    if (context < 0 || context > 1_000_000) {
      throw new IllegalArgumentException(
          "context is " + context + ", but must lie in 0 … 1,000,000");
    }
  }

  private static void requireFeatures(int features) {
    if (features < 1 || features > 1_000_000) {
      throw new IllegalArgumentException(
          "features is " + features + ", but must lie in 1 … 1,000,000");
    }
  }
}
