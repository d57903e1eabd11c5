package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FalseDiscoveriesTest {
  private final PValues pValues = PValues.of(Held.of(held(199)), NoveltyScore.DENSITY);

  private static float[] held(int rows) {
    float[] held = new float[rows];
    for (int i = 0; i < rows; i++) {
      held[i] = -i;
    }
    return held;
  }

  /// As Benjamini and Hochberg have it: with the p-values sorted, the largest i with p(i) ≤ q i / m.
  private static double threshold(List<Integer> ranks, double q) {
    double[] sorted = ranks.stream().mapToDouble(rank -> rank / 200.0).sorted().toArray();
    double threshold = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (sorted[i - 1] <= q * i / sorted.length) {
        threshold = sorted[i - 1];
      }
    }
    return threshold;
  }

  /// Ranks of which some are low.
  private static int rank(Random random) {
    return 1 + (random.nextInt(4) == 0 ? random.nextInt(12) : random.nextInt(200));
  }

  @Test
  void isTheProcedureOfBenjaminiAndHochberg() {
    Random random = new Random(1);
    int some = 0;
    for (int trial = 0; trial < 300; trial++) {
      double q = 0.05 + 0.3 * random.nextDouble();
      FalseDiscoveries discoveries = FalseDiscoveries.ofTable(pValues, q);
      List<Integer> ranks = new ArrayList<>();
      for (int i = random.nextInt(80); i >= 0; i--) {
        ranks.add(rank(random));
        discoveries.add(ranks.getLast());
      }
      double expected = threshold(ranks, q);
      assertEquals(expected, pValues.ofRank(discoveries.lastNovelRank()), 1e-12);
      for (int rank : ranks) {
        assertEquals(rank / 200.0 <= expected, rank <= discoveries.lastNovelRank());
        some += rank <= discoveries.lastNovelRank() ? 1 : 0;
      }
    }
    assertTrue(some > 1_000);
  }

  @Test
  void overAStreamItLooksAtTheLastRows() {
    Random random = new Random(2);
    FalseDiscoveries stream = FalseDiscoveries.ofStream(pValues, 0.2, 50);
    List<Integer> ranks = new ArrayList<>();
    int novel = 0;
    for (int i = 0; i < 2_000; i++) {
      ranks.add(rank(random));
      boolean admitted = stream.admit(ranks.getLast());
      List<Integer> window = ranks.subList(Math.max(0, ranks.size() - 50), ranks.size());
      assertEquals(ranks.getLast() / 200.0 <= threshold(window, 0.2), admitted);
      novel += admitted ? 1 : 0;
    }
    assertTrue(novel > 100 && novel < 1_000, "" + novel);
  }

  @Test
  void keepsTheRateWhereNormalRowsAndNoveltiesMix() {
    Random random = new Random(3);
    double sum = 0;
    int trials = 200;
    for (int trial = 0; trial < trials; trial++) {
      float[] held = new float[500];
      for (int i = 0; i < held.length; i++) {
        held[i] = (float) random.nextGaussian();
      }
      PValues own = PValues.of(Held.of(held), NoveltyScore.DENSITY);
      FalseDiscoveries discoveries = FalseDiscoveries.ofTable(own, 0.1);
      int[] ranks = new int[500];
      for (int i = 0; i < ranks.length; i++) {
        double shift = i < 400 ? 0 : 4;
        ranks[i] = own.rank(own.novelty((float) (random.nextGaussian() + shift)));
        discoveries.add(ranks[i]);
      }
      int normal = 0;
      int all = 0;
      for (int i = 0; i < ranks.length; i++) {
        if (ranks[i] <= discoveries.lastNovelRank()) {
          all++;
          normal += i < 400 ? 1 : 0;
        }
      }
      sum += all == 0 ? 0 : (double) normal / all;
    }
    assertTrue(sum / trials < 0.1 && sum / trials > 0.05, "" + sum / trials);
  }

  @Test
  void refusesRatesThatAreNone() {
    for (double q : new double[] {0, 1, -1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> FalseDiscoveries.ofTable(pValues, q));
    }
    assertThrows(IllegalArgumentException.class, () -> FalseDiscoveries.ofStream(pValues, 0.1, 0));
  }
}
