package dev.bijou.table;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Where a CSV table has the names of its columns.
public enum CsvHeader {
  /// In its first row.
  FIRST,
  /// Nowhere: the first row is data, and the columns are called x1, x2, ….
  NONE;

  /// The names of the columns of a table without a header: x1 … xD.
  ///
  /// @param columns D
  public static List<String> numbered(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(column -> "x" + column).toList();
  }

  /// The name in lower case.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
