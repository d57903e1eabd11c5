package dev.bijou.kernel;

import java.util.Arrays;

/// Which entries of a weight may be nonzero when its rows and columns are sorted by degree: row `i` uses its first
/// `extent(i)` columns, and the extents never fall from one row to the next.
///
/// The masks of a masked autoregressive network (Germain et al., 2015, arXiv:1502.03509) take this shape once the
/// hidden units are sorted by degree, so that the three products of a layer skip the zero half:
///
/// ```
/// y = W x          row i reads columns [0, extent(i))
/// dx += Wᵀ dy      column j is reached from rows [first(j), rows)
/// dW += dy xᵀ      row i needs columns [0, extent(i))
/// ```
///
/// Weights beyond the stairs must be zero: kernels work in tiles of rows and may read up to the longest row of a tile.
public final class Staircase {
  private final int[] extent; // (row)
  private final int[] first; // (column)

  private Staircase(int[] extent, int columns) {
    this.extent = extent;
    this.first = new int[columns];
    int row = 0;
    for (int column = 0; column < columns; column++) {
      while (row < extent.length && extent[row] <= column) {
        row++;
      }
      first[column] = row;
    }
  }

  /// Every entry may be nonzero.
  public static Staircase full(int rows, int columns) {
    int[] extent = new int[rows];
    Arrays.fill(extent, columns);
    return new Staircase(extent, columns);
  }

  /// Row `i` uses its first `extent[i]` columns.
  ///
  /// @throws IllegalArgumentException if an extent falls, is negative or is greater than `columns`
  public static Staircase of(int[] extent, int columns) {
    int previous = 0;
    for (int i = 0; i < extent.length; i++) {
      if (extent[i] < previous || extent[i] > columns) {
        throw new IllegalArgumentException(
            "extent[%d] is %d, but must lie between extent[%d] = %d and the %d columns"
                .formatted(i, extent[i], i - 1, previous, columns));
      }
      previous = extent[i];
    }
    return new Staircase(extent.clone(), columns);
  }

  public int rows() {
    return extent.length;
  }

  public int columns() {
    return first.length;
  }

  /// How many leading columns row `row` uses.
  public int extent(int row) {
    return extent[row];
  }

  /// The first row that uses column `column`, or `rows()` if none does.
  public int first(int column) {
    return first[column];
  }

  /// The number of entries that may be nonzero.
  public long entries() {
    return Arrays.stream(extent).asLongStream().sum();
  }
}
