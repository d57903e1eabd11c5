package dev.bijou.table.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PastCellsTest {
  /// Rows of a, b, a two rows before, b one row before.
  private final PastCells past =
      new PastCells(2, List.of(new PastCells.Cell(2, 0, 2), new PastCells.Cell(3, 1, 1)));

  private double[] row(double a, double b) {
    return new double[] {a, b, 0, 0};
  }

  @Test
  void fillsCellsOfTheRowsBeforeOfTheSameSeries() {
    double[] first = row(1, 10);
    assertFalse(past.fill("x", first));
    assertArrayEquals(new double[] {1, 10, Double.NaN, Double.NaN}, first);
    assertFalse(past.fill("y", row(-1, -10)));
    assertFalse(past.fill("x", row(2, 20)));
    double[] third = row(3, 30);
    assertTrue(past.fill("x", third));
    assertArrayEquals(new double[] {3, 30, 1, 20}, third);
    assertFalse(past.fill("y", row(-2, -20)));
    double[] fourth = row(4, 40);
    assertTrue(past.fill("x", fourth));
    assertArrayEquals(new double[] {4, 40, 2, 30}, fourth);
  }

  @Test
  void forgetsTheSeriesUnheardOfForLongest() {
    assertEquals(PastCells.MOST_SERIES, past.mostSeries());
    for (int series = 0; series < PastCells.MOST_SERIES; series++) {
      past.fill("s" + series, row(series, 0));
      past.fill("s" + series, row(series, 0));
    }
    assertTrue(past.fill("s0", row(0, 0))); // heard of again
    assertFalse(past.fill("new", row(0, 0))); // takes the place of s1
    assertTrue(past.fill("s0", row(0, 0)));
    assertTrue(past.fill("s2", row(0, 0)));
    assertFalse(past.fill("s1", row(0, 0)));
  }

  @Test
  void remembersFewerSeriesWhereWindowsAreLong() {
    List<PastCells.Cell> cells =
        IntStream.range(0, 10).mapToObj(c -> new PastCells.Cell(10 + c, c, 1)).toList();
    assertEquals((1 << 24) / 9990, new PastCells(999, cells).mostSeries());
  }
}
