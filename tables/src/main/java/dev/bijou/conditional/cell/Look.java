package dev.bijou.conditional.cell;

/// A query: the joint density of a row at some cells of one column, all other cells fixed.
///
/// @param row a number for each column of the schema
/// @param column its place in the schema
/// @param grid the cells to evaluate
public record Look(double[] row, int column, ColumnGrid grid) {

  /// A look at the cells of a grid and the own cell of the row.
  public static Look withOwn(double[] row, int column, ColumnGrid grid) {
    return new Look(row, column, grid.with(grid.seen(row[column])));
  }

  /// The row's own cell, as the model sees it.
  public double cell() {
    return grid.seen(row[column]);
  }

  /// The row with another cell there.
  public double[] with(double cell) {
    double[] other = row.clone();
    other[column] = cell;
    return other;
  }
}
