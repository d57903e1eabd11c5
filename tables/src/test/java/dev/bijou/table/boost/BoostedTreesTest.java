package dev.bijou.table.boost;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoostedTreesTest {
  private static final int ROWS = 1_200;

  @Test
  void aFirstStepIsThatOfTheFormula() {
    Feature feature = Feature.numbers(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    double[] targets = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    BoostOptions one = new BoostOptions(1, 1, 0.3, 1, 0);
    BoostedTrees trees =
        BoostedTrees.fit(List.of(feature), all(10), targets, Loss.LOGISTIC, one, Loop.SEQUENTIAL);
    // g = ±½ and h = ¼: a leaf of five rows steps by 0.3 · 2.5 / (1.25 + 1), and gains 2 · 2.5² /
    // 2.25
    double step = 0.3 * 2.5 / 2.25;
    assertArrayEquals(new double[] {-step, step}, trees.sums(new int[] {0, 9}), 1e-12);
    assertEquals(2 * 2.5 * 2.5 / 2.25, trees.gains()[0], 1e-12);
  }

  @Test
  void squaredLossGoesToTheMeans() {
    Feature feature = Feature.names(new double[] {0, 0, 1, 1});
    BoostedTrees trees =
        BoostedTrees.fit(
            List.of(feature),
            all(4),
            new double[] {1, 3, 10, 12},
            Loss.SQUARED,
            new BoostOptions(200, 2, 0.3, 0, 0),
            Loop.SEQUENTIAL);
    assertArrayEquals(new double[] {2, 2, 11, 11}, trees.sums(all(4)), 1e-3);
  }

  @Test
  void separableRowsAreToldAlways() {
    double[] cells = new double[ROWS];
    Arrays.setAll(cells, i -> i < ROWS / 2 ? i : i + 10_000);
    CrossValidation judged = judge(List.of(Feature.numbers(cells)));
    assertEquals(1, judged.auc().value());
    assertEquals(0, judged.score());
    assertEquals(1, judged.gains()[0]);
  }

  @Test
  void rowsOfOneDistributionCannotBeTold() {
    SplittableRandom random = new SplittableRandom(1);
    double[] cells = random.doubles(ROWS).toArray();
    double[] names = random.ints(ROWS, 0, 5).asDoubleStream().toArray();
    CrossValidation judged = judge(List.of(Feature.numbers(cells), Feature.names(names)));
    assertEquals(0.5, judged.auc().value(), 3 * judged.auc().standardError());
    assertEquals(1 / Math.sqrt(6.0 * ROWS / 2), judged.auc().standardError(), 2e-3);
    assertTrue(judged.score() > 0.9);
  }

  @Test
  void exclusiveOrNeedsDepth() {
    SplittableRandom random = new SplittableRandom(2);
    double[] first = new double[ROWS];
    double[] second = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      boolean up = random.nextBoolean();
      first[i] = (up ? 1 : -1) * random.nextDouble();
      second[i] = (up == i < ROWS / 2 ? 1 : -1) * random.nextDouble();
    }
    List<Feature> features = List.of(Feature.numbers(first), Feature.numbers(second));
    assertTrue(judge(features).auc().value() > 0.98);
    assertTrue(judge(features.subList(0, 1)).auc().value() < 0.55);
    assertTrue(judge(features, new BoostOptions(50, 1, 0.3, 1, 1)).auc().value() < 0.6);
  }

  @Test
  void missingCellsAndNamesTell() {
    double[] cells = new double[ROWS];
    double[] names = new double[ROWS];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < ROWS; i++) {
      cells[i] = i < ROWS / 2 ? Double.NaN : random.nextDouble();
      names[i] = i < ROWS / 2 ? 2 : 2 * random.nextInt(2) + 1;
    }
    assertEquals(1, judge(List.of(Feature.numbers(cells))).auc().value());
    assertEquals(1, judge(List.of(Feature.names(names))).auc().value());
  }

  @Test
  void threadsDoNotMatter() {
    SplittableRandom random = new SplittableRandom(4);
    double[] cells = random.doubles(ROWS).toArray();
    double[] shifted = new double[ROWS];
    Arrays.setAll(shifted, i -> random.nextDouble() + (i < ROWS / 2 ? 0.2 : 0));
    List<Feature> features = List.of(Feature.numbers(cells), Feature.numbers(shifted));
    CrossValidation alone = judge(features);
    try (Workers workers = new Workers(3)) {
      CrossValidation together =
          CrossValidation.of(
              features, ROWS / 2, ROWS, BoostOptions.STANDARD, 7, Loop.on(workers), _ -> {});
      assertEquals(alone.auc(), together.auc());
      assertArrayEquals(alone.gains(), together.gains());
    }
    assertTrue(alone.gains()[1] > alone.gains()[0]);
  }

  @Test
  void manyNumbersShareBins() {
    Feature feature = Feature.numbers(IntStream.range(0, 10_000).asDoubleStream().toArray());
    assertEquals(257, feature.count());
    assertEquals(1, feature.bins()[0]);
    assertEquals(256, feature.bins()[9_999]);
    Feature learned = Feature.numbers(new double[] {1, 2, 0, 9, Double.NaN}, 2);
    assertArrayEquals(new short[] {1, 2, 1, 2, 0}, learned.bins());
    Feature names = Feature.names(IntStream.range(0, 3_000).asDoubleStream().toArray());
    assertEquals(1_002, names.count());
  }

  @Test
  void theAreaCountsPairs() {
    // 3 beats 1 and 2 and ties 3; 2 beats 1, ties 2 and loses to 3: 2½ and 1½ of three
    Auc auc = Auc.of(new double[] {3, 2}, new double[] {1, 2, 3});
    assertEquals(4.0 / 6, auc.value(), 1e-12);
    // the variances of 5/6 and 1/2, halved, and of 1, 3/4 and 1/4, over three
    assertEquals(Math.sqrt((1 / 18.0) / 2 + (7 / 48.0) / 3), auc.standardError(), 1e-12);
    assertEquals(0.5, Auc.of(new double[] {1, 1}, new double[] {1}).value());
  }

  private static CrossValidation judge(List<Feature> features) {
    return judge(features, BoostOptions.STANDARD);
  }

  private static CrossValidation judge(List<Feature> features, BoostOptions options) {
    return CrossValidation.of(features, ROWS / 2, ROWS, options, 7, Loop.SEQUENTIAL, _ -> {});
  }

  private static int[] all(int rows) {
    return IntStream.range(0, rows).toArray();
  }
}
