package dev.bijou.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.report.page.Rows;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DependenceTest {
  /// Columns: noise, a, noise, a² (uncorrelated with a), a · a² blurred.
  private static Dependence sample() {
    Random random = new Random(1);
    double[][] columns = new double[5][3000];
    for (int n = 0; n < 3000; n++) {
      double a = random.nextGaussian();
      columns[0][n] = random.nextGaussian();
      columns[1][n] = a;
      columns[2][n] = random.nextGaussian();
      columns[3][n] = a * a;
      columns[4][n] = a * a + random.nextGaussian();
    }
    return Dependence.of(new Rows(List.of("u", "a", "v", "b", "c"), columns));
  }

  @Test
  void seesDependenceThatIsNotLinear() {
    Dependence dependence = sample();
    assertTrue(dependence.between(1, 3) > 1);
    assertEquals(dependence.between(1, 3), dependence.between(3, 1), 1e-12);
    assertEquals(0, dependence.between(0, 2), 0.01);
  }

  @Test
  void choosesTheClosestPairFirst() {
    assertEquals(List.of(1, 3, 4), sample().chosen(3));
    assertEquals(5, sample().chosen(9).size());
  }

  @Test
  void constantsAndSingleColumnsAreNoTrouble() {
    Dependence constant = Dependence.of(new Rows(List.of("a", "b"), new double[2][50]));
    assertEquals(List.of(0, 1), constant.chosen(6));
    assertEquals(List.of(0), Dependence.of(new Rows(List.of("a"), new double[1][50])).chosen(6));
  }
}
