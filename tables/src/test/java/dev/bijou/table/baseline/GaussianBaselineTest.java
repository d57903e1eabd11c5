package dev.bijou.table.baseline;

import static dev.bijou.table.SmallTables.csv;
import static dev.bijou.table.SmallTables.line;
import static dev.bijou.table.SmallTables.load;
import static dev.bijou.table.SmallTables.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.schema.FloatMatrix;
import dev.bijou.table.schema.TrainingTable;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GaussianBaselineTest {
  private static final FloatMatrix NONE = FloatMatrix.of(1, new float[4]).select();
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /// Mean (1, 2), covariance [[2, 1], [1, 2.5]]: from the rows (−1, 1), (1, 3), (1, 0), (3, 4).
  private static final FloatMatrix ROWS = FloatMatrix.of(2, -1, 1, 1, 3, 1, 0, 3, 4);

  @Test
  void matchesAHandComputedDensity() {
    // Determinant 2 · 2.5 − 1.5² = 2.75; the covariance of the two columns is (−2·−1 + 0 + 0 +
    // 2·2)/4 = 1.5.
    // At (1, 2) + (1, 0) the squared distance is Σ⁻¹₁₁ = 2.5 / 2.75.
    GaussianBaseline gaussian = GaussianBaseline.fit(ROWS, NONE, range(4));
    double expected = -LOG_TWO_PI - 0.5 * Math.log(2.75) - 0.5 * 2.5 / 2.75;
    assertEquals(expected, gaussian.meanLogDensity(FloatMatrix.of(2, 2, 2), NONE, range(1)), 1e-12);
    assertEquals(0, gaussian.ridge());
    // Over the rows it was fitted to, the mean squared distance is the number of columns.
    assertEquals(
        -LOG_TWO_PI - 0.5 * Math.log(2.75) - 1,
        gaussian.meanLogDensity(ROWS, NONE, range(4)),
        1e-12);
  }

  @Test
  void conditionsOnGivenColumns() {
    FloatMatrix y = ROWS.select(1);
    FloatMatrix x = ROWS.select(0);
    GaussianBaseline gaussian = GaussianBaseline.fit(y, x, range(4));
    // y given x = 2 has mean 2 + 1.5/2 · (2 − 1) = 2.75 and variance 2.5 − 1.5²/2 = 1.375.
    double expected = -0.5 * (LOG_TWO_PI + Math.log(1.375) + (3 - 2.75) * (3 - 2.75) / 1.375);
    assertEquals(
        expected,
        gaussian.meanLogDensity(FloatMatrix.of(1, 3), FloatMatrix.of(1, 2), range(1)),
        1e-12);
    // log p(y | x) = log p(y, x) − log p(x).
    double joint = GaussianBaseline.fit(ROWS, NONE, range(4)).meanLogDensity(ROWS, NONE, range(4));
    double marginal = GaussianBaseline.fit(x, NONE, range(4)).meanLogDensity(x, NONE, range(4));
    assertEquals(joint - marginal, gaussian.meanLogDensity(y, x, range(4)), 1e-12);
  }

  @Test
  void isFittedToTheRowsNamed() {
    FloatMatrix rows = FloatMatrix.of(1, 1, 100, 3, -100);
    GaussianBaseline gaussian = GaussianBaseline.fit(rows, NONE, new int[] {0, 2});
    assertEquals(
        -0.5 * (LOG_TWO_PI + 1), gaussian.meanLogDensity(rows, NONE, new int[] {0, 2}), 1e-12);
    assertEquals(2, gaussian.fittedRows());
  }

  @Test
  void doesNotDependOnOffsetsOrScaleOfColumns() {
    SplittableRandom random = new SplittableRandom(6);
    double[][] z = new double[500][2];
    for (double[] row : z) {
      row[0] = random.nextGaussian();
      row[1] = 0.8 * row[0] + 0.6 * random.nextGaussian();
    }
    TrainingTable near = load(csv("a,b", 500, i -> line(z[i][0], z[i][1])));
    TrainingTable far =
        load(csv("a,b", 500, i -> (1.7e9 + 1000 * z[i][0]) + "," + (1e-6 * z[i][1])));
    double expected = GaussianBaseline.fit(near, range(500)).meanLogDensity(near, range(500));
    double actual = GaussianBaseline.fit(far, range(500)).meanLogDensity(far, range(500));
    assertEquals(expected - Math.log(1000) - Math.log(1e-6), actual, 1e-4);
  }

  @Test
  void saysWhenTheCovarianceIsSingular() {
    FloatMatrix twice = FloatMatrix.of(2, 1, 2, 2, 4, 4, 8, 7, 14);
    GaussianBaseline gaussian = GaussianBaseline.fit(twice, NONE, range(4));
    assertTrue(gaussian.ridge() > 0 && gaussian.ridge() < 1e-6, "ridge " + gaussian.ridge());
    assertTrue(Double.isFinite(gaussian.meanLogDensity(twice, NONE, range(4))));
    GaussianBaseline constant = GaussianBaseline.fit(FloatMatrix.of(1, 5, 5, 5, 5), NONE, range(4));
    assertTrue(constant.ridge() > 0);
    assertTrue(Double.isFinite(constant.meanLogDensity(FloatMatrix.of(1, 6), NONE, range(1))));
    // More columns than rows.
    GaussianBaseline wide =
        GaussianBaseline.fit(FloatMatrix.of(4, 1, 2, 3, 4, 2, 1, 4, 3), NONE, range(2));
    assertTrue(wide.ridge() > 0);
  }

  @Test
  void refusesToFitOrJudgeNothing() {
    assertThrows(
        IllegalArgumentException.class, () -> GaussianBaseline.fit(ROWS, NONE, new int[0]));
    GaussianBaseline gaussian = GaussianBaseline.fit(ROWS, NONE, range(4));
    assertThrows(
        IllegalArgumentException.class, () -> gaussian.meanLogDensity(ROWS, NONE, new int[0]));
  }
}
