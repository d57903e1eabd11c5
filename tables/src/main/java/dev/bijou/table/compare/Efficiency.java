package dev.bijou.table.compare;

import dev.bijou.table.boost.Auc;
import dev.bijou.table.boost.BoostOptions;
import dev.bijou.table.boost.BoostedTrees;
import dev.bijou.table.boost.Feature;
import dev.bijou.table.boost.Loop;
import dev.bijou.table.boost.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How well a column is predicted in test rows by trees that learned from drawn rows, and by trees that learned from real
/// ones.
///
/// @param target the column
/// @param numeric whether it has numbers; the measure is then the root of the mean squared error, else the area under the ROC
///     curve: of more than two names the mean of each against the rest, by how frequent they are
/// @param drawn learned from drawn rows
/// @param real learned from real rows
/// @param constant of a prediction that is the same for all rows: the mean of the real ones, or ½
public record Efficiency(
    String target, boolean numeric, double drawn, double real, double constant) {
  private static final int MOST_NAMES = 20;

  /// Measures it.
  ///
  /// @param numeric of each column, whether it has numbers
  static Efficiency of(
      int target, String name, Cells real, Cells drawn, Cells test, boolean[] numeric, Loop loop) {
    double constant = 0.5;
    if (numeric[target]) {
      double[] reals = real.columns()[target];
      double mean = Arrays.stream(values(reals, known(reals, 0, reals.length))).average().orElse(0);
      double[] tests = test.columns()[target];
      double[] truth = values(tests, known(tests, 0, tests.length));
      double[] means = new double[truth.length];
      Arrays.fill(means, mean);
      constant = error(means, truth);
    }
    return new Efficiency(
        name,
        numeric[target],
        learned(target, drawn, test, numeric, loop),
        learned(target, real, test, numeric, loop),
        constant);
  }

  /// The measure on test rows after learning from a table.
  private static double learned(
      int target, Cells training, Cells test, boolean[] numeric, Loop loop) {
    List<Feature> features = new ArrayList<>();
    for (int c = 0; c < numeric.length; c++) {
      if (c != target) {
        double[] cells = joined(c, training, test);
        features.add(numeric[c] ? Feature.numbers(cells, training.rows()) : Feature.names(cells));
      }
    }
    double[] targets = joined(target, training, test);
    int[] first = known(targets, 0, training.rows());
    int[] second = known(targets, training.rows(), targets.length);
    return numeric[target]
        ? error(features, targets, first, second, loop)
        : area(features, targets, first, second, loop);
  }

  private static double[] joined(int column, Cells... tables) {
    return Arrays.stream(tables)
        .flatMapToDouble(table -> Arrays.stream(table.columns()[column]))
        .toArray();
  }

  /// The rows from `from` on, less than `to`, whose target is not missing.
  private static int[] known(double[] targets, int from, int to) {
    return IntStream.range(from, to).filter(row -> !Double.isNaN(targets[row])).toArray();
  }

  private static double[] values(double[] targets, int[] rows) {
    return IntStream.of(rows).mapToDouble(row -> targets[row]).toArray();
  }

  private static double error(
      List<Feature> features, double[] targets, int[] training, int[] test, Loop loop) {
    BoostedTrees trees =
        BoostedTrees.fit(
            features,
            training,
            values(targets, training),
            Loss.SQUARED,
            BoostOptions.STANDARD,
            loop);
    return error(trees.sums(test), values(targets, test));
  }

  private static double error(double[] predicted, double[] truth) {
    return Math.sqrt(
        IntStream.range(0, truth.length)
            .mapToDouble(i -> (predicted[i] - truth[i]) * (predicted[i] - truth[i]))
            .average()
            .orElse(Double.NaN));
  }

  private static double area(
      List<Feature> features, double[] targets, int[] training, int[] test, Loop loop) {
    int names = 1 + (int) Arrays.stream(values(targets, test)).max().orElse(0);
    long[] counts = new long[names];
    IntStream.of(test).forEach(row -> counts[(int) targets[row]]++);
    List<Integer> frequent =
        IntStream.range(0, names)
            .filter(code -> counts[code] > 0 && counts[code] < test.length)
            .boxed()
            .sorted(Comparator.comparingLong(code -> -counts[code]))
            .limit(MOST_NAMES)
            .toList();
    List<Integer> judged = frequent.size() == 2 ? frequent.subList(1, 2) : frequent;
    double sum = 0;
    double weight = 0;
    for (int code : judged) {
      double[] is =
          IntStream.of(training).mapToDouble(row -> targets[row] == code ? 1 : 0).toArray();
      BoostedTrees trees =
          BoostedTrees.fit(features, training, is, Loss.LOGISTIC, BoostOptions.STANDARD, loop);
      Auc auc =
          Auc.of(
              trees.sums(IntStream.of(test).filter(row -> targets[row] == code).toArray()),
              trees.sums(IntStream.of(test).filter(row -> targets[row] != code).toArray()));
      sum += counts[code] * auc.value();
      weight += counts[code];
    }
    return sum / weight;
  }
}
