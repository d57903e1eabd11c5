package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.table.model.Calibration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationsTest {
  @Test
  void remembersManyRowsByEvenlySpacedOnes() {
    List<float[]> rows =
        IntStream.range(0, 3 * Calibrations.MOST_ROWS).mapToObj(row -> new float[] {row}).toList();
    Calibration thinned =
        Calibrations.of(
            "t.csv",
            List.of("density"),
            rows,
            row -> row % 9 == 0 ? 2 : 0,
            List.of(),
            new float[0][]);
    assertEquals(Calibrations.MOST_ROWS, thinned.rows());
    assertEquals(0, thinned.sides()[0][0]);
    assertEquals(3, thinned.sides()[0][1]);
    int every = Math.ceilDiv(Calibrations.MOST_ROWS, 3);
    assertArrayEquals(new int[] {every, every}, thinned.broken());
    assertEquals(every, thinned.breaking(2));
    assertEquals(0, thinned.breaking(3));
  }
}
