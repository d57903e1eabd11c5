package dev.bijou.table.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.fit.TableFitOptions.Contamination;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

  private static Doubts auto(float[] surprise) {
    return auto(surprise, surprise);
  }

  private static Doubts auto(float[] first, float[] second) {
    return Doubts.of(new Contamination.Auto(), first.length, List.of(seen(first), seen(second)));
  }

  private static FirstLook.Seen seen(float[] surprise) {
    return new FirstLook.Seen(surprise, surprise, Duration.ZERO);
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
    assertEquals(0, auto(new float[100]).count());
    assertEquals(0, auto(new float[] {1, 2}).count());
  }

  @Test
  void whatTheTailDoesNotExplainIsDoubted() {
    float[] values = exponential(1_000, 2);
    assertEquals(0, auto(values).count());
    values[17] = 60;
    values[700] = 1e5f;
    assertArrayEquals(new int[] {17, 700}, auto(values).rows());
    float[] learned = values.clone();
    learned[700] = 4;
    assertArrayEquals(new int[] {17}, auto(learned, values).rows(), "rare, but among others");
  }

  @Test
  void theMoreUnusualTheLessARowWeighs() {
    float[] values = exponential(1_000, 3);
    Doubts doubts = auto(values);
    float last = 1;
    int[] order = new int[values.length];
    Arrays.setAll(order, i -> i);
    for (int row :
        Arrays.stream(order)
            .boxed()
            .sorted((a, b) -> Float.compare(values[a], values[b]))
            .toList()) {
      float weight = doubts.weights()[row];
      assertTrue(weight <= last && weight >= 0);
      last = weight;
    }
    assertEquals(0, last);
    double sum = 0;
    for (float weight : doubts.weights()) {
      sum += weight;
    }
    assertEquals(800, sum, 1);
  }
}
