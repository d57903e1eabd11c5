package dev.bijou.novelty.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SurvivalTest {
  @Test
  void theWholePartOfACountIsTheNumberOfValuesAtLeastAsLarge() {
    Random random = new Random(1);
    double[] known = new double[60];
    for (int i = 0; i < known.length; i++) {
      known[i] = i < 30 ? random.nextInt(8) : 8 * random.nextDouble(); // some with ties
    }
    Survival survival = Survival.of(known);
    for (int i = -100; i < 900; i++) {
      double at = 0.01 * i + 0.005;
      long atLeast = Arrays.stream(known).filter(other -> other >= at).count();
      assertEquals(atLeast, (long) survival.count(at), "at " + at);
    }
    for (double value : known) {
      long atLeast = Arrays.stream(known).filter(other -> other >= value).count();
      assertEquals(atLeast, survival.count(value), 0);
    }
  }

  @Test
  void countsFallAndSurprisesRise() {
    Survival survival = Survival.of(new double[] {3, 1, 1, 2, 2, 2, 7});
    double count = 7;
    double surprise = 0;
    for (double value = 0; value < 30; value += 0.01) {
      assertTrue(survival.count(value) <= count, "at " + value);
      assertTrue(survival.surprise(value) >= surprise - 1e-12, "at " + value);
      count = survival.count(value);
      surprise = survival.surprise(value);
    }
  }

  @Test
  void continuesAnExponentialTail() {
    Random random = new Random(2);
    double[] known = random.doubles(20_000).map(u -> -2 * Math.log(u)).toArray();
    Survival survival = Survival.of(known);
    double largest = Arrays.stream(known).max().orElseThrow();
    assertEquals(0, survival.excess(largest), 0);
    assertEquals(4 / 2.0, survival.excess(largest + 4), 0.15);
  }

  @Test
  void equalValuesHaveATailToo() {
    Survival survival = Survival.of(new double[] {5, 5, 5});
    assertEquals(0, survival.surprise(5), 1e-12);
    assertTrue(survival.surprise(6) > Math.log(2));
    assertTrue(survival.surprise(7) > survival.surprise(6));
  }
}
