package dev.bijou.kernel;

/// A dense row-major block inside a float array: element (i, j) is `data[offset + i * stride + j]`.
///
/// The kernels see nothing but blocks: a weight is out × in, an activation is features × lanes.
///
/// @param data the array that holds the block
/// @param offset index of element (0, 0)
/// @param rows number of rows
/// @param columns number of columns, contiguous in memory
/// @param stride distance between the starts of two rows, at least `columns`
public record Matrix(float[] data, int offset, int rows, int columns, int stride) {

  /// A block without gaps between its rows.
  public static Matrix dense(float[] data, int offset, int rows, int columns) {
    return new Matrix(data, offset, rows, columns, columns);
  }

  /// The index of element (row, 0).
  public int at(int row) {
    return offset + row * stride;
  }

  /// Rows `from` (inclusive) to `to` (exclusive), sharing the data.
  public Matrix rows(int from, int to) {
    return new Matrix(data, offset + from * stride, to - from, columns, stride);
  }

  /// The first `count` columns, sharing the data.
  public Matrix leadingColumns(int count) {
    return new Matrix(data, offset, rows, count, stride);
  }
}
