package dev.bijou.distribution;

import static dev.bijou.distribution.DistributionCatalogue.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class UniformBoxTest {
  private final UniformBox box = new UniformBox(List.of(-1f, 10f), List.of(3f, 12f));

  @Test
  void densityInsideOnTheEndsAndBeyond() {
    Tensor x = Tensor.of(2, 4, 0, -1, 7, -5, 11, 12, 11, 16);
    double inside = -Math.log(4) - Math.log(2) + 2 * Math.log1p(-1e-6);
    double out = Math.log(0.5e-6) - Math.log1p(-1e-6);
    Tensor logProb = box.logProb(x, Context.NONE);
    assertEquals(inside, logProb.get(0, 0), 1e-6);
    assertEquals(inside, logProb.get(0, 1), 1e-6);
    assertEquals(inside + out - 2 * Math.log(2), logProb.get(0, 2), 1e-5); // one width beyond
    assertEquals(inside + 2 * out - 2 * Math.log(2) - 2 * Math.log(3), logProb.get(0, 3), 1e-5);
  }

  @Test
  void drawsFillTheBox() {
    Tensor x = box.sample(10_000, Context.NONE, random(1));
    for (int f = 0; f < 2; f++) {
      double width = box.high().get(f) - box.low().get(f);
      double sum = 0;
      for (int n = 0; n < x.lanes(); n++) {
        sum += (x.get(f, n) - box.low().get(f)) / width;
      }
      assertEquals(0.5, sum / x.lanes(), 4 * Math.sqrt(1 / 12.0 / x.lanes()));
    }
  }

  @Test
  void tailsHoldTheirShare() {
    UniformBox one = new UniformBox(List.of(0f), List.of(1f));
    Tensor ends = one.cdf(Tensor.of(1, 3, 0, -1, -9), Context.NONE);
    assertEquals(0.5e-6, ends.get(0, 0), 1e-12);
    assertEquals(0.25e-6, ends.get(0, 1), 1e-12);
    assertEquals(0.05e-6, ends.get(0, 2), 1e-12);
  }

  @Test
  void refusesAnEmptyRange() {
    assertEquals(
        "range 0 is [2.0, 2.0], but must be finite with low < high",
        assertThrows(IllegalArgumentException.class, () -> new UniformBox(List.of(2f), List.of(2f)))
            .getMessage());
  }
}
