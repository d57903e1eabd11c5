package dev.bijou.benchmark.adbench;

import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A set of rows, some of them anomalies, divided for the one-class protocol: the first half of the normal rows, in the
/// order of the file, to learn from; the other normal rows and all anomalies to be judged.
///
/// @param name of the set, without the number that ADBench puts before it
/// @param columns their names, without that of the label
/// @param training rows × columns
/// @param test rows × columns, the normal rows first
/// @param anomaly whether a test row is one
record AnomalySet(
    String name, List<String> columns, double[][] training, double[][] test, boolean[] anomaly) {
  private static final String LABEL = "label";

  /// Reads a table of numbers with a column `label`, 1 for an anomaly and 0 otherwise.
  ///
  /// Throws a [TableException] if it is none, or lacks rows of a kind.
  static AnomalySet read(Path file) {
    List<double[]> normal = new ArrayList<>();
    List<double[]> anomalies = new ArrayList<>();
    List<String> columns;
    try (TableReader reader =
        TableSource.of(file).open(ColumnPlan.allBut(List.of(LABEL)), Missing.REFUSE)) {
      columns = List.copyOf(reader.columns());
    }
    List<String> all = new ArrayList<>(columns);
    all.add(LABEL);
    try (TableReader reader = TableSource.of(file).open(ColumnPlan.of(all), Missing.REFUSE)) {
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        for (int row = 0; row < block.rows(); row++) {
          double[] cells = new double[columns.size()];
          for (int c = 0; c < cells.length; c++) {
            cells[c] = block.column(c)[row];
          }
          (block.column(cells.length)[row] == 0 ? normal : anomalies).add(cells);
        }
      }
    }
    int half = (int) Math.rint(0.5 * normal.size());
    if (half == 0 || half == normal.size() || anomalies.isEmpty()) {
      throw new TableException(
          "%s: %d normal rows and %d anomalies; the protocol needs two and one"
              .formatted(file, normal.size(), anomalies.size()));
    }
    List<double[]> test = new ArrayList<>(normal.subList(half, normal.size()));
    test.addAll(anomalies);
    boolean[] anomaly = new boolean[test.size()];
    Arrays.fill(anomaly, normal.size() - half, test.size(), true);
    return new AnomalySet(
        name(file),
        columns,
        normal.subList(0, half).toArray(double[][]::new),
        test.toArray(double[][]::new),
        anomaly);
  }

  /// "vowels" for `40_vowels.csv.gz`.
  private static String name(Path file) {
    return String.valueOf(file.getFileName())
        .replaceFirst("^\\d+_", "")
        .replaceFirst("\\.csv(\\.gz)?$", "");
  }

  /// The same set with each column less its mean and divided by its population standard deviation over the training
  /// rows, or by 1 where that is 0.
  AnomalySet standardized() {
    int width = columns.size();
    double[] mean = new double[width];
    double[] deviation = new double[width];
    for (int c = 0; c < width; c++) {
      for (double[] row : training) {
        mean[c] += row[c] / training.length;
      }
      for (double[] row : training) {
        deviation[c] += (row[c] - mean[c]) * (row[c] - mean[c]) / training.length;
      }
      deviation[c] = deviation[c] > 1e-20 * mean[c] * mean[c] ? Math.sqrt(deviation[c]) : 1;
    }
    return new AnomalySet(
        name, columns, scaled(training, mean, deviation), scaled(test, mean, deviation), anomaly);
  }

  private static double[][] scaled(double[][] rows, double[] mean, double[] deviation) {
    double[][] scaled = new double[rows.length][mean.length];
    for (int n = 0; n < rows.length; n++) {
      for (int c = 0; c < mean.length; c++) {
        scaled[n][c] = (rows[n][c] - mean[c]) / deviation[c];
      }
    }
    return scaled;
  }
}
