package dev.bijou.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionCatalogue;
import dev.bijou.distribution.StandardNormal;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void countsThatCannotBeDrawnAreRefused(int count) {
    try (Workers workers = new Workers(1)) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> Evaluation.sample(new StandardNormal(3), count, Context.NONE, 1, workers))
              .getMessage();
      assertTrue(
          message.matches(
              "count is %d, but must lie in 0 … \\d+, as many draws of 3 features as memory can hold"
                  .formatted(count)),
          message);
    }
  }

  @Test
  void noDrawsAreNone() {
    try (Workers workers = new Workers(1)) {
      Tensor none = Evaluation.sample(new StandardNormal(3), 0, Context.NONE, 1, workers);
      assertEquals("[3 × 0]", none.shape());
    }
  }

  @Test
  void aDistributionRefusesLanesThatThereCannotBe() {
    DistributionCatalogue.entries()
        .filter(entry -> entry.distribution().contextFeatures() == 0)
        .forEach(entry -> assertRefuses(entry.distribution(), -1));
    assertRefuses(new StandardNormal(1), Integer.MAX_VALUE);
    assertRefuses(new StandardNormal(3), Integer.MAX_VALUE);
  }

  private static void assertRefuses(Distribution distribution, int lanes) {
    assertThrows(
        IllegalArgumentException.class,
        () -> distribution.sample(lanes, Context.NONE, new SplittableRandom(1)),
        distribution.toString());
  }
}
