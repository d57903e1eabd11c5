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

  /// Rows of a table from `from` on, less than `to`, of all that are put one after the other.
  private record Range(int from, int to) {}

  /// Measures it.
  ///
  /// @param numeric of each column, whether it has numbers
  static Efficiency of(
      int target, String name, Cells real, Cells drawn, Cells test, boolean[] numeric, Loop loop) {
    List<Feature> features = new ArrayList<>();
    for (int c = 0; c < numeric.length; c++) {
      if (c != target) {
        double[] cells = joined(c, real, drawn, test);
        features.add(numeric[c] ? Feature.numbers(cells) : Feature.names(cells));
      }
    }
    double[] targets = joined(target, real, drawn, test);
    int first = real.rows();
    int second = first + drawn.rows();
    int[] ofReal = known(targets, new Range(0, first));
    int[] ofDrawn = known(targets, new Range(first, second));
    int[] ofTest = known(targets, new Range(second, targets.length));
    if (numeric[target]) {
      double mean = Arrays.stream(values(targets, ofReal)).average().orElse(0);
      double[] means = new double[ofTest.length];
      Arrays.fill(means, mean);
      return new Efficiency(
          name,
          true,
          error(features, targets, ofDrawn, ofTest, loop),
          error(features, targets, ofReal, ofTest, loop),
          error(means, values(targets, ofTest)));
    }
    return new Efficiency(
        name,
        false,
        area(features, targets, ofDrawn, ofTest, loop),
        area(features, targets, ofReal, ofTest, loop),
        0.5);
  }

  private static double[] joined(int column, Cells... tables) {
    return Arrays.stream(tables)
        .flatMapToDouble(table -> Arrays.stream(table.columns()[column]))
        .toArray();
  }

  private static int[] known(double[] targets, Range range) {
    return IntStream.range(range.from, range.to)
        .filter(row -> !Double.isNaN(targets[row]))
        .toArray();
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
