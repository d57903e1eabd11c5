package dev.bijou.table.boost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// How well trees tell two kinds of rows apart that they have not learned from: each fold of the rows, with as many of
/// either kind as the others, is judged by trees that learned from the others.
///
/// @param auc the mean of the areas of all folds, with its standard error
/// @param score the mean over the folds of 2 (1 − max(½, area)): 1 means that they cannot be told apart, 0 that they always
///     can; the "detection" score of SDMetrics
/// @param gains the share of each feature in what the trees gained; all 0 if they gained nothing
public record CrossValidation(Auc auc, double score, double[] gains) {
  /// The number of folds.
  public static final int FOLDS = 3;

  /// Judges.
  ///
  /// @param positive how many rows are positive: the first
  /// @param rows how many there are
  /// @param seed of the folds
  /// @param loop runs what can be done at once
  /// @param progress told after each fold how many are done
  public static CrossValidation of(
      List<Feature> features,
      int positive,
      int rows,
      BoostOptions options,
      long seed,
      Loop loop,
      IntConsumer progress) {
    int[] folds = folds(positive, rows, seed);
    double[] gains = new double[features.size()];
    double area = 0;
    double variance = 0;
    double score = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      int number = fold;
      int[] training = IntStream.range(0, rows).filter(row -> folds[row] != number).toArray();
      double[] targets =
          IntStream.of(training).mapToDouble(row -> row < positive ? 1 : 0).toArray();
      BoostedTrees trees =
          BoostedTrees.fit(features, training, targets, Loss.LOGISTIC, options, loop);
      Auc auc =
          Auc.of(
              trees.sums(members(folds, fold, 0, positive)),
              trees.sums(members(folds, fold, positive, rows)));
      area += auc.value() / FOLDS;
      variance += Math.pow(auc.standardError() / FOLDS, 2);
      score += 2 * (1 - Math.max(0.5, auc.value())) / FOLDS;
      double[] more = trees.gains();
      Arrays.setAll(gains, f -> gains[f] + more[f]);
      progress.accept(fold + 1);
    }
    double all = Arrays.stream(gains).sum();
    double[] shares = Arrays.stream(gains).map(gain -> all > 0 ? gain / all : 0).toArray();
    return new CrossValidation(new Auc(area, Math.sqrt(variance)), score, shares);
  }

  private static int[] members(int[] folds, int fold, int from, int to) {
    return IntStream.range(from, to).filter(row -> folds[row] == fold).toArray();
  }

  /// The fold of each row, with both kinds spread evenly.
  private static int[] folds(int positive, int rows, long seed) {
    int[] folds = new int[rows];
    SplittableRandom random = new SplittableRandom(seed);
    spread(folds, 0, positive, random);
    spread(folds, positive, rows, random);
    return folds;
  }

  private static void spread(int[] folds, int from, int to, SplittableRandom random) {
    List<Integer> order = new ArrayList<>(IntStream.range(from, to).boxed().toList());
    for (int i = order.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      order.set(i, order.set(other, order.get(i)));
    }
    for (int i = 0; i < order.size(); i++) {
      folds[order.get(i)] = i % FOLDS;
    }
  }
}
