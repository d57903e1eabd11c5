package dev.bijou.benchmark.adbench;

import java.util.Arrays;
import java.util.Comparator;

/// How well a score ranks anomalies above normal rows.
///
/// @param auroc the area under the receiver operating characteristic: the probability that an anomaly scores higher than
///     a normal row, ties counted half
/// @param averagePrecision Σ (recall_k − recall_(k−1)) · precision_k over the distinct scores, from the highest down
record Ranking(double auroc, double averagePrecision) {

  /// Ranks rows by a score, the higher the more anomalous.
  ///
  /// @throws IllegalArgumentException if a score is NaN, or not both kinds of rows are there
  static Ranking of(double[] scores, boolean[] anomaly) {
    int rows = scores.length;
    Integer[] order = new Integer[rows];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -scores[i]));
    long anomalies = 0;
    for (int i = 0; i < rows; i++) {
      if (Double.isNaN(scores[i])) {
        throw new IllegalArgumentException("score " + i + " is NaN");
      }
      anomalies += anomaly[i] ? 1 : 0;
    }
    long normals = rows - anomalies;
    if (anomalies == 0 || normals == 0) {
      throw new IllegalArgumentException(
          "%d anomalies and %d normal rows; a ranking needs both".formatted(anomalies, normals));
    }
    double area = 0;
    double precision = 0;
    long above = 0; // anomalies with a higher score
    for (int from = 0; from < rows; ) {
      int to = from;
      long tied = 0;
      while (to < rows && scores[order[to]] == scores[order[from]]) {
        tied += anomaly[order[to]] ? 1 : 0;
        to++;
      }
      area += (to - from - tied) * (above + 0.5 * tied);
      above += tied;
      precision += (double) tied / anomalies * above / to;
      from = to;
    }
    return new Ranking(area / ((double) anomalies * normals), precision);
  }
}
