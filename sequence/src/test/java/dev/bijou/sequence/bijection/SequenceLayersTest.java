package dev.bijou.sequence.bijection;

import dev.bijou.bijection.BijectionContractTest;
import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.ScaleShift;
import dev.bijou.sequence.spec.SequenceNetworkSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Maps of sequences keep what every bijection keeps, with segments of one frame; [SequenceContractTest] has longer ones.
class SequenceLayersTest extends BijectionContractTest {
  @Override
  protected Map<String, BijectionSpec> catalogue() {
    Map<String, BijectionSpec> all = new LinkedHashMap<>();
    all.put("invertible convolution", new InvertibleConvolution.Spec(5));
    all.put("grouped convolution", new GroupedConvolution.Spec(8, 4));
    all.put(
        "coupling of gated convolutions",
        new SequenceCoupling.Spec(
            4,
            2,
            3,
            1,
            new SequenceNetworkSpec.GatedConvolutions(6, 2, 3, 0),
            ScaleShift.standard()));
    all.put(
        "coupling of sequences",
        new SequenceCoupling.Spec(
            4, 2, 3, 1, new SequenceNetworkSpec.WaveNet(6, 2, 3), ScaleShift.standard()));
    return all;
  }

  @Override
  protected Stream<BijectionSpec> covered() {
    return Stream.concat(super.covered(), SequenceContractTest.catalogue().values().stream());
  }

  @Override
  protected String packages() {
    return "dev.bijou.sequence";
  }
}
