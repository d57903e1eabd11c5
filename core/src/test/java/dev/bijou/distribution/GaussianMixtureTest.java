package dev.bijou.distribution;

import static dev.bijou.distribution.DistributionCatalogue.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Context;
import dev.bijou.tensor.Parameter;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest {

  @Test
  void oneComponentAtZeroIsTheStandardNormal() {
    GaussianMixture mixture = new GaussianMixture(3, 1, random(1));
    mixture.parameters().forEach(parameter -> parameter.value().fill(0));
    Tensor x = new StandardNormal(3).sample(50, Context.NONE, random(2));
    assertArrayEquals(
        new StandardNormal(3).logProb(x, Context.NONE).toArray(),
        mixture.logProb(x, Context.NONE).toArray(),
        1e-5f);
  }

  /// Three clusters far apart and far from the origin, with shares ½, ¼, ¼: each gets its own component.
  @Test
  void initializesToTheClustersOfTheBatch() {
    Tensor x = threeClusters(4000);
    GaussianMixture mixture = new GaussianMixture(2, 3, random(3));
    mixture.initialize(x, Context.NONE);
    double entropy =
        0.5 * Math.log(2) + 0.5 * Math.log(4) + 2 * (0.5 + 0.5 * Math.log(2 * Math.PI));
    assertEquals(-entropy, mean(mixture.logProb(x, Context.NONE)), 0.05);
    Tensor means = mixture.parameters().get(1).value();
    float[] first = {means.get(0, 0), means.get(1, 0), means.get(2, 0)};
    Arrays.sort(first);
    assertArrayEquals(new float[] {100, 200, 300}, first, 0.5f);
  }

  private static Tensor threeClusters(int lanes) {
    RandomGenerator random = random(4);
    Tensor x = Tensor.zeros(2, lanes);
    for (int n = 0; n < lanes; n++) {
      int cluster = Math.max(0, n % 4 - 1);
      x.data()[x.at(0) + n] = (float) (100 * (cluster + 1) + random.nextGaussian());
      x.data()[x.at(1) + n] = (float) (5 * cluster + random.nextGaussian());
    }
    return x;
  }

  private static double mean(Tensor y) {
    double sum = 0;
    for (float value : y.toArray()) {
      sum += value;
    }
    return sum / y.lanes();
  }

  @Test
  void initializationDependsOnTheSeedAlone() {
    Tensor x = new StandardNormal(2).sample(200, Context.NONE, random(5));
    assertArrayEquals(initialized(6, x), initialized(6, x));
    assertFalse(Arrays.equals(initialized(6, x), initialized(7, x)));
  }

  private static float[] initialized(long seed, Tensor x) {
    GaussianMixture mixture = new GaussianMixture(2, 4, random(seed));
    mixture.initialize(x, Context.NONE);
    return mixture.logProb(x, Context.NONE).toArray();
  }

  @Test
  void initializesFromFewConstantOrNoLanes() {
    for (Tensor x :
        new Tensor[] {
          Tensor.zeros(2, 0),
          Tensor.of(2, 1, 3, 4),
          Tensor.zeros(2, 9),
          Tensor.of(2, 2, Float.NaN, 1, 2, 1e30f)
        }) {
      GaussianMixture mixture = new GaussianMixture(2, 5, random(8));
      mixture.initialize(x, Context.NONE);
      for (Parameter parameter : mixture.parameters()) {
        for (float value : parameter.value().toArray()) {
          assertTrue(Float.isFinite(value));
        }
      }
    }
  }
}
