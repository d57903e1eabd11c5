package dev.bijou.sequence;

import dev.bijou.Activation;
import dev.bijou.bijection.Affine;
import dev.bijou.bijection.Coupling;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionCatalogue;
import dev.bijou.distribution.DistributionCatalogue.Entry;
import dev.bijou.distribution.DistributionContractTest;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.flow.Flow;
import dev.bijou.sequence.distribution.UpsampledContext;
import dev.bijou.spec.NetworkSpec;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Distributions of sequences keep what every distribution keeps.
class SequenceDistributionsTest extends DistributionContractTest {
  @Override
  protected Stream<Entry> all() {
    return Stream.of(
        DistributionCatalogue.entry(
            "UpsampledContext(Flow 2 | 3)",
            UpsampledContext.class,
            random -> upsampled(2, 3, random)));
  }

  @Override
  protected String packages() {
    return "dev.bijou.sequence";
  }

  /// Lanes that are frames, each of which sees its own frame of the context only.
  private static Distribution upsampled(int features, int context, RandomGenerator random) {
    UpsampledContext.Spec spec =
        new UpsampledContext.Spec(
            new Flow.Spec(
                new StandardNormal.Spec(features),
                new Coupling.Spec(
                    features,
                    1,
                    2 * context,
                    new NetworkSpec.Mlp(List.of(8), Activation.TANH, 0),
                    Affine.standard())),
            context,
            2,
            2,
            2);
    return spec.build(random);
  }
}
