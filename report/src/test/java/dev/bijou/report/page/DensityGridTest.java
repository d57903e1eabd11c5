package dev.bijou.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DensityGridTest {
  private static final Axis UNIT = new Axis(0, 1, 0, Double.POSITIVE_INFINITY);

  @Test
  void sharesSumToOneWherePointsLieInside() {
    Random random = new Random(1);
    double[] x = random.doubles(500).toArray();
    double[] y = random.doubles(500).toArray();
    DensityGrid grid = DensityGrid.of(10, x, UNIT, y, UNIT);
    assertEquals(1, Arrays.stream(grid.share()).sum(), 1e-9);
  }

  @Test
  void pointsOutsideAreLeftOut() {
    DensityGrid grid =
        DensityGrid.of(4, new double[] {-1, 2, 0.5}, UNIT, new double[] {0.5, 0.5, 7}, UNIT);
    assertEquals(0, Arrays.stream(grid.share()).sum());
    double[] thresholds = grid.thresholds();
    for (int cell = 0; cell < 16; cell++) {
      assertEquals(0, grid.level(cell % 4, cell / 4, thresholds));
    }
  }

  @Test
  void levelsRiseTowardsTheDensestRegion() {
    Random random = new Random(2);
    double[] x = random.doubles(20_000).map(_ -> 0.5 + 0.1 * random.nextGaussian()).toArray();
    double[] y = random.doubles(20_000).map(_ -> 0.5 + 0.1 * random.nextGaussian()).toArray();
    DensityGrid grid = DensityGrid.of(21, x, UNIT, y, UNIT);
    double[] thresholds = grid.thresholds();
    assertEquals(DensityGrid.LEVELS, grid.level(10, 10, thresholds));
    assertEquals(0, grid.level(0, 0, thresholds));
    int[] across = new int[11];
    for (int i = 0; i <= 10; i++) {
      across[i] = grid.level(i, 10, thresholds);
      assertTrue(i == 0 || across[i] >= across[i - 1], Arrays.toString(across));
    }
  }

  @Test
  void theUniformDensityIsOne() {
    double[] x = new double[400];
    double[] y = new double[400];
    for (int i = 0; i < 400; i++) {
      x[i] = (i % 20 + 0.5) / 20;
      y[i] = (i / 20 + 0.5) / 20;
    }
    assertEquals(1, DensityGrid.of(10, x, UNIT, y, UNIT).thresholds()[0], 1e-9);
  }
}
