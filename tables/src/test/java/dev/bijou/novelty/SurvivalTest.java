package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SurvivalTest {
  private static double rank(Survival survival, double value) {
    return Math.exp(survival.logRank(value));
  }

  @Test
  void theWholePartOfARankIsThatOfTheConformalPValue() {
    Random random = new Random(1);
    double[] known = new double[60];
    for (int i = 0; i < known.length; i++) {
      known[i] = i < 30 ? random.nextInt(8) : 8 * random.nextDouble(); // some with ties
    }
    Survival survival = Survival.of(known);
    for (int i = -100; i < 900; i++) {
      double at = 0.01 * i + 0.005;
      long atLeast = Arrays.stream(known).filter(other -> other >= at).count();
      long whole = Math.max(1, (long) rank(survival, at));
      assertEquals(1 + atLeast, whole, "at " + at);
    }
    for (double value : known) {
      long atLeast = Arrays.stream(known).filter(other -> other >= value).count();
      assertEquals(1 + atLeast, rank(survival, value), 1e-9);
    }
  }

  @Test
  void neverRises() {
    Survival survival = Survival.of(new double[] {3, 1, 1, 2, 2, 2, 7});
    double last = Double.POSITIVE_INFINITY;
    for (double value = 0; value < 30; value += 0.01) {
      double rank = survival.logRank(value);
      assertTrue(rank <= last, "at " + value);
      last = rank;
    }
  }

  @Test
  void continuesAnExponentialTail() {
    Random random = new Random(2);
    double[] known = random.doubles(20_000).map(u -> -2 * Math.log(u)).toArray();
    Survival survival = Survival.of(known);
    double largest = Arrays.stream(known).max().orElseThrow();
    double fall = survival.logRank(largest + 1) - survival.logRank(largest + 5);
    assertEquals(4 / 2.0, fall, 0.15);
  }

  @Test
  void equalValuesHaveATailToo() {
    Survival survival = Survival.of(new double[] {5, 5, 5});
    assertEquals(0, survival.surprise(5), 1e-12);
    assertTrue(survival.surprise(6) > Math.log(2));
    assertTrue(survival.surprise(7) > survival.surprise(6));
  }
}
