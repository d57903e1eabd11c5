package dev.bijou.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AxisTest {
  private static Ecdf normal(double mean, double deviation) {
    Random random = new Random(1);
    return Ecdf.of(
        DoubleStream.generate(() -> mean + deviation * random.nextGaussian())
            .limit(2000)
            .toArray());
  }

  private static Ecdf logNormal(double sign) {
    Random random = new Random(2);
    return Ecdf.of(
        DoubleStream.generate(() -> sign * Math.exp(3 * random.nextGaussian()))
            .limit(2000)
            .toArray());
  }

  static Stream<Axis> axes() {
    return Stream.of(
        Axis.of(normal(0, 1)),
        Axis.of(normal(1e9, 1)),
        Axis.of(normal(-5, 1e-8)),
        Axis.of(normal(0, 1e30)),
        Axis.of(logNormal(1)),
        Axis.of(logNormal(-1)),
        Axis.of(Ecdf.of(new double[] {7})),
        Axis.of(Ecdf.of(new double[] {0, 0})),
        Axis.of(Ecdf.of(new double[] {1e30, 1e30, 1e30})),
        Axis.of(Ecdf.of(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 5})),
        Axis.of(normal(0, 1), logNormal(1)));
  }

  @ParameterizedTest
  @MethodSource("axes")
  void increasesFromLowToHighAndBack(Axis axis) {
    assertTrue(axis.low() < axis.high(), axis.toString());
    assertEquals(0, axis.at(axis.low()), 1e-9);
    assertEquals(1, axis.at(axis.high()), 1e-9);
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= 20; i++) {
      double value = axis.invert(i / 20.0);
      assertTrue(value >= last, axis.toString());
      assertEquals(i / 20.0, axis.at(value), 1e-6, axis.toString());
      last = value;
    }
  }

  @ParameterizedTest
  @MethodSource("axes")
  void ticksAreFewAscendingAndApart(Axis axis) {
    for (double spacing : new double[] {0.05, 0.12, 0.3}) {
      List<Double> ticks = axis.ticks(spacing);
      assertTrue(ticks.size() <= 1 / spacing + 3, ticks.toString());
      for (int i = 0; i < ticks.size(); i++) {
        double place = axis.at(ticks.get(i));
        assertTrue(place >= -1e-9 && place <= 1 + 1e-9, axis + " " + ticks);
        if (i > 0) {
          assertTrue(place - axis.at(ticks.get(i - 1)) >= spacing * (1 - 1e-6), axis + " " + ticks);
        }
      }
    }
  }

  @Test
  void ticksAreRound() {
    assertEquals(List.of(-2.0, -1.0, 0.0, 1.0, 2.0), Axis.linear(-2.1, 2.1).ticks(0.2));
    assertEquals(List.of(0.0, 50.0, 100.0), Axis.linear(0, 100).ticks(0.3));
  }

  @Test
  void onlyLongTailsAreCompressed() {
    assertTrue(Axis.of(normal(3, 2)).isLinear());
    assertFalse(Axis.of(logNormal(1)).isLinear());
    Axis axis = Axis.of(logNormal(1));
    double median = axis.at(logNormal(1).quantile(0.5));
    assertTrue(median > 0.05 && median < 0.6, () -> "median at " + median);
  }

  @Test
  void anImitationExtendsTheAxisByAtMostHalf() {
    Ecdf data = normal(0, 1);
    double span = data.quantile(0.995) - data.quantile(0.005);
    Axis alone = Axis.of(data);
    assertEquals(alone, Axis.of(data, data));
    Axis extended = Axis.of(data, normal(0, 100));
    assertTrue(extended.low() < alone.low() && extended.high() > alone.high());
    assertTrue(extended.high() - extended.low() <= 1.1 * 2 * span, extended.toString());
  }
}
