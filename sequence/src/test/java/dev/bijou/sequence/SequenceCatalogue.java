package dev.bijou.sequence;

import dev.bijou.bijection.ActNorm;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.bijection.Partial;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.bijection.Standardize;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.file.GoldenModels;
import dev.bijou.flow.Flow;
import dev.bijou.sequence.bijection.GroupedConvolution;
import dev.bijou.sequence.bijection.InvertibleConvolution;
import dev.bijou.sequence.bijection.LappedTransform;
import dev.bijou.sequence.bijection.SequenceCoupling;
import dev.bijou.sequence.distribution.UpsampledContext;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Small specifications that together hold every kind of this module.
final class SequenceCatalogue {
  private static final int FEATURES = 3;

  private SequenceCatalogue() {}

  /// Writes the golden files of a version, once for a release, into
  /// `sequence/src/test/resources/dev/bijou/sequence/golden/VERSION`.
  public static void main(String[] arguments) throws IOException {
    GoldenModels.write(Path.of(arguments[0]), all());
  }

  /// Every specification by name, in a fixed order.
  static Map<String, DistributionSpec> all() {
    Map<String, DistributionSpec> all = new LinkedHashMap<>();
    all.put(
        "lapped-transform", new Flow.Spec(new StandardNormal.Spec(4), new LappedTransform.Spec(4)));
    all.put("invertible-convolution", flow(new InvertibleConvolution.Spec(FEATURES)));
    all.put(
        "wave-net",
        new UpsampledContext.Spec(
            flow(
                new Chain.Spec(
                    List.of(
                        new Partial.Spec(
                            1,
                            new SequenceCoupling.Spec(
                                2,
                                1,
                                4,
                                1,
                                new SequenceNetworkSpec.WaveNet(5, 2, 3),
                                ScaleShift.standard())),
                        new InvertibleConvolution.Spec(FEATURES),
                        new Standardize.Spec(FEATURES)))),
            2,
            6,
            2,
            2));
    all.put(
        "squeeze-wave",
        new ScaledContext.Spec(
            flow(
                new SequenceCoupling.Spec(
                    FEATURES,
                    1,
                    2,
                    1,
                    new SequenceNetworkSpec.SqueezeWave(5, 2, 3),
                    ScaleShift.standard())),
            2));
    all.put(
        "gated-convolutions",
        new Flow.Spec(
            new StandardNormal.Spec(4),
            new Chain.Spec(
                List.of(
                    new SequenceCoupling.Spec(
                        4,
                        2,
                        0,
                        1,
                        new SequenceNetworkSpec.GatedConvolutions(5, 2, 3, 0.25f),
                        ScaleShift.standard()),
                    new GroupedConvolution.Spec(4, 4),
                    new ActNorm.Spec(4)))));
    return all;
  }

  private static DistributionSpec flow(BijectionSpec bijection) {
    return new Flow.Spec(new StandardNormal.Spec(FEATURES), bijection);
  }
}
