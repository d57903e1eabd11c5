package dev.bijou.conditional;

/// Cells of one column of a row at which the joint density is wanted, all other cells as they are.
///
/// @param row a number for each column of the schema
/// @param column its place in the schema
/// @param grid the cells to look at
public record Look(double[] row, int column, ColumnGrid grid) {

  /// A look at the cells of a grid and at the row's own.
  public static Look withOwn(double[] row, int column, ColumnGrid grid) {
    return new Look(row, column, grid.with(grid.seen(row[column])));
  }

  /// The row's own cell, as the model sees it.
  public double cell() {
    return grid.seen(row[column]);
  }

  /// The row with another cell there.
  double[] with(double cell) {
    double[] other = row.clone();
    other[column] = cell;
    return other;
  }
}
