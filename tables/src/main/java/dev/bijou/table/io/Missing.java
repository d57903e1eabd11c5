package dev.bijou.table.io;

/// What to do with a row in which a cell of the wanted columns is missing.
///
/// A cell is missing when it is empty or one of `NA`, `N/A`, `NaN`, `null`, `?` in any case; in Parquet, a null or NaN.
public enum Missing {
  /// Refuse the table, with the row and the column of the first missing cell.
  REFUSE,
  /// Leave the row out, and count it.
  DROP,
  /// Keep the row, with NaN for the missing cells.
  KEEP
}
