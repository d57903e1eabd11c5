package dev.bijou.table.fit;

import dev.bijou.table.model.Provenance;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.FloatMatrix;
import dev.bijou.table.schema.TrainingTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The quantiles of the columns, which a model keeps.
final class ColumnQuantiles {
  private static final int PERCENT = Provenance.Quantiles.COUNT - 1;
  private static final int MOST_ROWS = 100_000;

  private ColumnQuantiles() {}

  /// The percentiles of every column over some rows, or over evenly spaced ones of them where there are very many.
  static List<Provenance.Quantiles> of(TrainingTable table, int[] rows) {
    List<Provenance.Quantiles> all = new ArrayList<>();
    add(table.schema().targets(), table.targets(), rows, all);
    add(table.schema().given(), table.given(), rows, all);
    return all;
  }

  /// The percentiles of every target column over some rows, columns × 101.
  static double[][] ofTargets(TrainingTable table, int[] rows) {
    List<Provenance.Quantiles> all = new ArrayList<>();
    add(table.schema().targets(), table.targets(), rows, all);
    return all.stream().map(Provenance.Quantiles::values).toArray(double[][]::new);
  }

  private static void add(
      List<Column> columns, FloatMatrix cells, int[] rows, List<Provenance.Quantiles> all) {
    float[] sorted = new float[Math.min(rows.length, MOST_ROWS)];
    for (int c = 0; c < columns.size(); c++) {
      for (int i = 0; i < sorted.length; i++) {
        sorted[i] = cells.get(rows[(int) ((long) i * rows.length / sorted.length)], c);
      }
      Arrays.sort(sorted); // missing cells, NaN, come last
      int present = sorted.length;
      while (present > 1 && Float.isNaN(sorted[present - 1])) {
        present--;
      }
      double[] values = new double[PERCENT + 1];
      for (int p = 0; p <= PERCENT; p++) {
        float value = sorted[(int) ((long) p * (present - 1) / PERCENT)];
        values[p] = columns.get(c).absolute(Float.isNaN(value) ? 0 : value);
      }
      all.add(new Provenance.Quantiles(columns.get(c).name(), values));
    }
  }
}
