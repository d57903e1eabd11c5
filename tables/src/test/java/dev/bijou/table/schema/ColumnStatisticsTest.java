package dev.bijou.table.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ColumnStatisticsTest {
  private static Column of(double... values) {
    ColumnStatistics statistics = new ColumnStatistics();
    for (int from = 0; from < values.length; from += 100) {
      double[] block =
          Arrays.copyOf(Arrays.copyOfRange(values, from, Math.min(values.length, from + 100)), 100);
      statistics.add(block, Math.min(100, values.length - from));
    }
    return statistics.column("x", 0);
  }

  @Test
  void matchesHandComputedNumbers() {
    Column column = of(2, 4, 4, 4, 5, 5, 7, 9);
    assertEquals(new Column("x", 0, 8, 5, 2, 2, 9, 5, 0), column);
  }

  @Test
  void keepsItsDigitsFarFromZero() {
    SplittableRandom random = new SplittableRandom(4);
    double[] values = random.doubles(10_001).map(x -> 1.7e15 + Math.rint(1000 * x)).toArray();
    double[] near = DoubleStream.of(values).map(x -> x - 1.7e15).toArray();
    Column far = of(values);
    Column close = of(near);
    assertEquals(close.mean(), far.mean() - 1.7e15, 0.5);
    assertEquals(
        close.standardDeviation(), far.standardDeviation(), 1e-9 * close.standardDeviation());
  }

  @Test
  void isExactForConstantColumns() {
    double[] values = new double[1001];
    Arrays.fill(values, 0.1);
    Column column = of(values);
    assertEquals(0.1, column.mean());
    assertEquals(0, column.standardDeviation());
    assertEquals(1, column.distinct());
  }

  @Test
  void survivesHugeValues() {
    Column column = of(1e38, -1e38, 1e38, -1e38);
    assertEquals(0, column.mean());
    assertEquals(1e38, column.standardDeviation());
  }

  @Test
  void findsTheGrid() {
    assertEquals(0, of(1, -5, 1e9).decimals());
    assertEquals(2, of(3.16, 3.2, 3.39, 1000.01).decimals());
    assertEquals(3, of(0.076, 12.5, 0.098).decimals());
    assertEquals(6, of(0.000001, 123456.5).decimals());
    assertEquals(-1, of(1, 2, 1 / 3.0).decimals());
    assertEquals(-1, of(3.51938765, 3.2).decimals());
    SplittableRandom random = new SplittableRandom(5);
    assertEquals(
        2, of(random.doubles(5000).map(x -> Math.rint(1e5 * x) / 100).toArray()).decimals());
  }

  @Test
  void countsDifferentValuesUpToMany() {
    assertEquals(3, of(0.0, -0.0, 1, 1, -1).distinct());
    assertEquals(
        999,
        of(DoubleStream.iterate(0, x -> x + 1).limit(3000).map(x -> x % 999).toArray()).distinct());
    assertEquals(
        Column.MANY, of(DoubleStream.iterate(0, x -> x + 0.1).limit(3000).toArray()).distinct());
  }
}
