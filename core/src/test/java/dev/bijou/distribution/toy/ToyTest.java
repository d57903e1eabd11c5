package dev.bijou.distribution.toy;

import static dev.bijou.distribution.DistributionCatalogue.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToyTest {
  /// Cells of a grid on [−5, 5]², a whole number to each square of the checkerboard.
  private static final int CELLS = 200;

  private static final double SIDE = 10.0 / CELLS;

  /// The mass of each cell by the midpoint rule.
  private static final Map<Toy, double[]> MASSES = new ConcurrentHashMap<>();

  @ParameterizedTest
  @EnumSource
  void densityIntegratesToOne(Toy toy) {
    assertEquals(1, Arrays.stream(masses(toy)).sum(), 1e-3);
  }

  /// The share of draws in each block of 20 × 20 cells is the block's mass, within five standard errors.
  @ParameterizedTest
  @EnumSource
  void drawsHaveTheDensity(Toy toy) {
    int lanes = 20_000;
    Tensor x = toy.sample(lanes, random(1));
    double[] expected = blocks(masses(toy));
    double[] found = new double[expected.length];
    for (int n = 0; n < lanes; n++) {
      found[block((int) ((x.get(0, n) + 5) / SIDE), (int) ((x.get(1, n) + 5) / SIDE))] +=
          1.0 / lanes;
      assertTrue(toy.logProb(x.get(0, n), x.get(1, n)) > -30);
    }
    for (int b = 0; b < found.length; b++) {
      assertEquals(expected[b], found[b], 5 * Math.sqrt(expected[b] / lanes) + 2e-4, "block " + b);
    }
  }

  @ParameterizedTest
  @EnumSource
  void drawsDoNotDependOnLaterLanes(Toy toy) {
    Tensor many = toy.sample(20, random(2));
    Tensor few = toy.sample(5, random(2));
    for (int f = 0; f < 2; f++) {
      assertArrayEquals(
          few.rows(f, f + 1).toArray(), Arrays.copyOf(many.rows(f, f + 1).toArray(), 5));
    }
  }

  private static double[] masses(Toy toy) {
    return MASSES.computeIfAbsent(toy, ToyTest::integrateCells);
  }

  private static double[] integrateCells(Toy toy) {
    double[] masses = new double[CELLS * CELLS];
    for (int i = 0; i < CELLS; i++) {
      for (int j = 0; j < CELLS; j++) {
        masses[i * CELLS + j] =
            SIDE * SIDE * Math.exp(toy.logProb((i + 0.5) * SIDE - 5, (j + 0.5) * SIDE - 5));
      }
    }
    return masses;
  }

  private static double[] blocks(double[] masses) {
    double[] blocks = new double[(CELLS / 20) * (CELLS / 20)];
    for (int i = 0; i < masses.length; i++) {
      blocks[block(i / CELLS, i % CELLS)] += masses[i];
    }
    return blocks;
  }

  private static int block(int i, int j) {
    return i / 20 * (CELLS / 20) + j / 20;
  }
}
