package dev.bijou.flow;

import dev.bijou.distribution.Sides;
import dev.bijou.tensor.Tensor;

/// What a distribution says of rows.
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

  /// Takes the lanes of a tensor as the rows from number `from` on.
  public void set(int from, Sides lanes) {
    copy(lanes.logProb(), 0, logDensity, from);
    for (int i = 0; i < sides.length; i++) {
      copy(lanes.unusual(), i, sides[i], from);
    }
  }

  private static void copy(Tensor lanes, int feature, float[] rows, int from) {
    System.arraycopy(lanes.data(), lanes.at(feature), rows, from, lanes.lanes());
  }
}
