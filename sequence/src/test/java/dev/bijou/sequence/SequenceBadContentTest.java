package dev.bijou.sequence;

import dev.bijou.bijection.BijectionSpec;
import dev.bijou.bijection.Chain;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.file.BadContentTest;
import dev.bijou.flow.Flow;
import dev.bijou.sequence.bijection.LappedTransform;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/// Files of sequences with bad content are refused, or are models that can be used.
class SequenceBadContentTest extends BadContentTest {
  @Override
  protected Stream<Arguments> outOfRange() {
    return Stream.of(
        Arguments.of(
            "squeeze-wave",
            "of.bijection.conditioner.layers.0.normalization.averages",
            -1,
            "0.0 … 3.4028235E38"));
  }

  @Test
  void aSmallFileDoesNotAskForManyComputedNumbers() {
    BijectionSpec transform = new LappedTransform.Spec(2048);
    DistributionSpec spec =
        new Flow.Spec(
            new StandardNormal.Spec(2048), new Chain.Spec(Collections.nCopies(2_000, transform)));
    forge(metadata(spec), Map.of());
    assertRefused(
        "its architecture computes 8388608000 numbers of its own, which is too much for a file that holds 0");
    forge(metadata(new Flow.Spec(new StandardNormal.Spec(2048), transform)), Map.of());
    assertRefusedOrUsable("one transform");
  }
}
