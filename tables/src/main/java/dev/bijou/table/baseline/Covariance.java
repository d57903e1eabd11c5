package dev.bijou.table.baseline;

import dev.bijou.table.schema.FloatMatrix;

/// Means, standard deviations and the correlation matrix of some columns, in double precision.
///
/// @param mean by column
/// @param deviation population standard deviation by column; 1 for a column that does not vary
/// @param correlation lower triangle, `correlation[i][j]` for j ≤ i; zero in the row and column of one that does
///     not vary
/// @param rows number of rows it was computed from
public record Covariance(double[] mean, double[] deviation, double[][] correlation, int rows) {
  private static final long MOST_PRODUCTS = 20_000_000_000L;
  private static final int ROWS_AT_ONCE = 4;

  /// The covariance of the columns of `first` followed by those of `second`, over the given rows, or over evenly spaced
  /// ones of them where all would take more than some seconds.
  public static Covariance of(FloatMatrix first, FloatMatrix second, int[] rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("a covariance needs at least one row");
    }
    int columns = first.columns() + second.columns();
    long affordable = Math.max(20L * columns, 2 * MOST_PRODUCTS / ((long) columns * columns));
    int used = (int) Math.min(rows.length, affordable);
    Rows cells = new Rows(first, second, rows, used);
    double[] mean = new double[columns];
    double[] row = new double[columns];
    for (int n = 0; n < used; n++) {
      cells.read(n, row);
      for (int c = 0; c < columns; c++) {
        mean[c] += (row[c] - mean[c]) / (n + 1);
      }
    }
    double[][] sum = new double[columns][];
    for (int i = 0; i < columns; i++) {
      sum[i] = new double[i + 1];
    }
    double[][] block = new double[ROWS_AT_ONCE][columns];
    for (int n = 0; n < used; n += ROWS_AT_ONCE) {
      for (int k = 0; k < ROWS_AT_ONCE; k++) {
        if (n + k < used) {
          cells.read(n + k, block[k]);
          subtract(block[k], mean);
        } else {
          block[k] = new double[columns];
        }
      }
      accumulate(sum, block[0], block[1], block[2], block[3]);
    }
    return normalize(mean, sum, used);
  }

  private static void subtract(double[] row, double[] mean) {
    for (int c = 0; c < row.length; c++) {
      row[c] -= mean[c];
    }
  }

  /// Adds the outer products of four rows, which keeps the sums in registers four times longer than one row would.
  private static void accumulate(double[][] sum, double[] p, double[] q, double[] r, double[] s) {
    for (int i = 0; i < sum.length; i++) {
      double[] into = sum[i];
      double a = p[i];
      double b = q[i];
      double c = r[i];
      double d = s[i];
      for (int j = 0; j <= i; j++) {
        into[j] += (a * p[j] + b * q[j]) + (c * r[j] + d * s[j]);
      }
    }
  }

  private static Covariance normalize(double[] mean, double[][] sum, int rows) {
    int columns = mean.length;
    double[] deviation = new double[columns];
    for (int i = 0; i < columns; i++) {
      double variance = sum[i][i] / rows;
      deviation[i] = variance > 0 ? Math.sqrt(variance) : 1;
    }
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j <= i; j++) {
        sum[i][j] /= rows * deviation[i] * deviation[j];
      }
    }
    return new Covariance(mean, deviation, sum, rows);
  }

  /// Evenly spaced rows of two matrices side by side.
  private static final class Rows {
    private final FloatMatrix first;
    private final FloatMatrix second;
    private final int[] rows;
    private final int used;
    private final float[] buffer;

    Rows(FloatMatrix first, FloatMatrix second, int[] rows, int used) {
      this.first = first;
      this.second = second;
      this.rows = rows;
      this.used = used;
      this.buffer = new float[first.columns() + second.columns()];
    }

    void read(int n, double[] out) {
      int row = rows[(int) ((long) n * rows.length / used)];
      first.row(row, buffer, 0);
      second.row(row, buffer, first.columns());
      for (int c = 0; c < buffer.length; c++) {
        out[c] = buffer[c];
      }
    }
  }
}
