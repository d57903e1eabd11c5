package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.model.Calibration;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /// A calibration without centres is one of an earlier version.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sidesAreCombinedByTheirWeightedHarmonicMean(boolean centres) {
    double weight = centres ? 0.1 : 1.0 / 3;
    Random random = new Random(3);
    float[][] sides = new float[2][99];
    for (int i = 0; i < 99; i++) {
      sides[0][i] = (float) random.nextGaussian();
      sides[1][i] = (float) random.nextGaussian();
    }
    PValues combined =
        PValues.of(
            new Calibration(
                "held",
                List.of("density", "margins"),
                sides,
                new int[0],
                List.of(),
                centres ? new float[][] {{0}} : new float[0][]),
            NoveltyScore.COMBINED);
    PValues whole = PValues.of(Held.of(sides[0]), NoveltyScore.DENSITY);
    PValues part = PValues.of(Held.of(sides[1]), NoveltyScore.DENSITY);
    double[] held = new double[99];
    for (int i = 0; i < 99; i++) {
      held[i] =
          1 / whole.of(whole.novelty(sides[0][i])) + weight / part.of(part.novelty(sides[1][i]));
    }
    for (int i = 0; i < 99; i++) {
      double own = held[i];
      long atLeast = DoubleStream.of(held).filter(other -> other >= own).count();
      assertEquals(
          (1 + atLeast) / 100.0, combined.of(combined.novelty(sides[0][i], sides[1][i])), 1e-12);
    }
  }

  @Test
  void oneVeryUnusualSideSuffices() {
    Calibration held = Held.ofSides(new float[] {0, 1, 2, 3, 4}, new float[] {0, 10, 20, 30, 40});
    PValues sides = PValues.of(held, NoveltyScore.COMBINED);
    assertEquals(1 / 6.0, sides.of(sides.novelty(2, 1000)), 1e-12);
    assertEquals(1 / 6.0, sides.of(sides.novelty(100, 20)), 1e-12);
    assertTrue(sides.novelty(8, 100) > sides.novelty(8, 20));
    assertTrue(sides.novelty(8, 100) > sides.novelty(6, 100));
  }

  @Test
  void noveltyIsTheNegativeLogarithmOfPAndGoesOnBeyondTheLastRank() {
    PValues pValues = PValues.of(Held.of(5, 4, 3, 2, 1), NoveltyScore.DENSITY);
    assertEquals(-Math.log(3 / 6.0), pValues.novelty(4), 1e-6);
    float last = pValues.novelty(5);
    for (float density : new float[] {6, 10, 100, 1e6f, Float.MAX_VALUE}) {
      float novelty = pValues.novelty(density);
      assertTrue(novelty > last && Float.isFinite(novelty), density + ": " + novelty);
      assertEquals(1, pValues.rank(novelty));
      last = novelty;
    }
  }

  @Test
  void aSideThatNeverVariesStaysFinite() {
    PValues sides = PValues.of(Held.of(1, 1, 1), NoveltyScore.COMBINED);
    assertEquals(1, sides.of(sides.novelty(1)), 0);
    assertEquals(1 / 4.0, sides.of(sides.novelty(1e30f)), 0);
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
