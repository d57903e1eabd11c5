package dev.bijou.table.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.boost.Loop;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The figures of a comparison, by hand.
class FiguresTest {
  private static final double NONE = Double.NaN;

  @Test
  void shapeOfNumbersIsTheGapOfDistributionFunctions() {
    // after 2: 2/4 of the one, 1/3 of the other; after 3: 3/4 and 1/3
    assertEquals(
        1 - (3 / 4.0 - 1 / 3.0),
        Shapes.ofNumbers(new double[] {1, 2, 3, 9, NONE}, new double[] {1, 5, 9}),
        1e-12);
    assertEquals(1, Shapes.ofNumbers(new double[] {1, 1, 2}, new double[] {2, 1, 1}));
    assertEquals(0, Shapes.ofNumbers(new double[] {1, 2}, new double[] {3}));
    assertTrue(Double.isNaN(Shapes.ofNumbers(new double[] {NONE}, new double[] {3})));
  }

  @Test
  void shapeOfNamesIsTheOverlapOfShares() {
    // ½, ½ and 0 against ¼, ¼ and ½
    assertEquals(0.5, Shapes.ofNames(new double[] {0, 1, NONE}, new double[] {0, 1, 2, 2}), 1e-12);
    assertTrue(Double.isNaN(Shapes.ofNames(new double[] {NONE}, new double[] {0})));
  }

  @Test
  void trendOfNumbersComparesCorrelations() {
    double[] up = {1, 2, 3, 4};
    double[] down = {4, 3, 2, 1};
    Trends.Trend opposite = Trends.ofNumbers(up, up, up, down);
    assertEquals(0, opposite.score(), 1e-12);
    assertEquals(1, opposite.real(), 1e-12);
    assertEquals(-1, opposite.drawn(), 1e-12);
    assertTrue(opposite.related());
    assertTrue(Double.isNaN(Trends.ofNumbers(up, up, up, new double[] {1, 1, 1, 1}).score()));
    assertEquals(
        1, Trends.correlation(new double[] {1, NONE, 3, 4}, new double[] {1, 9, 3, 4}), 1e-12);
  }

  @Test
  void trendOfNamesComparesJointShares() {
    int[] first = {1, 1, 2, 2};
    // the same marginals, once always equal and once independent: half of the rows would have to
    // change
    Trends.Trend trend = Trends.ofCodes(first, first, first, new int[] {1, 2, 1, 2});
    assertEquals(0.5, trend.score(), 1e-12);
    assertEquals(1, trend.real(), 1e-12);
    assertEquals(0, trend.drawn(), 1e-12);
    assertTrue(trend.related());
    assertFalse(Trends.ofCodes(first, new int[] {1, 2, 1, 2}, first, first).related());
  }

  @Test
  void numbersBesideNamesAreCutIntoTenths() {
    assertArrayEquals(
        new int[] {1, 1, 2, 10, 11, 11},
        Trends.codes(new double[] {0, 0.9, 1, 9.5, 10, NONE}, true));
    assertArrayEquals(new int[] {6, 6}, Trends.codes(new double[] {3, 3}, true));
    assertArrayEquals(new int[] {1, 3, 0}, Trends.codes(new double[] {0, 2, NONE}, false));
  }

  @Test
  void largeContingencyTablesAreTheSame() {
    SplittableRandom random = new SplittableRandom(1);
    int[] first = random.ints(500, 0, 30).toArray();
    int[] second = random.ints(500, 0, 30).toArray();
    Contingency dense = Contingency.of(first, second, 30, 30);
    Contingency sparse = Contingency.of(first, second, 30, 1 << 20);
    assertEquals(dense.cramer(), sparse.cramer(), 1e-9);
    assertArrayEquals(dense.shares(), sparse.shares(), 1e-12);
    assertEquals(0, dense.distance(Contingency.of(first, second, 30, 30)));
  }

  @Test
  void dependenceIsWhatColumnsDoNotShow() {
    SplittableRandom random = new SplittableRandom(2);
    double[] x = random.doubles(4_000).toArray();
    double[] same = random.doubles(4_000).toArray();
    double[] bent = Arrays.stream(x).map(value -> 2 * Math.abs(value - 0.5)).toArray();
    Dependence one = Dependence.of(x, x, true);
    Dependence other = Dependence.of(bent, same, true);
    // uniform both, but one pair lies on a line that is bent, which a correlation does not see
    assertTrue(Math.abs(Trends.correlation(x, bent)) < 0.05);
    assertTrue(one.beyond(other) > 0.6, () -> "" + one.beyond(other));
    Dependence free = Dependence.of(same, random.doubles(4_000).toArray(), true);
    double[] more = random.doubles(4_000).toArray();
    assertTrue(free.beyond(Dependence.of(more, random.doubles(4_000).toArray(), true)) < 0.01);
  }

  @Test
  void theClosestRowIsThatOfSdmetrics() {
    // numbers over the range 10 of the reference, at most 1; names and missing cells equal or not
    Cells reference = cells(new double[] {0, 10, 5, NONE}, new double[] {0, 1, 1, NONE});
    Cells rows = cells(new double[] {1, 30, NONE, 5}, new double[] {0, 1, NONE, 7});
    ClosestRows closest =
        ClosestRows.of(rows, reference, new boolean[] {true, false}, Loop.SEQUENTIAL);
    assertArrayEquals(new float[] {0.05f, 0.5f, 0, 0.5f}, closest.closest(), 1e-7f);
    assertArrayEquals(new float[] {0.7f, 0.5f, 1, 0.75f}, closest.second(), 1e-7f);
    assertEquals(0.25, closest.copies());
    assertEquals(0.275, closest.quantile(0.5), 1e-6);
    assertEquals(0.5, closest.nearer(0.5));
    // the ratios 1/14, 1, 0 and 2/3
    assertEquals((1 / 14.0 + 2 / 3.0) / 2, closest.ratio(), 1e-6);
  }

  @Test
  void copiesAreNearer() {
    SplittableRandom random = new SplittableRandom(3);
    Cells real = cells(random.doubles(600).toArray(), random.doubles(600).toArray());
    Cells test = cells(random.doubles(400).toArray(), random.doubles(400).toArray());
    Cells fresh = cells(random.doubles(500).toArray(), random.doubles(500).toArray());
    boolean[] numeric = {true, true};
    Privacy copied =
        Privacy.of(real, real.atMost(300), Optional.of(test), numeric, 10_000, Loop.SEQUENTIAL);
    assertEquals(1, copied.drawn().copies());
    assertEquals(1, copied.test().orElseThrow().nearer());
    assertTrue(copied.test().orElseThrow().byDistance().value() > 0.7);
    Privacy honest = Privacy.of(real, fresh, Optional.of(test), numeric, 10_000, Loop.SEQUENTIAL);
    Privacy.Test beside = honest.test().orElseThrow();
    assertEquals(0.02, beside.nearer(), 3 * beside.error());
    assertEquals(0.5, beside.byDistance().value(), 3 * beside.byDistance().standardError());
    assertEquals(0, honest.drawn().copies());
  }

  @Test
  void equalRowsLeaveNoQuantile() {
    Cells real = cells(new double[] {1, 2, 1, 2, 1}, new double[] {0, 0, 1, 1, 1});
    Privacy privacy =
        Privacy.of(
            real, real, Optional.of(real), new boolean[] {true, false}, 100, Loop.SEQUENTIAL);
    assertTrue(Double.isNaN(privacy.test().orElseThrow().nearer()));
    assertEquals(0.5, privacy.test().orElseThrow().byDistance().value());
  }

  private static Cells cells(double[]... columns) {
    return new Cells("rows", columns[0].length, List.of("a", "b"), columns);
  }
}
