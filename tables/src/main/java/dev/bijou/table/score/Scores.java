package dev.bijou.table.score;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;

/// The scores of rows under a distribution.
///
/// @param logDensity log p of each row, in nats
/// @param sides how unusual each row is from several sides, sides × rows: see [Sides]
public record Scores(float[] logDensity, float[][] sides) {

  /// Room for the scores of rows.
  public static Scores allocate(int sides, int rows) {
    return new Scores(new float[rows], new float[sides][rows]);
  }

  /// The number of rows.
  public int rows() {
    return logDensity.length;
  }

  /// All sides of a row.
  public float[] row(int n) {
    float[] row = new float[sides.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = sides[i][n];
    }
    return row;
  }

  /// The scores of every row of a dataset.
  public static Scores of(Distribution distribution, Dataset data, Workers workers) {
    Scores scores = allocate(Sides.count(distribution), data.size());
    Evaluation.inBlocks(
        data, workers, (from, x, context) -> scores.set(from, Sides.of(distribution, x, context)));
    return scores;
  }

  /// The scores of one row from its [Sides#statistics].
  public static Scores of(float[] statistics) {
    Scores scores = allocate(statistics.length - 1, 1);
    scores.logDensity[0] = statistics[0];
    for (int i = 1; i < statistics.length; i++) {
      scores.sides[i - 1][0] = statistics[i];
    }
    return scores;
  }

  /// Takes the lanes of a tensor as the rows from number `from` on, as far as there are rows.
  public void set(int from, Sides lanes) {
    copy(lanes.logProb(), 0, logDensity, from);
    for (int i = 0; i < sides.length; i++) {
      copy(lanes.unusual(), i, sides[i], from);
    }
  }

  private static void copy(Tensor lanes, int feature, float[] rows, int from) {
    int count = Math.min(lanes.lanes(), rows.length - from);
    System.arraycopy(lanes.data(), lanes.at(feature), rows, from, count);
  }
}
