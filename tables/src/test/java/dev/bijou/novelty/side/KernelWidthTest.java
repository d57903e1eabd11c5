package dev.bijou.novelty.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The width of kernels, and the distance that they give.
class KernelWidthTest {
  private static final int COUNT = 200;
  private static final Coordinates PLANE =
      Coordinates.standard(
          new Schema(
              List.of(
                  new Column("a", 0, COUNT, 0, 1, -4, 4, 1000, -1),
                  new Column("b", 0, COUNT, 0, 1, -4, 4, 1000, -1)),
              List.of()));

  private static float[][] points(int different) {
    SplittableRandom random = new SplittableRandom(5);
    float[][] points = new float[2][COUNT];
    for (int n = 0; n < COUNT; n++) {
      for (float[] column : points) {
        column[n] = n < different ? (float) random.nextGaussian() : column[n % different];
      }
    }
    return points;
  }

  /// Σ_i log Σ_j≠i h^−2 exp(−d_ij² / 2 h²)
  private static double likelihood(float[][] points, double width) {
    double all = 0;
    for (int i = 0; i < COUNT; i++) {
      double sum = 0;
      for (int j = 0; j < COUNT; j++) {
        double square =
            Math.pow(points[0][i] - points[0][j], 2) + Math.pow(points[1][i] - points[1][j], 2);
        sum += i == j ? 0 : Math.exp(-square / (2 * width * width));
      }
      all += Math.log(sum) - 2 * Math.log(width);
    }
    return all;
  }

  @Test
  void makesEachPointMostProbableByTheOthers() {
    float[][] points = points(COUNT);
    double width = KernelWidth.of(PLANE, points);
    double most = likelihood(points, width);
    assertTrue(width > 0.1 && width < 1, () -> "width " + width);
    assertTrue(most > likelihood(points, 0.9 * width));
    assertTrue(most > likelihood(points, 1.1 * width));
  }

  @Test
  void isAboveZeroWherePointsRepeat() {
    double width = KernelWidth.of(PLANE, points(3));
    assertTrue(width > 0 && width < 0.1, () -> "width " + width);
    float distance =
        new Neighbours.Known(PLANE, points(3), new Neighbours.Smooth(width))
            .distance(new double[] {1e30, 0});
    assertTrue(Float.isFinite(distance));
  }

  @Test
  void smoothDistancesAreThoseOfTheFormula() {
    float[] squares = {4, 1, 9, 0.25f};
    double sum = 0;
    for (float square : squares) {
      sum += Math.exp(-square / (2 * 0.7 * 0.7));
    }
    assertEquals(
        Math.sqrt(-2 * 0.7 * 0.7 * Math.log(sum / 4)),
        new Neighbours.Smooth(0.7).of(squares),
        1e-6);
  }
}
