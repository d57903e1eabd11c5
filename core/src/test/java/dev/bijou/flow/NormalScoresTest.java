package dev.bijou.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.bijection.Permutation;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.operation.Knots;
import dev.bijou.operation.NormalFunctions;
import dev.bijou.operation.PinnedMap;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class NormalScoresTest {
  private final RandomGenerator random = new SplittableRandom(1);

  @Test
  void aValueHasACellAsWideAsItIsFrequent() {
    double[] sorted = DoubleStream.of(1, 1, 1, 1, 2, 3, 3, 3, 3).toArray();
    Knots knots = Knots.uniform(6);
    NormalScores.set(sorted, 1, knots);
    assertEquals(0.5f, knots.x().get(0, 0));
    assertEquals(3.5f, knots.x().get(3, 0));
    assertEquals(0.4, below(knots, 1) - below(knots, 0), 1e-6);
    assertEquals(0.1, below(knots, 2) - below(knots, 1), 1e-6);
    assertEquals(0.4, below(knots, 3) - below(knots, 2), 1e-6);
  }

  /// Of four values, two are seen once and one twice: a half of a row beside each gap is left to it.
  @Test
  void someOfTheProbabilityIsLeftForValuesBetween() {
    double[] sorted = DoubleStream.of(0, 5, 5, 9, 10, 10, 10).toArray();
    Knots knots = Knots.uniform(12);
    NormalScores.set(sorted, 1, knots);
    float[] edges = {-0.5f, 0.5f, 4.5f, 5.5f, 8.5f, 9.5f, 10.5f};
    for (int k = 0; k < edges.length; k++) {
      assertEquals(edges[k], knots.x().get(k, 0));
    }
    assertEquals(0.5 / 8, below(knots, 2) - below(knots, 1), 1e-6);
    assertEquals(1.5 / 8, below(knots, 3) - below(knots, 2), 1e-6);
    assertIncreasing(knots);
  }

  @Test
  void theRarestOfTooManyValuesShareCells() {
    double[] sorted = random.doubles(20_000).map(u -> Math.rint(1e5 * u)).sorted().toArray();
    Arrays.fill(sorted, 5_000, 9_000, sorted[5_000]);
    Knots knots = Knots.uniform(200);
    NormalScores.set(sorted, 1, knots);
    assertIncreasing(knots);
    int spike = 0;
    while (knots.x().get(spike, 0) < sorted[5_000] - 1) {
      spike++;
    }
    assertEquals(0.2, below(knots, spike + 1) - below(knots, spike), 0.001);
  }

  @Test
  void smoothCountsNeedNoKnots() {
    assertEquals(0, NormalScores.knots(rounded(5_000, 15), 1));
    assertEquals(0, NormalScores.knots(rounded(20_000, 300), 1));
    assertEquals(0, NormalScores.knots(rounded(20_000, 3), 0));
  }

  @Test
  void valuesThatAreFarMoreFrequentThanTheirNeighboursDo() {
    double[] heaped =
        Arrays.stream(rounded(5_000, 15))
            .map(x -> random.nextDouble() < 0.4 ? 5 * Math.rint(x / 5) : x)
            .sorted()
            .toArray();
    assertTrue(NormalScores.knots(heaped, 1) > 0);
  }

  /// A column of sums of 45 and 89, as an accumulated speed has: draws have the values of the table as often as it has
  /// them, and the probabilities of all points of the grid are 1 together.
  @Test
  void drawsAreAsFrequentAsTheirValues() {
    int rows = 4_000;
    Tensor x = Tensor.zeros(1, rows);
    for (int n = 0; n < rows; n++) {
      int steps = 1 + random.nextInt(4);
      x.data()[n] = 45 * random.nextInt(steps + 1) + 89 * random.nextInt(steps + 1);
    }
    MixedLayout layout =
        new MixedLayout(List.of(), List.of(new MixedLayout.Value(-1, 1, OptionalDouble.empty())));
    Dataset data = Dataset.of(x, Context.NONE);
    MixedLayout known = Values.withKnots(layout, data);
    assertTrue(known.values().getFirst().knots().isPresent());
    assertEquals(layout, known.withoutKnots());
    Values values =
        new Values.Spec(known, 0, new Permutation.Spec(List.of(0))).build(new SplittableRandom(1));
    values.initialize(x, Context.NONE);

    Tensor drawn = values.sample(rows, Context.NONE, random);
    for (float value : new float[] {0, 45, 89, 134, 178}) {
      double share = share(x, value);
      double error = Math.sqrt(2 * share * (1 - share) / rows);
      assertEquals(share, share(drawn, value), 4 * error);
    }
    Tensor grid = Tensor.zeros(1, 1_200);
    for (int n = 0; n < grid.lanes(); n++) {
      grid.data()[n] = n - 200;
    }
    Tensor logProb = values.logProb(grid, Context.NONE);
    double sum = 0;
    for (int n = 0; n < grid.lanes(); n++) {
      sum += Math.exp(logProb.get(0, n));
    }
    assertEquals(1, sum, 0.01);
  }

  private static double share(Tensor x, float value) {
    int count = 0;
    for (int n = 0; n < x.lanes(); n++) {
      count += x.get(0, n) == value ? 1 : 0;
    }
    return (double) count / x.lanes();
  }

  private double[] rounded(int rows, double deviation) {
    return random
        .doubles(rows, 1e-9, 1 - 1e-9)
        .map(u -> Math.rint(deviation * NormalFunctions.quantile(u)))
        .sorted()
        .toArray();
  }

  private static double below(Knots knots, int k) {
    return knots.shares().get(k, 0);
  }

  private static void assertIncreasing(Knots knots) {
    for (Tensor positive : List.of(knots.steps(), knots.masses())) {
      for (int k = 0; k < positive.features(); k++) {
        assertTrue(positive.get(k, 0) > 0);
      }
    }
  }

  /// A held-out value beyond all others, in a column that leaves most of its knots unused.
  @Test
  void aValueBeyondTheOthersHasADensity() {
    Knots knots = Knots.uniform(50_000);
    NormalScores.set(
        random.doubles(30_000).map(u -> Math.rint(99 * u)).sorted().toArray(), 1, knots);
    assertIncreasing(knots);
    Tensor x = Tensor.of(1, 3, -5, 50, 300);
    Tensor zero = Tensor.zeros(1, 1);
    Tensor one = Tensor.of(1, 1, 1);
    PinnedMap.Numbers numbers =
        new PinnedMap.Numbers(zero, one, zero, zero, one, zero, List.of(Optional.of(knots)));
    Tensor z = PinnedMap.toBase(numbers, Tensor.zeros(1, 3), 9, x).value();
    assertTrue(z.get(0, 0) < -4 && z.get(0, 2) > 10 && z.get(0, 2) < 100);
    assertEquals(0, z.get(0, 1), 0.1);
    Tensor back = PinnedMap.toData(numbers, Tensor.zeros(1, 3), z);
    for (int n = 0; n < 3; n++) {
      assertEquals(x.get(0, n), back.get(0, n), 0.6);
    }
  }

  /// Another part of the table may have more values than the one that the knots were counted in.
  @Test
  void anyNumberOfKnotsWillDo() {
    double[] sorted = random.doubles(500).map(u -> Math.rint(40 * u * u)).sorted().toArray();
    for (int count = 4; count < 100; count++) {
      Knots knots = Knots.uniform(count);
      NormalScores.set(sorted, 1, knots);
      assertIncreasing(knots);
      assertEquals(40.5f, knots.x().get(count - 1, 0));
    }
  }

  /// A value that was seen once, between gaps, where none was seen twice; and values off the grid.
  @Test
  void everyValueKeepsACell() {
    for (double[] sorted :
        List.of(
            DoubleStream.of(0, 0, 0, 5, 9, 9, 9).toArray(),
            DoubleStream.of(8, 9, 9, 9, 9.25, 9.5, 10, 10, 10, 10.75, 11).toArray())) {
      for (int count : new int[] {4, 8, 12, 40}) {
        Knots knots = Knots.uniform(count);
        NormalScores.set(sorted, 1, knots);
        assertIncreasing(knots);
      }
    }
  }
}
