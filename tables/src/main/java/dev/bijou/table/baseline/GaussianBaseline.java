package dev.bijou.table.baseline;

import dev.bijou.kernel.Cholesky;
import dev.bijou.table.schema.FloatMatrix;
import dev.bijou.table.schema.TrainingTable;
import org.jspecify.annotations.Nullable;

/// A Gaussian with full covariance, fitted by maximum likelihood: what a flow has to beat.
///
/// With given columns it is the conditional Gaussian, log p(y | x) = log p(y, x) − log p(x). All arithmetic is in
/// double precision. Offsets do not matter, since a density does not change under a shift.
public final class GaussianBaseline {
  private static final double LEAST_PIVOT = 1e-10;
  private static final double FIRST_RIDGE = 1e-9;
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private final Covariance covariance;
  private final double[][] factor; // Cholesky factor of the correlation, given columns first
  private final int givenColumns;
  private final double ridge;

  private GaussianBaseline(
      Covariance covariance, double[][] factor, int givenColumns, double ridge) {
    this.covariance = covariance;
    this.factor = factor;
    this.givenColumns = givenColumns;
    this.ridge = ridge;
  }

  /// Fits to some rows of a table.
  ///
  /// @param rows at least one row number
  public static GaussianBaseline fit(TrainingTable table, int[] rows) {
    return fit(table.targets(), table.given(), rows);
  }

  /// Fits to some rows of two matrices of equally many rows.
  ///
  /// @param targets the columns y whose density is modelled
  /// @param given the columns x it is conditioned on; may have no columns
  /// @param rows at least one row number
  public static GaussianBaseline fit(FloatMatrix targets, FloatMatrix given, int[] rows) {
    // With the given columns first, the factor of p(x) is the upper left corner of that of p(y, x),
    // and the difference of
    // the two log-densities is the terms of the remaining rows.
    Covariance covariance = Covariance.of(given, targets, rows);
    double ridge = 0;
    double[][] factor = factor(covariance, 0, LEAST_PIVOT);
    while (factor == null) {
      ridge = ridge == 0 ? FIRST_RIDGE : 10 * ridge;
      factor = factor(covariance, ridge, ridge / 2);
    }
    return new GaussianBaseline(covariance, factor, given.columns(), ridge);
  }

  /// Null if a squared pivot is below `least`.
  private static double @Nullable [][] factor(Covariance covariance, double ridge, double least) {
    return Cholesky.factor(
        covariance.correlation(),
        (_, pivot) -> pivot + ridge >= least ? pivot + ridge : Double.NaN);
  }

  /// The number that had to be added to the diagonal of the correlation matrix because it is singular; 0 usually. With
  /// a ridge, some columns are constant or determined by others, and densities are as large as the ridge is small.
  public double ridge() {
    return ridge;
  }

  /// The number of rows that the covariance was computed from: fewer than given where all would take too long.
  public int fittedRows() {
    return covariance.rows();
  }

  /// The mean over some rows of log p(y | x), in nats.
  ///
  /// @param rows at least one row number
  public double meanLogDensity(TrainingTable table, int[] rows) {
    double logUnits =
        table.schema().targets().stream().mapToDouble(column -> Math.log(column.unit())).sum();
    return meanLogDensity(table.targets(), table.given(), rows) - logUnits;
  }

  /// The mean over some rows of log p(y | x), in nats.
  ///
  /// @param rows at least one row number
  public double meanLogDensity(FloatMatrix targets, FloatMatrix given, int[] rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("a mean log-density needs at least one row");
    }
    float[] cells = new float[factor.length];
    double[] white = new double[factor.length];
    double sum = 0;
    for (int row : rows) {
      given.row(row, cells, 0);
      targets.row(row, cells, givenColumns);
      sum += logDensity(cells, white);
    }
    return sum / rows.length;
  }

  /// log p(y | x) of one row, in nats.
  public double logDensity(FloatMatrix targets, FloatMatrix given, int row) {
    float[] cells = new float[factor.length];
    given.row(row, cells, 0);
    targets.row(row, cells, givenColumns);
    return logDensity(cells, new double[factor.length]);
  }

  /// log p(y | x) = Σ −½ (w² + log 2π) − log(Lᵢᵢ σᵢ) over the targets, where w = L⁻¹ (x − μ)/σ.
  private double logDensity(float[] cells, double[] white) {
    double logDensity = 0;
    for (int i = 0; i < factor.length; i++) {
      double[] row = factor[i];
      double deviation = covariance.deviation()[i];
      double sum = (cells[i] - covariance.mean()[i]) / deviation;
      for (int j = 0; j < i; j++) {
        sum -= row[j] * white[j];
      }
      white[i] = sum / row[i];
      if (i >= givenColumns) {
        logDensity -= 0.5 * (white[i] * white[i] + LOG_TWO_PI) + Math.log(row[i] * deviation);
      }
    }
    return logDensity;
  }
}
