package dev.bijou.table.fit;

import dev.bijou.kernel.Cholesky;
import dev.bijou.table.baseline.Covariance;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.FloatMatrix;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.TrainingTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Examines a table before a density is learned from it.
///
/// Columns are judged by their statistics over all rows, and by a sample of the rows where that does not suffice.
final class Diagnosis {
  private static final int FEW_ROWS = 50;
  private static final int SAMPLED_ROWS = 20_000;
  private static final int ROWS_PER_VALUE = 10; // on average, for a column to count as discrete
  private static final double OFTEN = 0.05;
  private static final double ROUNDED = 0.5; // of the rows share their value with another
  private static final double COLLINEAR = 1e-6;
  private static final double ABSURD = 1e6;
  private static final double QUARTILES_TO_DEVIATION = 1 / 1.349; // for a Gaussian

  private Diagnosis() {}

  /// All findings, the most consequential first; empty if nothing limits a density.
  static List<Finding> of(TrainingTable table) {
    Schema schema = table.schema();
    List<Finding> findings = new ArrayList<>();
    if (table.rows() < FEW_ROWS) {
      findings.add(new Finding.FewRows(table.rows()));
    }
    List<Column> constant = schema.targets().stream().filter(Column::isConstant).toList();
    if (!constant.isEmpty()) {
      findings.add(new Finding.ConstantColumns(constant));
    }
    schema.columns().stream()
        .filter(Column::numbersRows)
        .forEach(column -> findings.add(new Finding.RowCounter(column.name())));
    List<Column> discrete =
        schema.targets().stream().filter(column -> column.isPlain() && isDiscrete(column)).toList();
    if (!discrete.isEmpty()) {
      findings.add(new Finding.DiscreteColumns(discrete));
    }
    int[] sample = sample(table.rows());
    sampled(schema.targets(), table.targets(), sample, findings);
    collinear(table, sample, findings);
    if (!schema.relations().isEmpty()) {
      findings.add(new Finding.Following(schema.relations()));
    }
    duplicates(table, findings);
    return List.copyOf(findings);
  }

  private static boolean isDiscrete(Column column) {
    if (column.isConstant()) {
      return false;
    }
    double cells =
        column.decimals() < 0
            ? Double.MAX_VALUE
            : (column.max() - column.min()) / column.step() + 1;
    double values = column.distinct() < Column.MANY ? column.distinct() : cells;
    return column.count() >= ROWS_PER_VALUE * values;
  }

  private static int[] sample(int rows) {
    int sampled = Math.min(rows, SAMPLED_ROWS);
    return IntStream.range(0, sampled).map(i -> (int) ((long) i * rows / sampled)).toArray();
  }

  /// Frequent values, extreme values, and rounded ones.
  private static void sampled(
      List<Column> columns, FloatMatrix cells, int[] sample, List<Finding> findings) {
    float[] values = new float[sample.length];
    List<Column> rounded = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      if (column.isConstant() || !(column.kind() instanceof Kind.Continuous)) {
        continue;
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = cells.get(sample[i], c);
      }
      Arrays.sort(values);
      if (isRounded(column, values)) {
        rounded.add(column);
      }
      if (!column.isPlain()) {
        continue;
      }
      if (!isDiscrete(column) && values.length >= FEW_ROWS) {
        repeated(column, values, findings);
      }
      outlier(column, values, findings);
    }
    if (!rounded.isEmpty()) {
      findings.add(new Finding.RoundedColumns(rounded));
    }
  }

  private static void repeated(Column column, float[] sorted, List<Finding> findings) {
    int longest = 0;
    float value = 0;
    for (int from = 0, to; from < sorted.length; from = to) {
      to = from + 1;
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      if (to - from > longest) {
        longest = to - from;
        value = sorted[from];
      }
    }
    double share = (double) longest / sorted.length;
    if (share >= OFTEN) {
      findings.add(new Finding.RepeatedValue(column.name(), column.absolute(value), share));
    }
  }

  /// Values that have a probability of their own are no sign of a grid between them.
  private static boolean isRounded(Column column, float[] sorted) {
    if (column.decimals() < 0 || isDiscrete(column) || sorted.length < FEW_ROWS) {
      return false;
    }
    List<Double> atoms = column.kind().atoms().values();
    int rows = 0;
    int repeated = 0;
    for (int from = 0, to; from < sorted.length; from = to) {
      to = from + 1;
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      if (Float.isFinite(sorted[from]) && !atoms.contains(column.absolute(sorted[from]))) {
        rows += to - from;
        repeated += to - from > 1 ? to - from : 0;
      }
    }
    return repeated >= ROUNDED * Math.max(1, rows);
  }

  private static void outlier(Column column, float[] sorted, List<Finding> findings) {
    int n = sorted.length;
    double median = column.absolute(sorted[n / 2]);
    double spread =
        QUARTILES_TO_DEVIATION * column.unit() * ((double) sorted[3 * n / 4] - sorted[n / 4]);
    double farthest = column.max() - median > median - column.min() ? column.max() : column.min();
    double spreads = Math.abs(farthest - median) / spread;
    if (spread > 0 && spreads > ABSURD) {
      findings.add(new Finding.Outlier(column.name(), farthest, spreads));
    }
  }

  private static void collinear(TrainingTable all, int[] sample, List<Finding> findings) {
    TrainingTable table = all.plain().orElse(null);
    if (table == null) {
      return;
    }
    List<Column> given = table.schema().given();
    List<Column> columns = new ArrayList<>(given);
    columns.addAll(table.schema().targets());
    if (sample.length <= columns.size()) {
      return; // any column would be determined by the others
    }
    double[][] correlation = Covariance.of(table.given(), table.targets(), sample).correlation();
    double[][] factor = new double[columns.size()][];
    for (int i = 0; i < factor.length; i++) {
      factor[i] = new double[i + 1];
      double unexplained = Cholesky.row(correlation, factor, i);
      if (unexplained > COLLINEAR) {
        factor[i][i] = Math.sqrt(unexplained);
      } else if (i >= given.size() && !columns.get(i).isConstant() && correlation[i][i] > 0) {
        findings.add(
            new Finding.CollinearColumn(
                columns.get(i).name(), partners(columns, correlation[i], i), unexplained));
      }
    }
  }

  /// The one column of which column i is a multiple, or all columns before it.
  private static List<String> partners(List<Column> columns, double[] correlation, int i) {
    for (int j = 0; j < i; j++) {
      if (1 - correlation[j] * correlation[j] <= COLLINEAR) {
        return List.of(columns.get(j).name());
      }
    }
    return columns.subList(0, i).stream().map(Column::name).toList();
  }

  private static void duplicates(TrainingTable table, List<Finding> findings) {
    long[] keys = Copies.keys(table);
    Arrays.sort(keys);
    int repeats = 0;
    for (int i = 1; i < keys.length; i++) {
      repeats += keys[i] == keys[i - 1] ? 1 : 0;
    }
    if (repeats > 0) {
      findings.add(new Finding.DuplicateRows(repeats, (double) repeats / keys.length));
    }
  }
}
