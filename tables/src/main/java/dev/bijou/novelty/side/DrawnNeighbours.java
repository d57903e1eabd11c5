package dev.bijou.novelty.side;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Evaluation;
import dev.bijou.random.Seeds;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How far a row is from those that a distribution draws: see [RowSides#NEIGHBOURS]. The rows are drawn when they are first
/// needed, always the same. Safe for any number of threads.
public final class DrawnNeighbours {
  /// The neighbour whose distance counts.
  public static final int NEAREST = 10;

  private static final long SEED = 2;

  private static final int LOW = 10; // percentiles
  private static final int MIDDLE = 50;
  private static final int HIGH = 90;

  /// Their distance in a normal distribution, in standard deviations.
  private static final double APART = 2.5631;

  /// The largest number in its unit, so that the squares of all columns can be added.
  public static final double FARTHEST = 1e15;

  private final Distribution distribution;
  private final RowEncoder encoder;
  private final int count;
  private final List<Coordinate> coordinates;
  private float @Nullable [][] drawn; // coordinates × rows

  /// What one column adds to the square of a distance.
  ///
  /// @param place of the column among the targets
  /// @param column itself
  /// @param middle what is subtracted from a number
  /// @param unit of a number; 0 where cells are only equal or not
  public record Coordinate(int place, Column column, double middle, double unit) {
    /// Of a cell that was read: as precise as the calibration rows are, so that an equal one is as far.
    float read(double cell) {
      return of(unit == 0 ? cell : column.absolute(column.relative(cell)));
    }

    /// NaN for a missing cell.
    float of(double cell) {
      return (float) (unit == 0 ? cell : Math.clamp((cell - middle) / unit, -FARTHEST, FARTHEST));
    }
  }

  /// @param percentiles of each target column in the rows that the distribution has learned from
  /// @param count how many rows to draw
  DrawnNeighbours(Distribution distribution, Schema schema, double[][] percentiles, int count) {
    this.distribution = distribution;
    this.encoder = RowEncoder.of(schema);
    this.count = count;
    this.coordinates = new ArrayList<>();
    for (int c = 0; c < schema.targets().size(); c++) {
      Column column = schema.targets().get(c);
      if (column.kind().isNumeric()) {
        double unit = (percentiles[c][HIGH] - percentiles[c][LOW]) / APART;
        if (unit == 0) {
          unit = column.standardDeviation() > 0 ? column.standardDeviation() : 1;
        }
        coordinates.add(new Coordinate(c, column, percentiles[c][MIDDLE], unit));
      } else if (!column.isAtom()) {
        coordinates.add(new Coordinate(c, column, 0, 0));
      }
    }
  }

  /// The columns that count.
  public List<Coordinate> coordinates() {
    return List.copyOf(coordinates);
  }

  /// The rows that were drawn, coordinates × rows: a number less its middle in its unit, a code, NaN for a missing cell.
  public synchronized float[][] drawn() {
    if (drawn == null) {
      drawn = draw();
    }
    return drawn;
  }

  private float[][] draw() {
    Tensor mixed;
    try (Workers one = new Workers(1)) {
      mixed = Evaluation.sample(distribution, count, Context.NONE, SEED, one);
    }
    RandomGenerator random = Seeds.random(SEED);
    float[][] all = new float[coordinates.size()][count];
    float[] own = new float[mixed.features()];
    double[] row = new double[encoder.targets()];
    for (int n = 0; n < count; n++) {
      for (int f = 0; f < own.length; f++) {
        own[f] = mixed.get(f, n);
      }
      encoder.decode(own, random, row);
      for (int i = 0; i < all.length; i++) {
        Coordinate coordinate = coordinates.get(i);
        all[i][n] = coordinate.of(row[coordinate.place]);
      }
    }
    return all;
  }

  /// The distance from a row to the nearest but nine.
  ///
  /// @param row a number for each target of the schema at least
  float distance(double[] row) {
    float[][] rows = drawn();
    float[] squares = new float[count];
    for (int i = 0; i < rows.length; i++) {
      Coordinate coordinate = coordinates.get(i);
      float cell = coordinate.read(row[coordinate.place]);
      if (coordinate.unit == 0 || Float.isNaN(cell)) {
        addUnlike(rows[i], cell, squares);
      } else {
        addSquares(rows[i], cell, squares);
      }
    }
    return (float) Math.sqrt(smallest(squares));
  }

  private static void addSquares(float[] cells, float cell, float[] squares) {
    for (int n = 0; n < squares.length; n++) {
      float apart = cells[n] - cell;
      float square = apart * apart;
      squares[n] += Float.isNaN(square) ? 1 : square; // a missing cell is 1 apart
    }
  }

  private static void addUnlike(float[] cells, float cell, float[] squares) {
    boolean missing = Float.isNaN(cell);
    for (int n = 0; n < squares.length; n++) {
      boolean same = missing ? Float.isNaN(cells[n]) : cells[n] == cell;
      squares[n] += same ? 0 : 1;
    }
  }

  /// The tenth smallest number.
  private static float smallest(float[] numbers) {
    float[] least = new float[Math.min(NEAREST, numbers.length)];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    int last = least.length - 1;
    for (float number : numbers) {
      if (number < least[last]) {
        int at = last;
        for (; at > 0 && least[at - 1] > number; at--) {
          least[at] = least[at - 1];
        }
        least[at] = number;
      }
    }
    return least[last];
  }
}
