package dev.bijou.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RootFindingTest {

  @Test
  void newtonFindsTheRoot() {
    assertEquals(Math.cbrt(2), MonotoneRoot.find(x -> x * x * x - 2, x -> 3 * x * x, 0, 10), 1e-15);
  }

  @Test
  void bisectionTakesOverWhereNewtonFails() {
    assertEquals(
        0.3, MonotoneRoot.find(x -> Math.cbrt(x - 0.3), x -> 0, -5, 100), 1e-14); // no slope
    assertEquals(7, MonotoneRoot.find(x -> x < 7 ? -1 : 1, x -> 1e9, 0, 100), 1e-13); // a jump
    assertEquals(
        20, MonotoneRoot.find(x -> Math.atan(1e3 * (x - 20)), x -> Double.NaN, 0, 300), 1e-13);
  }

  @Test
  void withoutARootItGivesTheNearerEnd() {
    assertEquals(0, MonotoneRoot.find(x -> x + 1, x -> 1, 0, 10), 1e-13);
    assertEquals(10, MonotoneRoot.find(x -> x - 11, x -> 1, 0, 10), 1e-13);
  }

  /// On the identity the answer is p itself, to the bit, at any magnitude and across zero.
  @Test
  void floatBisectionIsExact() {
    float[] values = {
      -1e30f, -3, -Float.MIN_VALUE, 0, Float.MIN_VALUE, 1e-20f, 0.3f, 12345.678f, 1e30f
    };
    Tensor p = Tensor.of(1, values.length, values);
    Tensor low = Tensor.zeros(1, values.length);
    Tensor high = Tensor.zeros(1, values.length);
    low.fill(-2e30f);
    high.fill(2e30f);
    assertArrayEquals(
        values, FloatBisection.leastReaching(UnaryOperator.identity(), p, low, high).toArray());
  }

  @Test
  void floatBisectionStopsAtTheEndsAndKeepsNaN() {
    Tensor p = Tensor.of(1, 3, 9, -9, 0);
    Tensor low = Tensor.of(1, 3, 1, 1, Float.NaN);
    Tensor high = Tensor.of(1, 3, 2, 2, Float.NaN);
    assertArrayEquals(
        new float[] {2, 1, Float.NaN},
        FloatBisection.leastReaching(UnaryOperator.identity(), p, low, high).toArray());
  }
}
