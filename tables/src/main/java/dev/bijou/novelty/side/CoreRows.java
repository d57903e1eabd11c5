package dev.bijou.novelty.side;

import dev.bijou.table.schema.Schema;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The core of rows of which some may be anomalies, found by concentration (as that of the minimum covariance determinant;
/// Rousseeuw and Van Driessen, 1999, doi:10.1080/00401706.1999.10485670): of all rows those are kept that have the most
/// neighbours near, then those that have the most neighbours of the core near, and so on.
///
/// Anomalies that are alike have each other for neighbours, so what counts is how far the nearest tenth of the core reaches.
public final class CoreRows {
  private static final double NEAREST = 0.1;
  private static final int FEWEST_NEAREST = 5;
  private static final int STEPS = 10;
  private static final int MOST_ROWS = 5_000; // among which the core is looked for
  private static final int MOST_OF_CORE = 2_000; // whose distances are measured

  private final Coordinates coordinates;
  private final float[][] rows; // row × coordinates

  private CoreRows(Coordinates coordinates, float[][] rows) {
    this.coordinates = coordinates;
    this.rows = rows;
  }

  /// How far each row is from the core: the squared distance to its nearest tenth, the row itself left out.
  ///
  /// @param percentiles of each target column in the rows
  /// @param row a number for each target column of a row
  /// @param share of the rows that is left out of the core, between 0 and 1
  public static float[] squares(
      Schema schema, double[][] percentiles, int rows, IntFunction<double[]> row, double share) {
    Coordinates coordinates = new Coordinates(schema, percentiles);
    return new CoreRows(
            coordinates,
            IntStream.range(0, rows)
                .mapToObj(n -> coordinates.of(row.apply(n)))
                .toArray(float[][]::new))
        .squares(share);
  }

  private float[] squares(double share) {
    int[] some = spaced(IntStream.range(0, rows.length).toArray(), MOST_ROWS);
    int kept = Math.max(1, (int) Math.round((1 - share) * some.length));
    int[] core = some;
    for (int step = 0; step < STEPS; step++) {
      int[] next = nearest(some, squares(some, core), kept);
      if (Arrays.equals(next, core)) {
        break;
      }
      core = next;
    }
    return squares(IntStream.range(0, rows.length).toArray(), core);
  }

  private static int[] spaced(int[] all, int most) {
    int kept = Math.min(all.length, most);
    return IntStream.range(0, kept).map(i -> all[(int) ((long) i * all.length / kept)]).toArray();
  }

  /// Those of some rows that have the least distances, ascending.
  private static int[] nearest(int[] some, float[] distances, int count) {
    return IntStream.range(0, some.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> distances[i]))
        .limit(count)
        .mapToInt(i -> some[i])
        .sorted()
        .toArray();
  }

  /// The squared distance of some rows to the nearest tenth of the core.
  private float[] squares(int[] some, int[] core) {
    int[] among = spaced(core, MOST_OF_CORE);
    float[][] points = new float[coordinates.count()][among.length];
    for (int n = 0; n < among.length; n++) {
      for (int i = 0; i < points.length; i++) {
        points[i][n] = rows[among[n]][i];
      }
    }
    int nearest = Math.max(FEWEST_NEAREST, (int) (NEAREST * among.length));
    float[] reach = new float[some.length];
    for (int n = 0; n < some.length; n++) {
      float[] squares = coordinates.squares(rows[some[n]], points, among.length);
      Arrays.sort(squares);
      int itself = Arrays.binarySearch(among, some[n]) >= 0 ? 1 : 0;
      reach[n] = squares[Math.min(nearest - 1 + itself, among.length - 1)];
    }
    return reach;
  }
}
