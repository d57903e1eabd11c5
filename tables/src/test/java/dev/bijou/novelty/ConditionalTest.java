package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConditionalTest {
  private static Conditional normal(double mean, double deviation, int points) {
    double[] values =
        IntStream.range(0, points)
            .mapToDouble(i -> mean + deviation * (-6 + 12.0 * i / (points - 1)))
            .toArray();
    float[] joint = new float[points];
    for (int i = 0; i < points; i++) {
      double z = (values[i] - mean) / deviation;
      joint[i] = (float) (5 - 0.5 * z * z);
    }
    return new Conditional(values, joint, false);
  }

  @Test
  void normalizesAndInverts() {
    Conditional normal = normal(10, 2, 97);
    assertEquals(0.5 * Math.log(2 * Math.PI) + Math.log(2), normal.surprise(10), 5e-3);
    assertEquals(8 + Math.log(2) + 0.5 * Math.log(2 * Math.PI), normal.surprise(18), 5e-3);
    assertEquals(10, normal.quantile(0.5), 1e-3);
    assertEquals(10 - 2 * 1.6449, normal.quantile(0.05), 0.01);
    assertEquals(10 + 2 * 1.6449, normal.quantile(0.95), 0.01);
  }

  @Test
  void anExponentialIsExactBetweenTwoValues() {
    Conditional exponential = new Conditional(new double[] {0, 40}, new float[] {0, -40}, false);
    assertEquals(0, exponential.surprise(0), 1e-9);
    assertEquals(Math.log(2), exponential.quantile(0.5), 1e-9);
    assertEquals(-Math.log(0.05), exponential.quantile(0.95), 1e-9);
  }

  @Test
  void furtherValuesSharpenIt() {
    Conditional coarse = normal(0, 1, 7);
    double[] more = coarse.refinement(40);
    float[] joint = new float[more.length];
    for (int i = 0; i < more.length; i++) {
      joint[i] = (float) (5 - 0.5 * more[i] * more[i]);
    }
    Conditional fine = coarse.with(more, joint);
    assertEquals(0.5 * Math.log(2 * Math.PI), fine.surprise(0), 0.01);
    assertEquals(1.6449, fine.quantile(0.95), 0.05);
  }

  @Test
  void aCompleteGridHasProbabilities() {
    Conditional dice =
        new Conditional(
            new double[] {1, 2, 3},
            new float[] {(float) Math.log(0.2), (float) Math.log(0.7), (float) Math.log(0.1)},
            true);
    assertEquals(-Math.log(0.1), dice.surprise(3), 1e-6);
    assertArrayEquals(new double[] {2, 1}, dice.likeliest(0.9 - 1e-6));
    assertArrayEquals(new double[] {2}, dice.likeliest(0.5));
    assertEquals(2, dice.quantile(0.5));
  }

  @Test
  void extremesStayFinite() {
    Conditional far = new Conditional(new double[] {0, 1, 1e30}, new float[] {0, 0, -3e38f}, false);
    assertEquals(3e38, far.surprise(1e30), 1e32);
    assertEquals(0.5, far.quantile(0.5), 1e-6);
  }
}
