package dev.bijou.distribution;

import dev.bijou.Activation;
import dev.bijou.bijection.Affine;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Coupling;
import dev.bijou.flow.Flow;
import dev.bijou.flow.Mixed;
import dev.bijou.flow.MixedExamples;
import dev.bijou.flow.Values;
import dev.bijou.spec.NetworkSpec;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// Every distribution in several sizes, for [DistributionContractTest] to run over, with and without a context; the flows
/// have a contract of their own.
public final class DistributionCatalogue {
  private DistributionCatalogue() {}

  /// One kind and size.
  ///
  /// @param name shown in the report
  /// @param kind the class
  /// @param make a fresh instance, its parameters moved away from where they start
  /// @param breaks where the density of each feature jumps
  public record Entry(
      String name,
      Class<? extends Distribution> kind,
      Function<Long, Distribution> make,
      double... breaks) {
    public Distribution distribution() {
      return make.apply(1L);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  public static Stream<Entry> entries() {
    return Stream.of(
        entry("StandardNormal(1)", StandardNormal.class, r -> new StandardNormal(1)),
        entry("StandardNormal(2)", StandardNormal.class, r -> new StandardNormal(2)),
        entry("StandardNormal(7)", StandardNormal.class, r -> new StandardNormal(7)),
        entry("DiagonalNormal(1)", DiagonalNormal.class, r -> new DiagonalNormal(1)),
        entry("DiagonalNormal(2)", DiagonalNormal.class, r -> new DiagonalNormal(2)),
        entry("DiagonalNormal(5)", DiagonalNormal.class, r -> new DiagonalNormal(5)),
        entry("StudentT(1, ν = 0.5)", StudentT.class, r -> new StudentT(1, 0.5f)),
        entry("StudentT(1, ν = 3)", StudentT.class, r -> new StudentT(1, 3)),
        entry("StudentT(1, ν = 1e6)", StudentT.class, r -> new StudentT(1, 1e6f)),
        entry("StudentT(2, ν = 4.5)", StudentT.class, r -> new StudentT(2, 4.5f)),
        entry("StudentT(4, ν = 0.1)", StudentT.class, r -> new StudentT(4, 0.1f)),
        entry(
            "UniformBox([−1, 3])",
            UniformBox.class,
            r -> new UniformBox(List.of(-1f), List.of(3f)),
            -1,
            3),
        entry(
            "UniformBox([−1, 3]²)",
            UniformBox.class,
            r -> new UniformBox(List.of(-1f, -1f), List.of(3f, 3f)),
            -1,
            3),
        entry("GaussianMixture(1, 3)", GaussianMixture.class, r -> new GaussianMixture(1, 3, r)),
        entry("GaussianMixture(2, 5)", GaussianMixture.class, r -> new GaussianMixture(2, 5, r)),
        entry("GaussianMixture(6, 4)", GaussianMixture.class, r -> new GaussianMixture(6, 4, r)),
        entry(
            "ScaledContext(Flow 1 | 2)",
            ScaledContext.class,
            r -> scaled(conditionalFlow(1, 2, r), r)),
        entry(
            "ScaledContext(Flow 2 | 3)",
            ScaledContext.class,
            r -> scaled(conditionalFlow(2, 3, r), r)),
        entry(
            "ScaledContext(LinearNormal 1 | 2)",
            ScaledContext.class,
            r -> scaled(new LinearNormal(1, 2), r)),
        entry(
            "ScaledContext(LinearNormal 2 | 3)",
            ScaledContext.class,
            r -> scaled(new LinearNormal(2, 3), r)),
        entry(
            "Categorical(3, 2, 5)",
            Categorical.class,
            r -> MixedExamples.categorical(List.of(3, 2, 5), 0).build(r)),
        entry(
            "Categorical(3, 4, 2 | 2)",
            Categorical.class,
            r -> MixedExamples.categorical(List.of(3, 4, 2), 2).build(r)),
        entry("Values(3 | 2 codes)", Values.class, r -> MixedExamples.values(0).build(r)),
        entry("Values(3 | 2 codes, 2)", Values.class, r -> MixedExamples.values(2).build(r)),
        entry("Mixed(2 + 3)", Mixed.class, r -> MixedExamples.mixed(0).build(r)),
        entry("Mixed(2 + 3 | 2)", Mixed.class, r -> MixedExamples.mixed(2).build(r)),
        entry(
            "Ensemble(Mixed)",
            Ensemble.class,
            r ->
                new Ensemble(
                    List.of(MixedExamples.mixed(0).build(r), MixedExamples.mixed(0).build(r)))),
        entry("Ensemble(1)", Ensemble.class, r -> new Ensemble(mixed(1, r))),
        entry("Ensemble(2)", Ensemble.class, r -> new Ensemble(mixed(2, r))),
        entry(
            "Ensemble(LinearNormal 1 | 2)",
            Ensemble.class,
            r -> new Ensemble(List.of(new LinearNormal(1, 2), scaled(new LinearNormal(1, 2), r)))));
  }

  /// An entry whose parameters are moved away from where they start.
  public static Entry entry(
      String name,
      Class<? extends Distribution> kind,
      Function<RandomGenerator, Distribution> build,
      double... breaks) {
    return new Entry(
        name,
        kind,
        seed -> {
          RandomGenerator random = random(seed);
          return moved(build.apply(random), random);
        },
        breaks);
  }

  private static List<Distribution> mixed(int features, RandomGenerator random) {
    return List.of(
        new StandardNormal(features),
        new StudentT(features, 3),
        new DiagonalNormal(features),
        new GaussianMixture(features, 2, random));
  }

  private static Distribution conditionalFlow(int features, int context, RandomGenerator random) {
    NetworkSpec network = new NetworkSpec.Mlp(List.of(8), Activation.TANH, 0);
    BijectionSpec layer =
        new Coupling.Spec(features, features - 1, context, network, Affine.standard());
    return new Flow.Spec(new StandardNormal.Spec(features), layer).build(random);
  }

  private static Distribution scaled(Distribution of, RandomGenerator random) {
    ScaledContext scaled = new ScaledContext(of, of.contextFeatures());
    scaled.initialize(Tensor.zeros(of.features(), 50), context(of, 50, random));
    return scaled;
  }

  /// Moves every parameter by half a standard normal, but for the zeros of masked weights.
  private static Distribution moved(Distribution distribution, RandomGenerator random) {
    boolean masked = isMasked(distribution);
    for (Parameter parameter : distribution.parameters()) {
      Tensor value = parameter.value();
      for (int i = 0; i < value.size(); i++) {
        float moved = (float) (0.5 * random.nextGaussian());
        value.data()[value.offset() + i] +=
            masked && value.data()[value.offset() + i] == 0 ? 0 : moved;
      }
    }
    return distribution;
  }

  /// How many leading features are codes.
  public static int codes(Distribution distribution) {
    return switch (distribution) {
      case Categorical categorical -> categorical.features();
      case Mixed mixed -> mixed.codes().features();
      case Ensemble ensemble -> codes(ensemble.members().getFirst());
      default -> 0;
    };
  }

  private static boolean isMasked(Distribution distribution) {
    return switch (distribution) {
      case Categorical _, Values _, Mixed _ -> true;
      case Ensemble ensemble ->
          ensemble.members().stream().anyMatch(DistributionCatalogue::isMasked);
      default -> false;
    };
  }

  /// A context of another place and scale for each feature, or none.
  public static Context context(Distribution distribution, int lanes, RandomGenerator random) {
    if (distribution.contextFeatures() == 0) {
      return Context.NONE;
    }
    Tensor values = Tensor.zeros(distribution.contextFeatures(), lanes);
    for (int n = 0; n < lanes; n++) {
      for (int f = 0; f < values.features(); f++) {
        values.data()[values.at(f) + n] = (float) (f + (f + 1) * random.nextGaussian());
      }
    }
    return Context.of(values);
  }

  public static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
