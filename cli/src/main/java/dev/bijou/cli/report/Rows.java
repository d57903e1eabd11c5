package dev.bijou.cli.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of a table, column by column, in the units of the table.
///
/// @param names of the columns
/// @param columns one array for each, all equally long
record Rows(List<String> names, double[][] columns) {

  int size() {
    return columns[0].length;
  }

  /// The distribution function of a column.
  Ecdf ecdf(int column) {
    return Ecdf.of(columns[column]);
  }

  /// Some of the columns.
  Rows select(int... chosen) {
    return new Rows(
        Arrays.stream(chosen).mapToObj(names::get).toList(),
        Arrays.stream(chosen).mapToObj(c -> columns[c]).toArray(double[][]::new));
  }

  /// At most that many rows, evenly spaced.
  Rows thinned(int most) {
    int size = size();
    if (size <= most) {
      return this;
    }
    int[] kept = IntStream.range(0, most).map(i -> (int) ((long) i * size / most)).toArray();
    return new Rows(
        names,
        Arrays.stream(columns)
            .map(column -> Arrays.stream(kept).mapToDouble(row -> column[row]).toArray())
            .toArray(double[][]::new));
  }
}
