package dev.bijou.novelty.side;

import dev.bijou.table.schema.Schema;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The core of rows of which some may be anomalies, found by concentration (as that of the minimum covariance determinant;
/// Rousseeuw and Van Driessen, 1999, doi:10.1080/00401706.1999.10485670): of all rows those are kept that have the most
/// neighbours near, then those that have the most neighbours of the core near, and so on.
///
/// Anomalies that are alike have each other for neighbours, so a neighbour counts as near only if it is among the nearest tenth.
public final class CoreRows {
  private static final double NEAREST = 0.1;
  private static final int FEWEST_NEAREST = 5;
  private static final int STEPS = 10;
  private static final int MOST_ROWS = 5_000; // among which neighbours are looked for

  private final Coordinates coordinates;
  private final float[][] rows; // row × coordinates

  private CoreRows(Coordinates coordinates, float[][] rows) {
    this.coordinates = coordinates;
    this.rows = rows;
  }

  /// How far each row is from the core: the distance to its nearest tenth.
  ///
  /// @param percentiles of each target column in the rows
  /// @param row a number for each target column of a row
  /// @param share of the rows that is left out of the core, between 0 and 1
  public static float[] distances(
      Schema schema, double[][] percentiles, int rows, IntFunction<double[]> row, double share) {
    Coordinates coordinates = new Coordinates(schema, percentiles);
    return new CoreRows(
            coordinates,
            IntStream.range(0, rows)
                .mapToObj(n -> coordinates.of(row.apply(n)))
                .toArray(float[][]::new))
        .distances(share);
  }

  private float[] distances(double share) {
    int kept = Math.max(1, (int) Math.round((1 - share) * rows.length));
    int[] core = IntStream.range(0, rows.length).toArray();
    float[] distances = distances(core);
    for (int step = 0; step < STEPS; step++) {
      int[] next = nearest(distances, kept);
      if (Arrays.equals(next, core)) {
        break;
      }
      core = next;
      distances = distances(core);
    }
    return distances;
  }

  /// The rows of the least distances, ascending.
  private static int[] nearest(float[] distances, int count) {
    long[] order = new long[distances.length];
    for (int row = 0; row < order.length; row++) {
      order[row] = ((long) Float.floatToIntBits(distances[row]) << Integer.SIZE) | row;
    }
    Arrays.sort(order);
    return Arrays.stream(order, 0, count).mapToInt(key -> (int) key).sorted().toArray();
  }

  /// The distance of each row to the nearest tenth of the core, itself left out.
  private float[] distances(int[] core) {
    int among = Math.min(core.length, MOST_ROWS);
    float[][] points = new float[coordinates.count()][among];
    boolean[] inside = new boolean[rows.length];
    for (int n = 0; n < among; n++) {
      int row = core[(int) ((long) n * core.length / among)];
      inside[row] = true;
      for (int i = 0; i < points.length; i++) {
        points[i][n] = rows[row][i];
      }
    }
    int nearest = Math.max(FEWEST_NEAREST, (int) (NEAREST * among));
    float[] distances = new float[rows.length];
    for (int row = 0; row < rows.length; row++) {
      float[] squares = coordinates.squares(rows[row], points, among);
      Arrays.sort(squares);
      int at = inside[row] ? nearest : nearest - 1;
      distances[row] = (float) Math.sqrt(squares[Math.min(at, among - 1)]);
    }
    return distances;
  }
}
