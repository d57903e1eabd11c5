package dev.bijou.novelty.side;

import dev.bijou.kernel.KernelChoice;
import dev.bijou.kernel.Kernels;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/// The columns of a table as coordinates in which rows are compared: numbers in units of the spread of the middle 80 % of the
/// rows, names and missing cells 1 apart unless they are equal.
public final class Coordinates {
  private static final int LOW = 10; // percentiles
  private static final int MIDDLE = 50;
  private static final int HIGH = 90;

  /// Their distance in a normal distribution, in standard deviations.
  private static final double APART = 2.5631;

  /// The largest number in its unit, so that the squares of all columns can be added.
  public static final double FARTHEST = 1e15;

  private static final Kernels KERNELS = KernelChoice.chosen().kernels();

  private final List<Coordinate> all = new ArrayList<>();

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

  /// @param percentiles of each target column
  Coordinates(Schema schema, double[][] percentiles) {
    for (int c = 0; c < schema.targets().size(); c++) {
      Column column = schema.targets().get(c);
      if (column.kind().isNumeric()) {
        double unit = (percentiles[c][HIGH] - percentiles[c][LOW]) / APART;
        if (unit == 0) {
          unit = column.standardDeviation() > 0 ? column.standardDeviation() : 1;
        }
        all.add(new Coordinate(c, column, percentiles[c][MIDDLE], unit));
      } else if (!column.isAtom()) {
        all.add(new Coordinate(c, column, 0, 0));
      }
    }
  }

  /// All of them.
  public List<Coordinate> all() {
    return List.copyOf(all);
  }

  /// How many there are.
  int count() {
    return all.size();
  }

  /// The place of the column among the targets.
  int place(int coordinate) {
    return all.get(coordinate).place;
  }

  /// Whether cells are numbers, which have a mean.
  boolean isNumber(int coordinate) {
    return all.get(coordinate).unit != 0;
  }

  /// A cell; NaN for a missing one.
  float of(int coordinate, double cell) {
    return all.get(coordinate).of(cell);
  }

  /// The coordinates of a row that was read.
  ///
  /// @param row a number for each target of the schema at least
  float[] of(double[] row) {
    float[] point = new float[all.size()];
    for (int i = 0; i < point.length; i++) {
      point[i] = all.get(i).read(row[all.get(i).place]);
    }
    return point;
  }

  /// The squared distances from a point to others.
  ///
  /// @param others coordinates × points
  float[] squares(float[] point, float[][] others) {
    return squares(point, others, others.length == 0 ? 0 : others[0].length);
  }

  /// The squared distances from a point to the first of others.
  ///
  /// @param others coordinates × points
  /// @param count how many of these
  float[] squares(float[] point, float[][] others, int count) {
    float[] squares = new float[count];
    addSquares(point, others, 0, count, squares);
    return squares;
  }

  /// Adds the squared distances from a point to some of others.
  ///
  /// @param others coordinates × points
  /// @param from the first of these
  /// @param count how many
  /// @param squares of each of these
  void addSquares(float[] point, float[][] others, int from, int count, float[] squares) {
    for (int i = 0; i < point.length; i++) {
      if (isNumber(i) && !Float.isNaN(point[i])) {
        KERNELS.addSquaredDistances(
            others[i], from, point[i], squares, 0, count); // 1 apart from a missing cell
      } else {
        KERNELS.addUnlike(others[i], from, point[i], squares, 0, count);
      }
    }
  }
}
