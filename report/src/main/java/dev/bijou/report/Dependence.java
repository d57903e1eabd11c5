package dev.bijou.report;

import dev.bijou.report.page.Ecdf;
import dev.bijou.report.page.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How much columns depend on each other: their mutual information, in nats, from a histogram of ranks. It sees every
/// kind of dependence, not only linear ones.
final class Dependence {
  private static final int BINS = 12;
  private static final int MOST_ROWS = 4_000;

  private final int[][] bins; // of each column and row
  private final int rows;

  private Dependence(int[][] bins, int rows) {
    this.bins = bins;
    this.rows = rows;
  }

  static Dependence of(Rows all) {
    Rows some = all.thinned(MOST_ROWS);
    int[][] bins = Arrays.stream(some.columns()).map(Dependence::bins).toArray(int[][]::new);
    return new Dependence(bins, some.size());
  }

  /// The bin of each value, equally many values in each; equal values share one.
  private static int[] bins(double[] column) {
    Ecdf ecdf = Ecdf.of(column);
    return Arrays.stream(column)
        .mapToInt(v -> Math.min(BINS - 1, (int) (BINS * ecdf.at(v))))
        .toArray();
  }

  /// The mutual information of two columns, less what chance gives on average.
  double between(int a, int b) {
    int[] both = new int[BINS * BINS];
    int[] first = new int[BINS];
    int[] second = new int[BINS];
    for (int row = 0; row < rows; row++) {
      both[bins[a][row] * BINS + bins[b][row]]++;
      first[bins[a][row]]++;
      second[bins[b][row]]++;
    }
    double information = -(BINS - 1) * (BINS - 1) / (2.0 * rows);
    for (int i = 0; i < BINS; i++) {
      for (int j = 0; j < BINS; j++) {
        double n = both[i * BINS + j];
        information += n == 0 ? 0 : n / rows * Math.log(n * rows / ((double) first[i] * second[j]));
      }
    }
    return information;
  }

  /// The columns that depend most on each other, at most `most`: first the pair with the highest mutual information,
  /// then by turns the column that tells most about those chosen before.
  List<Integer> chosen(int most) {
    int columns = bins.length;
    double[] total = new double[columns];
    List<Integer> chosen = new ArrayList<>(bestPair());
    for (int column : chosen) {
      addTo(total, column);
    }
    while (chosen.size() < Math.min(most, columns)) {
      int next =
          IntStream.range(0, columns)
              .filter(column -> !chosen.contains(column))
              .boxed()
              .max(Comparator.comparingDouble(column -> total[column]))
              .orElseThrow();
      chosen.add(next);
      addTo(total, next);
    }
    return chosen;
  }

  private void addTo(double[] total, int column) {
    for (int other = 0; other < total.length; other++) {
      total[other] += between(column, other);
    }
  }

  private List<Integer> bestPair() {
    if (bins.length == 1) {
      return List.of(0);
    }
    int first = 0;
    int second = 1;
    double best = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < bins.length; a++) {
      for (int b = a + 1; b < bins.length; b++) {
        double information = between(a, b);
        if (information > best) {
          best = information;
          first = a;
          second = b;
        }
      }
    }
    return List.of(first, second);
  }
}
