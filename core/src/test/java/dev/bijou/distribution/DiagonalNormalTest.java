package dev.bijou.distribution;

import static dev.bijou.distribution.DistributionCatalogue.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DiagonalNormalTest {

  @Test
  void startsAsTheStandardNormal() {
    Tensor x = new StandardNormal(3).sample(50, Context.NONE, random(1));
    assertArrayEquals(
        new StandardNormal(3).logProb(x, Context.NONE).toArray(),
        new DiagonalNormal(3).logProb(x, Context.NONE).toArray());
  }

  /// The maximum of the likelihood of a normal is at the moments: log p̄ = −½ − log σ − ½ log 2π.
  @Test
  void initializesToTheMomentsOfTheBatch() {
    Tensor x = Tensor.of(2, 4, 1e6f, 3e6f, 5e6f, 7e6f, 2, 2, 2, 2);
    DiagonalNormal normal = new DiagonalNormal(2);
    normal.initialize(x, Context.NONE);
    assertEquals(4e6f, normal.parameters().getFirst().value().get(0, 0));
    assertEquals(2, normal.parameters().getFirst().value().get(1, 0));
    double expected =
        -0.5 - 0.5 * Math.log(5e12) - Math.log(2 * Math.PI); // the constant feature has scale 1
    Tensor logProb = normal.logProb(x, Context.NONE);
    double mean = 0;
    for (float value : logProb.toArray()) {
      mean += value / 4;
    }
    assertEquals(expected, mean, 1e-4);
  }

  @Test
  void initializationSkipsLanesThatAreNotNumbers() {
    DiagonalNormal normal = new DiagonalNormal(1);
    normal.initialize(Tensor.of(1, 4, 1, Float.NaN, 3, Float.POSITIVE_INFINITY), Context.NONE);
    assertEquals(2, normal.parameters().getFirst().value().get(0, 0));
  }

  @Test
  void scaleCannotExplode() {
    for (float extreme : new float[] {1e30f, -1e30f, Float.MAX_VALUE}) {
      DiagonalNormal normal = new DiagonalNormal(2);
      normal.parameters().getLast().value().fill(extreme);
      Tensor x = Tensor.of(2, 3, 0, 1, 1e30f, 0, -1, -1e30f);
      for (float value : normal.logProb(x, Context.NONE).toArray()) {
        assertTrue(Float.isFinite(value));
      }
      for (float value : normal.sample(100, Context.NONE, random(1)).toArray()) {
        assertTrue(Float.isFinite(value));
      }
    }
  }
}
