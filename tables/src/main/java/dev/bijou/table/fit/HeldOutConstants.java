package dev.bijou.table.fit;

import dev.bijou.table.encoding.ConstantCells;
import dev.bijou.table.schema.TrainingTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The constant cells of the held-out rows, which an encoded row does not have.
///
/// @param logProbability of those of each row, in nats
/// @param broken the columns in which a row has another cell, of the rows that have some
record HeldOutConstants(double[] logProbability, Map<Integer, int[]> broken) {
  private static final int[] NONE = {};

  /// @param rows the numbers of the held-out rows in `table`
  static HeldOutConstants of(TrainingTable table, int[] rows) {
    ConstantCells constants = ConstantCells.of(table.schema());
    double[] logProbability = new double[rows.length];
    Map<Integer, int[]> broken = new HashMap<>();
    double[] row = new double[table.targets().columns()];
    for (int i = 0; i < rows.length && !constants.isEmpty(); i++) {
      for (int c = 0; c < row.length; c++) {
        row[c] = table.targets().get(rows[i], c);
      }
      logProbability[i] = constants.logProbability(row);
      if (constants.countBroken(row) > 0) {
        broken.put(i, constants.broken(row));
      }
    }
    return new HeldOutConstants(logProbability, broken);
  }

  /// The sum over the rows.
  double sum() {
    return Arrays.stream(logProbability).sum();
  }

  /// How many constants a row breaks.
  int countBroken(int row) {
    return broken.getOrDefault(row, NONE).length;
  }

  /// Adds each row's to its log-density.
  void addTo(float[] logDensity) {
    for (int i = 0; i < logDensity.length; i++) {
      logDensity[i] += (float) logProbability[i];
    }
  }

  /// The cells of a row with those that break a constant.
  double[] restore(int row, double[] cells) {
    for (int column : broken.getOrDefault(row, NONE)) {
      cells[column] = 1 + ConstantCells.CONSTANT;
    }
    return cells;
  }
}
