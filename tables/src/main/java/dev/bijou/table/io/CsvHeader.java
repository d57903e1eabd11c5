package dev.bijou.table.io;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Where the names of the columns of a CSV table are.
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

  /// The error for a table that is empty or has only blank lines.
  ///
  /// @param table its name in the message
  TableException empty(String table) {
    return new TableException(
        table
            + switch (this) {
              case FIRST -> " is empty; a table needs a header row with the names of its columns";
              case NONE -> " is empty; a table needs at least one row";
            });
  }

  /// The name in lower case.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
