package dev.bijou.novelty.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Beside rows drawn from two standard normals.
class DrawnNeighboursTest {
  private static final int DRAWN = 2048;

  private static DrawnNeighbours neighbours() {
    SplittableRandom random = new SplittableRandom(3);
    double[] all = random.doubles(2_000).map(_ -> random.nextGaussian()).sorted().toArray();
    double[] percentiles =
        IntStream.rangeClosed(0, 100).mapToDouble(p -> all[p * 1_999 / 100]).toArray();
    Schema schema =
        new Schema(
            List.of(
                new Column("a", 0, 2_000, 0, 1, -4, 4, 1000, -1),
                new Column("b", 0, 2_000, 0, 1, -4, 4, 1000, -1)),
            List.of());
    return new DrawnNeighbours(
        new DiagonalNormal.Spec(2).build(1),
        schema,
        new double[][] {percentiles, percentiles},
        DRAWN);
  }

  @Test
  void theNearestAreAsFarAsTheDensitySays() {
    DrawnNeighbours neighbours = neighbours();
    // N π r² / (2π) = 10
    double expected = Math.sqrt(20.0 / DRAWN);
    assertEquals(expected, neighbours.distance(new double[] {0, 0}), 0.35 * expected);
  }

  @Test
  void theTenthNearestOfAll() {
    DrawnNeighbours neighbours = neighbours();
    for (double[] row : new double[][] {{0, 0}, {3, -2}, {-9, 0.5}}) {
      float[] point = neighbours.coordinates().of(row);
      float[] squares = neighbours.coordinates().squares(point, neighbours.points());
      Arrays.sort(squares);
      assertEquals((float) Math.sqrt(squares[9]), neighbours.distance(row), 0);
    }
  }

  @Test
  void theFartherOutTheFarther() {
    DrawnNeighbours neighbours = neighbours();
    float before = 0;
    for (double out : new double[] {2, 4, 8, 1e6, 1e30}) {
      float distance = neighbours.distance(new double[] {out, 0});
      assertTrue(distance > before && Float.isFinite(distance), () -> "at " + out);
      before = distance;
    }
  }

  @Test
  void areAlwaysTheSame() {
    double[] row = {0.3, -1};
    assertEquals(neighbours().distance(row), neighbours().distance(row), 0);
  }

  @Test
  void aCellIsAsFarAsItsFloatIs() {
    double[] read = {0.1, -1.7};
    double[] kept = {(float) 0.1, (float) -1.7}; // as calibration rows have it
    assertEquals(neighbours().distance(kept), neighbours().distance(read), 0);
  }
}
