package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.Calibration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PValuesTest {
  @Test
  void areTheShareOfRowsAtLeastAsUnusualByDefinition() {
    Random random = new Random(1);
    float[] held = new float[57];
    for (int i = 0; i < held.length; i++) {
      held[i] = random.nextInt(20); // with ties
    }
    for (NoveltyScore score : NoveltyScore.values()) {
      PValues pValues = PValues.of(new Calibration("held", held), score);
      for (float logDensity = -3; logDensity < 23; logDensity += 0.5f) {
        float novelty = pValues.novelty(logDensity);
        int atLeast = 0;
        for (float other : held) {
          atLeast += pValues.novelty(other) >= novelty ? 1 : 0;
        }
        assertEquals((1 + atLeast) / 58.0, pValues.of(novelty), 1e-12);
      }
    }
  }

  @Test
  void densityIsOneSidedAndTypicalityTwoSided() {
    Calibration held = new Calibration("held", new float[] {-5, -4, -3, -2, -1});
    PValues density = PValues.of(held, NoveltyScore.DENSITY);
    assertEquals(1 / 6.0, density.of(density.novelty(-100)), 1e-12);
    assertEquals(1, density.of(density.novelty(100)), 1e-12);
    assertEquals(density.least(), density.of(density.novelty(-100)), 0);
    PValues typicality = PValues.of(held, NoveltyScore.TYPICALITY);
    assertEquals(1 / 6.0, typicality.of(typicality.novelty(100)), 1e-12);
    assertEquals(1 / 6.0, typicality.of(typicality.novelty(-100)), 1e-12);
    assertEquals(1, typicality.of(typicality.novelty(-3)), 1e-12);
  }

  @Test
  void exchangeableRowsHaveUniformPValues() {
    // Over calibration sets as well as rows: P(p ≤ k / (n + 1)) = k / (n + 1).
    Random random = new Random(2);
    int[] counts = new int[10];
    int trials = 20_000;
    for (int trial = 0; trial < trials; trial++) {
      float[] held = new float[9];
      for (int i = 0; i < held.length; i++) {
        held[i] = (float) random.nextGaussian();
      }
      PValues pValues = PValues.of(new Calibration("held", held), NoveltyScore.DENSITY);
      counts[pValues.rank(pValues.novelty((float) random.nextGaussian())) - 1]++;
    }
    for (int count : counts) {
      assertEquals(trials / 10.0, count, 5 * Math.sqrt(trials * 0.09));
    }
  }

  @Test
  void scoresHaveNames() {
    assertEquals(NoveltyScore.TYPICALITY, NoveltyScore.named("typicality"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> NoveltyScore.named("depth"))
            .getMessage();
    assertTrue(message.contains("there are density, typicality"), message);
  }
}
