package dev.bijou.report.page;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of a table, column by column, in the units of the table.
///
/// @param names of the columns
/// @param columns one array for each, all equally long
public record Rows(List<String> names, double[][] columns) {

  public int size() {
    return columns[0].length;
  }

  /// The distribution function of a column, of the cells that are not missing.
  public Ecdf ecdf(int column) {
    double[] there = Arrays.stream(columns[column]).filter(value -> !Double.isNaN(value)).toArray();
    return Ecdf.of(there.length == 0 ? new double[] {0} : there);
  }

  /// Some of the columns, in the rows in which none of their cells is missing.
  public Rows select(int... chosen) {
    int[] complete =
        IntStream.range(0, size())
            .filter(row -> Arrays.stream(chosen).noneMatch(c -> Double.isNaN(columns[c][row])))
            .toArray();
    return new Rows(
        Arrays.stream(chosen).mapToObj(names::get).toList(),
        Arrays.stream(chosen)
            .mapToObj(c -> Arrays.stream(complete).mapToDouble(row -> columns[c][row]).toArray())
            .toArray(double[][]::new));
  }

  /// At most that many rows, evenly spaced.
  public Rows thinned(int most) {
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
