package dev.bijou.novelty.side;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Groups of rows of two numbers, and of a number and a name.
class AlikeRowsTest {
  private static final Column NUMBER = new Column("a", 0, 2_000, 0, 1, -4, 4, 1000, -1);
  private static final Schema NUMBERS =
      new Schema(List.of(NUMBER, new Column("b", 0, 2_000, 0, 1, -4, 4, 1000, -1)), List.of());

  private static double[] percentiles(double[][] rows, int column) {
    double[] sorted = Arrays.stream(rows).mapToDouble(row -> row[column]).sorted().toArray();
    return IntStream.rangeClosed(0, 100)
        .mapToDouble(p -> sorted[p * (sorted.length - 1) / 100])
        .toArray();
  }

  private static double[][] percentiles(double[][] rows) {
    return IntStream.range(0, rows[0].length)
        .mapToObj(column -> percentiles(rows, column))
        .toArray(double[][]::new);
  }

  private static double[][] normal(int rows) {
    SplittableRandom random = new SplittableRandom(3);
    return IntStream.range(0, rows)
        .mapToObj(_ -> new double[] {random.nextGaussian(), random.nextGaussian()})
        .toArray(double[][]::new);
  }

  private static float[][] centres(Schema schema, double[][] rows) {
    return AlikeRows.centres(schema, percentiles(rows), rows.length, row -> rows[row].clone());
  }

  @Test
  void everyCentreIsOfFiveRowsOrMoreAndNoRow() {
    double[][] rows = normal(502);
    float[][] centres = centres(NUMBERS, rows);
    assertEquals(100, centres.length);
    for (float[] centre : centres) {
      for (double[] row : rows) {
        assertTrue(Math.hypot(centre[0] - row[0], centre[1] - row[1]) > 1e-6);
      }
    }
    // the mean of all is kept, as far as the last group is no larger than the others
    assertEquals(
        Arrays.stream(rows).mapToDouble(row -> row[0]).average().orElseThrow(),
        IntStream.range(0, 100).mapToDouble(n -> centres[n][0]).average().orElseThrow(),
        0.02);
  }

  @Test
  void fewerThanFiveRowsHaveNone() {
    assertEquals(0, centres(NUMBERS, normal(4)).length);
    assertEquals(1, centres(NUMBERS, normal(5)).length);
    assertEquals(1, centres(NUMBERS, normal(9)).length);
  }

  @Test
  void manyRowsHaveFewCentres() {
    assertEquals(2_000, centres(NUMBERS, normal(20_001)).length);
  }

  @Test
  void theFartherOutTheFarther() {
    double[][] rows = normal(500);
    Neighbours neighbours =
        AlikeRows.neighbours(NUMBERS, percentiles(rows), centres(NUMBERS, rows));
    float before = 0;
    for (double out : new double[] {3, 5, 8, 1e6, 1e30}) {
      float distance = neighbours.distance(new double[] {out, 0});
      assertTrue(distance > before && Float.isFinite(distance), () -> "at " + out);
      before = distance;
    }
  }

  @Test
  void namesAreThoseOfMostRowsAndMissingCellsAreKept() {
    Kind kind =
        new Kind.Categorical(List.of(new Kind.Level("x", 5), new Kind.Level("y", 5)), List.of());
    Column name = new Column("b", kind, 0, 10, 0, 0, 0, 0, 1, 2, 0);
    Schema schema = new Schema(List.of(NUMBER, name), List.of());
    double[][] rows = {
      {0, 0}, {0.1, 0}, {0.2, 1}, {0.3, 0}, {0.4, 0},
      {9, 1}, {9.1, 1}, {Double.NaN, 1}, {Double.NaN, 1}, {Double.NaN, 1}
    };
    double[][] percentiles = {
      IntStream.rangeClosed(0, 100).mapToDouble(p -> p / 11.0).toArray(), new double[101]
    };
    float[][] centres = AlikeRows.centres(schema, percentiles, 10, row -> rows[row].clone());
    Arrays.sort(centres, (one, two) -> Float.compare(one[1], two[1]));
    assertArrayEquals(new float[] {0.2f, 0}, centres[0], 1e-6f);
    assertArrayEquals(new float[] {Float.NaN, 1}, centres[1]);
    Neighbours neighbours = AlikeRows.neighbours(schema, percentiles, centres);
    assertEquals(0, neighbours.distance(new double[] {0.2, 0}), 1e-6);
    assertEquals(0, neighbours.distance(new double[] {Double.NaN, 1}), 1e-6);
    assertEquals(1, neighbours.distance(new double[] {0.2, 1}), 1e-6);
  }
}
