package dev.bijou.table.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.SmallTables;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoubtsTest {
  private static float[] exponential(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (3 - 2 * Math.log(1 - random.nextDouble()));
    }
    return values;
  }

  private static int[] auto(float[] first, float[] second) {
    boolean[] beyond = Doubts.beyondTheTail(first, second);
    return IntStream.range(0, beyond.length).filter(row -> beyond[row]).toArray();
  }

  private static int[] auto(float[] surprise) {
    return auto(surprise, surprise);
  }

  @Test
  void theTailIsThatOfMostValues() {
    float[] values = exponential(20_000, 1);
    BulkTail clean = BulkTail.of(values);
    for (double beyond : new double[] {0.4, 0.3, 0.2}) {
      assertEquals(beyond, clean.beyond(3 - 2 * Math.log(beyond)), 0.1 * beyond);
    }
    double rare = clean.beyond(3 - 2 * Math.log(1e-3));
    assertTrue(rare > 2e-3 && rare < 1e-2, "room for a tail that becomes heavy");
    Arrays.fill(values, 0, 600, 1e6f);
    BulkTail same = BulkTail.of(values);
    assertEquals(clean.scale(), same.scale(), 0.25 * clean.scale());
    assertTrue(same.beyond(1e6) < 1e-6);
    assertEquals(1, clean.beyond(-7));
  }

  @Test
  void valuesOfFewKindsHaveNoTail() {
    assertEquals(0.5, BulkTail.of(new float[] {1, 1, 1, 1, 1, 9}).beyond(9));
    assertEquals(0, auto(new float[100]).length);
    assertEquals(0, auto(new float[] {1, 2}).length);
  }

  @Test
  void whatTheTailDoesNotExplainIsDoubted() {
    float[] values = exponential(1_000, 2);
    assertEquals(0, auto(values).length);
    values[17] = 60;
    values[700] = 1e5f;
    assertArrayEquals(new int[] {17, 700}, auto(values));
    float[] learned = values.clone();
    learned[700] = 4;
    assertArrayEquals(new int[] {17}, auto(learned, values), "rare, but among others");
  }

  @Test
  void theMoreUnusualTheLessARowWeighs() {
    int[] order = {2, 0, 1, 4, 3, 5, 6, 7, 8, 9};
    assertArrayEquals(new float[] {1, 1, 0, 1, 1, 1, 1, 1, 1, 1}, Doubts.weights(order), 1e-6f);
  }

  /// Also where they are alike.
  @Test
  void whatIsFarFromMostRowsIsNoCore() {
    Random random = new Random(6);
    float[] core =
        Doubts.core(
            SmallTables.load(
                SmallTables.csv(
                    "x,y",
                    300,
                    i -> {
                      double x = random.nextGaussian();
                      double y = x + 0.3 * random.nextGaussian();
                      return i % 20 == 19
                          ? (3 + 0.1 * x) + "," + (-3 + 0.1 * y)
                          : i % 20 == 9 ? "1e30,0" : x + "," + y;
                    })));
    int kept = 0;
    for (int row = 0; row < core.length; row++) {
      kept += (int) core[row];
      if (row % 10 == 9) {
        assertEquals(0, core[row], "row " + row);
      }
    }
    assertEquals(240, kept);
  }

  /// A ring around the others, and rows that are alike beyond it.
  @Test
  void rowsThatAreAlikeDoNotStandAlone() {
    Random random = new Random(4);
    boolean[] candidates = new boolean[320];
    Arrays.fill(candidates, 300, 320, true);
    boolean[] alone =
        Neighbours.alone(
            SmallTables.load(
                SmallTables.csv(
                    "x,y",
                    320,
                    i -> {
                      double x = random.nextGaussian();
                      double y = random.nextGaussian();
                      return i < 300
                          ? x + "," + y
                          : i < 310
                              ? 9 * Math.cos(i) + "," + 9 * Math.sin(i)
                              : (20 + 0.2 * x) + "," + (20 + 0.2 * y);
                    })),
            candidates);
    for (int row = 0; row < 320; row++) {
      assertEquals(row >= 300 && row < 310, alone[row], "row " + row);
    }
  }
}
