package dev.bijou.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EcdfTest {
  @Test
  void interpolatesBetweenValues() {
    Ecdf ecdf = Ecdf.of(new double[] {3, 1, 2});
    assertEquals(0, ecdf.at(0.9));
    assertEquals(0, ecdf.at(1));
    assertEquals(0.25, ecdf.at(1.5));
    assertEquals(0.5, ecdf.at(2));
    assertEquals(1, ecdf.at(3));
    assertEquals(1, ecdf.at(4));
    assertEquals(1, ecdf.quantile(0));
    assertEquals(2.5, ecdf.quantile(0.75));
    assertEquals(3, ecdf.quantile(1));
    assertEquals(2, ecdf.mean());
  }

  @Test
  void oneValueIsAStep() {
    Ecdf ecdf = Ecdf.of(new double[] {5, 5});
    assertEquals(0, ecdf.at(4.9));
    assertEquals(1, ecdf.at(5));
    assertEquals(5, ecdf.quantile(0.3));
  }

  @Test
  void percentilesStandForTheirValues() {
    Random random = new Random(3);
    Ecdf all = Ecdf.of(random.doubles(10_000).map(u -> -Math.log(u)).toArray());
    Ecdf percentiles =
        new Ecdf(IntStream.rangeClosed(0, 100).mapToDouble(p -> all.quantile(p / 100.0)).toArray());
    assertTrue(all.gap(percentiles) < 0.01, () -> "gap " + all.gap(percentiles));
  }

  @Test
  void theGapIsThatOfKolmogorovAndSmirnov() {
    Ecdf low = Ecdf.of(new double[] {0, 1});
    Ecdf high = Ecdf.of(new double[] {2, 3});
    assertEquals(1, low.gap(high));
    assertEquals(0, low.gap(low));
    Ecdf shifted = Ecdf.of(new double[] {0.5, 1.5});
    assertEquals(0.5, low.gap(shifted), 1e-12);
    assertEquals(0.5, shifted.gap(low), 1e-12);
  }
}
