package dev.bijou.table.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatticeTest {
  private static double[] multiples(double least, double step, int... of) {
    return IntStream.of(of).mapToDouble(k -> least + k * step).sorted().toArray();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-3.7, 0.31415926", "1e9, 2.5", "-1e-12, 3e-14"})
  void findsTheLargestStep(double least, double step) {
    assertEquals(step, Lattice.step(multiples(least, step, 0, 3, 4, 10, 10, 57)), 1e-6 * step);
    assertEquals(3 * step, Lattice.step(multiples(least, step, 0, 6, 9, 30, 57, 99)), 1e-6 * step);
  }

  /// As a program writes them that keeps 9 digits.
  @Test
  void errorsOfRoundingDoNotHideIt() {
    double[] rounded =
        IntStream.range(0, 400)
            .mapToDouble(k -> Math.rint(k * k % 379 / 3.7 * 1e6) / 1e6)
            .sorted()
            .toArray();
    assertEquals(1 / 3.7, Lattice.step(rounded), 1e-5);
  }

  @Test
  void otherNumbersHaveNone() {
    SplittableRandom random = new SplittableRandom(3);
    for (int count = 5; count < 2000; count *= 3) {
      assertEquals(0, Lattice.step(random.doubles(count).sorted().toArray()));
    }
    assertEquals(0, Lattice.step(new double[] {1, 1.5, 2.25, 1 + Math.PI}));
    assertEquals(0, Lattice.step(new double[] {7, 7, 7}));
  }
}
