package dev.bijou.benchmark.adbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RankingTest {
  private static final boolean[] ANOMALY = {false, true, false, true, true, false};

  /// The example's pairs, counted by hand; precisions 1, 2/3 (two tied) and 3/5 at recalls 1/3, 2/3 and 1.
  @Test
  void countsPairsAndTiesByHalf() {
    Ranking ranking = Ranking.of(new double[] {0.1, 0.9, 0.5, 0.5, 0.2, 0.3}, ANOMALY);
    assertEquals((3 + 2.5 + 1) / 9, ranking.auroc(), 1e-12);
    assertEquals((1 + 2.0 / 3 + 3.0 / 5) / 3, ranking.averagePrecision(), 1e-12);
  }

  @Test
  void aConstantScoreKnowsNothing() {
    Ranking ranking = Ranking.of(new double[6], ANOMALY);
    assertEquals(0.5, ranking.auroc());
    assertEquals(0.5, ranking.averagePrecision());
  }

  @Test
  void infiniteScoresAreRanked() {
    double high = Double.POSITIVE_INFINITY;
    Ranking ranking = Ranking.of(new double[] {-high, high, 0, 1, high, 0}, ANOMALY);
    assertEquals(1, ranking.auroc());
    assertEquals(1, ranking.averagePrecision());
  }

  @Test
  void needsNumbersAndBothKindsOfRows() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Ranking.of(new double[] {Double.NaN, 1}, new boolean[] {true, false}));
    assertThrows(
        IllegalArgumentException.class,
        () -> Ranking.of(new double[] {0, 1}, new boolean[] {true, true}));
  }
}
