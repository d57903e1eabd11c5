package dev.bijou.conditional.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.conditional.cell.Conditional.Sounding;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConditionalTest {
  private static Conditional density(double[] values, float[] joint) {
    return new Conditional(Sounding.NONE, new Sounding(values, joint));
  }

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
    return density(values, joint);
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
    Conditional exponential = density(new double[] {0, 40}, new float[] {0, -40});
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
    Conditional fine = coarse.with(new Sounding(more, joint));
    assertEquals(0.5 * Math.log(2 * Math.PI), fine.surprise(0), 0.01);
    assertEquals(1.6449, fine.quantile(0.95), 0.05);
  }

  @Test
  void pointsHaveProbabilities() {
    Conditional dice =
        new Conditional(
            new Sounding(new double[] {1, 2, 3}, logarithms(0.2, 0.7, 0.1)), Sounding.NONE);
    assertEquals(-Math.log(0.1), dice.surprise(3), 1e-6);
    assertArrayEquals(new double[] {2, 1}, dice.likeliest(0.9 - 1e-6));
    assertArrayEquals(new double[] {2}, dice.likeliest(0.5));
    assertEquals(2, dice.quantile(0.5));
  }

  private static float[] logarithms(double... shares) {
    float[] logs = new float[shares.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(shares[i]);
    }
    return logs;
  }

  /// Half nothing, a quarter zero, a quarter uniform over 0 … 100.
  @Test
  void pointsStandAmongValues() {
    Conditional amount =
        new Conditional(
            new Sounding(new double[] {0, Double.NaN}, logarithms(0.25, 0.5)),
            new Sounding(new double[] {0, 100}, logarithms(0.0025, 0.0025)));
    assertEquals(Math.log(2), amount.surprise(Double.NaN), 1e-6);
    assertEquals(Math.log(4), amount.surprise(0), 1e-6);
    assertEquals(Math.log(400), amount.surprise(100), 1e-6);
    assertEquals(0.5, amount.missing(), 1e-6);
    assertEquals(0.75, amount.ofPoints(), 1e-6);
    assertEquals(0, amount.quantile(0.4));
    assertEquals(50, amount.quantile(0.75), 1e-4);
    assertEquals(100, amount.quantile(1), 1e-4);
    assertArrayEquals(new double[] {Double.NaN, 0}, amount.likeliest(0.7));
  }

  @Test
  void pointsBetweenValuesAreJumpsOfTheDistribution() {
    Conditional amount =
        new Conditional(
            new Sounding(new double[] {50}, logarithms(0.5)),
            new Sounding(new double[] {0, 100}, logarithms(0.005, 0.005)));
    assertEquals(20, amount.quantile(0.1), 1e-4);
    assertEquals(50, amount.quantile(0.3));
    assertEquals(50, amount.quantile(0.7));
    assertEquals(80, amount.quantile(0.9), 1e-4);
  }

  @Test
  void extremesStayFinite() {
    Conditional far = density(new double[] {0, 1, 1e30}, new float[] {0, 0, -3e38f});
    assertEquals(3e38, far.surprise(1e30), 1e32);
    assertEquals(0.5, far.quantile(0.5), 1e-6);
  }
}
