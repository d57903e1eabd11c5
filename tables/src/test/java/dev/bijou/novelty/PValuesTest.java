package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.Calibration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
      PValues pValues = PValues.of(Held.of(held), score);
      for (float density = -3; density < 23; density += 0.5f) {
        float novelty = pValues.novelty(density);
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
    Calibration held = Held.of(5, 4, 3, 2, 1);
    PValues density = PValues.of(held, NoveltyScore.DENSITY);
    assertEquals(1 / 6.0, density.of(density.novelty(100)), 1e-12);
    assertEquals(1, density.of(density.novelty(-100)), 1e-12);
    assertEquals(density.least(), density.of(density.novelty(100)), 0);
    PValues typicality = PValues.of(held, NoveltyScore.TYPICALITY);
    assertEquals(1 / 6.0, typicality.of(typicality.novelty(100)), 1e-12);
    assertEquals(1 / 6.0, typicality.of(typicality.novelty(-100)), 1e-12);
    assertEquals(1, typicality.of(typicality.novelty(3)), 1e-12);
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
      PValues pValues = PValues.of(Held.of(held), NoveltyScore.DENSITY);
      counts[pValues.rank(pValues.novelty((float) random.nextGaussian())) - 1]++;
    }
    for (int count : counts) {
      assertEquals(trials / 10.0, count, 5 * Math.sqrt(trials * 0.09));
    }
  }

  /// Each side has a median of 2 and an interquartile range of 2.
  private static PValues combined(String... names) {
    float[][] sides = new float[names.length][];
    Arrays.fill(sides, new float[] {0, 1, 2, 3, 4});
    return PValues.of(
        new Calibration("held", List.of(names), sides, Optional.empty()), NoveltyScore.COMBINED);
  }

  @Test
  void theMostUnusualPartCounts() {
    PValues parts = combined("density", "code", "values");
    assertEquals(3, parts.novelty(8, 4, 4), 1e-6);
    assertEquals(4, parts.novelty(8, 10, 4), 1e-6);
    assertEquals(5, parts.novelty(8, 10, 12), 1e-6);
    assertEquals(1 / 6.0, parts.of(parts.novelty(2, 1000, 2)), 1e-12);
  }

  @Test
  void theWholeIsDensityAndDistanceAndItsCells() {
    PValues whole = combined("density", "distance", "margins");
    assertEquals(0.5 * (1 + 2) + 3, whole.novelty(4, 6, 8), 1e-6);
    assertEquals(1, whole.novelty(4, 6, -100), 1e-6);
    PValues all = combined("density", "code", "distance", "margins");
    assertEquals(9, all.novelty(4, 20, 6, 8), 1e-6);
  }

  @Test
  void aSideThatNeverVariesStaysFinite() {
    PValues sides = PValues.of(Held.of(1, 1, 1), NoveltyScore.COMBINED);
    assertEquals(0, sides.novelty(1));
    assertEquals(0, sides.novelty(1e30f));
    PValues nearly = PValues.of(Held.of(1, 1, 1, 1, 1, 2), NoveltyScore.COMBINED);
    assertTrue(nearly.novelty(3) > nearly.novelty(2));
    assertTrue(Float.isFinite(nearly.novelty(Float.MAX_VALUE)));
  }

  @Test
  void scoresHaveNames() {
    assertEquals(NoveltyScore.TYPICALITY, NoveltyScore.named("typicality"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> NoveltyScore.named("depth"))
            .getMessage();
    assertTrue(message.contains("there are combined, density, typicality"), message);
  }
}
