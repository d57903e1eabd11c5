package dev.bijou.novelty.side;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Rows in groups of at least five that are alike, of which only the centres are kept: microaggregation by maximum distance
/// to the average (MDAV; Domingo-Ferrer and Mateo-Sanz, 2002, doi:10.1109/69.979982). Of the rows that are left, the one
/// farthest from the middle of all and those nearest to it are the next group. The centre has the means of the numbers, and
/// the most frequent names.
///
/// How far a row is from the nearest centre says about as much as how far it is from the nearest rows, without keeping any.
public final class AlikeRows {
  /// Fewest rows of a group.
  static final int FEWEST = 5;

  private static final int MOST_ROWS = 10_000;
  private static final int MOST_CENTRES = 2_000;

  private final Schema schema;
  private final Coordinates coordinates;
  private final float[][] points; // coordinates × rows; those of the rows that are left come first
  private int left;

  private AlikeRows(Schema schema, Coordinates coordinates, int rows) {
    this.schema = schema;
    this.coordinates = coordinates;
    this.points = new float[coordinates.count()][rows];
    this.left = rows;
  }

  /// The centres of the groups, or of the groups of evenly spaced rows where there are very many; none of fewer than five.
  ///
  /// @param percentiles of each target column in the rows
  /// @param rows a number for each target column of a row
  /// @return centres × targets, in the units of [Column#relative(double)], NaN for a missing cell
  public static float[][] centres(
      Schema schema, double[][] percentiles, int rows, IntFunction<double[]> row) {
    int kept = Math.min(rows, MOST_ROWS);
    Coordinates coordinates = new Coordinates(schema, percentiles);
    if (kept < FEWEST || coordinates.count() == 0) {
      return new float[0][];
    }
    AlikeRows alike = new AlikeRows(schema, coordinates, kept);
    double[][] cells =
        IntStream.range(0, kept)
            .mapToObj(i -> row.apply((int) ((long) i * rows / kept)))
            .toArray(double[][]::new);
    return alike.centres(cells, Math.max(FEWEST, Math.ceilDiv(kept, MOST_CENTRES)));
  }

  private float[][] centres(double[][] cells, int size) {
    for (int row = 0; row < left; row++) {
      float[] point = coordinates.of(cells[row]);
      for (int i = 0; i < point.length; i++) {
        points[i][row] = point[i];
      }
    }
    List<float[]> centres = new ArrayList<>();
    while (left > 0) {
      int[] group = next(left < 2 * size ? left : size);
      centres.add(centre(cells, group));
      remove(cells, group);
    }
    return centres.toArray(float[][]::new);
  }

  /// The row farthest from the middle, and those nearest to it, ascending.
  private int[] next(int size) {
    if (size == left) {
      return IntStream.range(0, left).toArray();
    }
    float[] middle = new float[points.length];
    for (int i = 0; i < middle.length; i++) {
      float[] column = points[i];
      middle[i] = (float) middle(i, IntStream.range(0, left).mapToDouble(n -> column[n]).toArray());
    }
    float[] out = coordinates.squares(middle, points, left);
    int farthest = 0;
    for (int row = 1; row < left; row++) {
      farthest = out[row] > out[farthest] ? row : farthest;
    }
    float[] point = new float[points.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = points[i][farthest];
    }
    float[] squares = coordinates.squares(point, points, left);
    squares[farthest] = -1; // also among copies of it
    long[] order = new long[left];
    for (int row = 0; row < left; row++) {
      // floats order as their bits do, the negative one before all
      order[row] = ((long) Float.floatToIntBits(squares[row]) << Integer.SIZE) | row;
    }
    Arrays.sort(order);
    return Arrays.stream(order, 0, size).mapToInt(key -> (int) key).sorted().toArray();
  }

  /// The mean of numbers, the most frequent one of names; NaN if most are missing.
  private double middle(int coordinate, double[] cells) {
    if (!coordinates.isNumber(coordinate)) {
      return mostFrequent(cells);
    }
    double[] present = Arrays.stream(cells).filter(cell -> !Double.isNaN(cell)).toArray();
    return 2 * present.length < cells.length
        ? Double.NaN
        : Arrays.stream(present).average().orElse(Double.NaN);
  }

  private static double mostFrequent(double[] cells) {
    double[] sorted = cells.clone();
    Arrays.sort(sorted);
    double best = sorted[0];
    int most = 0;
    for (int from = 0; from < sorted.length; ) {
      int to = from;
      while (to < sorted.length && Double.compare(sorted[to], sorted[from]) == 0) {
        to++;
      }
      if (to - from > most) {
        most = to - from;
        best = sorted[from];
      }
      from = to;
    }
    return best;
  }

  private float[] centre(double[][] cells, int[] group) {
    float[] centre = new float[schema.targets().size()];
    for (int i = 0; i < coordinates.count(); i++) {
      int place = coordinates.place(i);
      double[] column = Arrays.stream(group).mapToDouble(row -> cells[row][place]).toArray();
      centre[place] = schema.targets().get(place).relative(middle(i, column));
    }
    return centre;
  }

  /// Fills the places of a group with the last rows that are left.
  ///
  /// @param group ascending
  private void remove(double[][] cells, int[] group) {
    for (int g = group.length - 1; g >= 0; g--) {
      left--;
      cells[group[g]] = cells[left];
      for (float[] column : points) {
        column[group[g]] = column[left];
      }
    }
  }

  /// The distance from a row to the nearest centre.
  ///
  /// @param percentiles of each target column in the rows
  /// @param centres as [#centres] gives them
  static Neighbours neighbours(Schema schema, double[][] percentiles, float[][] centres) {
    Coordinates coordinates = new Coordinates(schema, percentiles);
    float[][] points = new float[coordinates.count()][centres.length];
    for (int i = 0; i < points.length; i++) {
      int place = coordinates.place(i);
      Column column = schema.targets().get(place);
      for (int n = 0; n < centres.length; n++) {
        points[i][n] = coordinates.of(i, column.absolute(centres[n][place]));
      }
    }
    return new Neighbours.Known(coordinates, points, 1);
  }
}
