package dev.bijou.novelty.repair;

import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.table.schema.Column;
import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows drawn from a model, of which those near a row in some columns show what its other cells could be. They are drawn
/// when they are first needed, always the same; for a conditional model, for each row by its given cells. Safe for any
/// number of threads.
final class DrawnRows {
  private static final int ROWS = 2048;
  private static final int ROWS_OF_GIVEN = 256;
  private static final long SEED = 1;
  private static final double FARTHEST = 3; // standard deviations, beyond which all is equally far
  private static final double ANOTHER = 1.5; // the distance of names, and of a missing cell

  private final TableModel model;
  private double @Nullable [][] drawn;

  DrawnRows(TableModel model) {
    this.model = model;
  }

  /// How far each drawn row is from a row.
  ///
  /// @param rows cells of the target columns
  /// @param squares of the distance in each column, drawn rows × columns
  /// @param total their sum over the columns
  record Distances(double[][] rows, double[][] squares, double[] total) {

    /// The rows nearest in all other columns.
    ///
    /// @param without columns that do not count
    List<double[]> nearest(int count, int... without) {
      double[] distance = total.clone();
      for (int n = 0; n < distance.length; n++) {
        for (int column : without) {
          distance[n] -= squares[n][column];
        }
      }
      int[] nearest = new int[count];
      int size = 0;
      for (int n = 0; n < distance.length; n++) {
        if (size == count && distance[n] >= distance[nearest[size - 1]]) {
          continue;
        }
        int at = size < count ? size++ : size - 1;
        for (; at > 0 && distance[nearest[at - 1]] > distance[n]; at--) {
          nearest[at] = nearest[at - 1];
        }
        nearest[at] = n;
      }
      return Arrays.stream(nearest, 0, size).mapToObj(n -> rows[n]).toList();
    }
  }

  /// The distances from a row.
  Distances from(double[] row) {
    double[][] rows = rows(row);
    List<Column> targets = model.schema().targets();
    double[][] squares = new double[rows.length][targets.size()];
    double[] total = new double[rows.length];
    for (int n = 0; n < rows.length; n++) {
      for (int c = 0; c < targets.size(); c++) {
        double distance = distance(targets.get(c), row[c], rows[n][c]);
        squares[n][c] = distance * distance;
        total[n] += squares[n][c];
      }
    }
    return new Distances(rows, squares, total);
  }

  private static double distance(Column column, double a, double b) {
    if (!column.kind().isNumeric() || Double.isNaN(a) || Double.isNaN(b)) {
      return Double.compare(a, b) == 0 ? 0 : ANOTHER;
    }
    double scale = column.standardDeviation() > 0 ? column.standardDeviation() : 1;
    return Math.min(FARTHEST, Math.abs(a - b) / scale);
  }

  private double[][] rows(double[] row) {
    if (model.isConditional()) {
      double[] given =
          Arrays.copyOfRange(row, model.schema().targets().size(), model.schema().columns().size());
      double[][] repeated = new double[ROWS_OF_GIVEN][];
      Arrays.fill(repeated, given);
      try (Workers own = new Workers(1)) {
        return new TableSampler(model, SEED, own).rows(repeated);
      }
    }
    synchronized (this) {
      double[][] rows = drawn;
      if (rows == null) {
        try (Workers own = new Workers(1)) {
          rows = new TableSampler(model, SEED, own).rows(ROWS);
        }
        drawn = rows;
      }
      return rows;
    }
  }
}
