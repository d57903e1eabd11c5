package dev.bijou.flow;

import dev.bijou.distribution.Sides;
import dev.bijou.tensor.Tensor;
import java.util.List;

/// What a distribution says of rows.
///
/// @param logDensity log p of each row, in nats
/// @param sides how unusual each row is from several sides, sides × rows: see [Sides]
public record Scores(float[] logDensity, float[][] sides) {

  /// Room for the scores of rows.
  public static Scores allocate(int sides, int rows) {
    return new Scores(new float[rows], new float[sides][rows]);
  }

  /// All rows of some scores, in their order.
  public static Scores joined(int sides, List<Scores> parts) {
    Scores all = allocate(sides, parts.stream().mapToInt(Scores::rows).sum());
    int from = 0;
    for (Scores part : parts) {
      System.arraycopy(part.logDensity, 0, all.logDensity, from, part.rows());
      for (int i = 0; i < sides; i++) {
        System.arraycopy(part.sides[i], 0, all.sides[i], from, part.rows());
      }
      from += part.rows();
    }
    return all;
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
