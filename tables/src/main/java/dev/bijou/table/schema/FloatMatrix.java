package dev.bijou.table.schema;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Rows × columns of floats, larger than one array can be: row-major, in chunks of 4,096 rows. Columns can be selected
/// without copying.
public final class FloatMatrix {
  static final int CHUNK_SHIFT = 12;
  static final int CHUNK_ROWS = 1 << CHUNK_SHIFT;

  private final float[][] chunks;
  private final int rows;
  private final int stride;
  private final int[] selected; // position within a stored row of each column

  private FloatMatrix(float[][] chunks, int rows, int stride, int[] selected) {
    this.chunks = chunks;
    this.rows = rows;
    this.stride = stride;
    this.selected = selected;
  }

  /// Wraps chunks of [#CHUNK_ROWS] rows each, of which the last may be shorter.
  static FloatMatrix wrap(float[][] chunks, int rows, int columns) {
    return new FloatMatrix(chunks, rows, columns, IntStream.range(0, columns).toArray());
  }

  /// Copies a row-major array.
  ///
  /// @param rowMajor rows × columns values; its length is a multiple of `columns`
  public static FloatMatrix of(int columns, float... rowMajor) {
    if (columns < 1 || rowMajor.length % columns != 0) {
      throw new IllegalArgumentException(
          "%d values do not fill rows of %d columns".formatted(rowMajor.length, columns));
    }
    int rows = rowMajor.length / columns;
    float[][] chunks = new float[(rows + CHUNK_ROWS - 1) >> CHUNK_SHIFT][];
    for (int c = 0; c < chunks.length; c++) {
      int from = c * CHUNK_ROWS * columns;
      chunks[c] =
          Arrays.copyOfRange(
              rowMajor, from, Math.min(rowMajor.length, from + CHUNK_ROWS * columns));
    }
    return wrap(chunks, rows, columns);
  }

  /// The number of rows.
  public int rows() {
    return rows;
  }

  /// The number of columns, which may be zero in a selection.
  public int columns() {
    return selected.length;
  }

  /// One element.
  public float get(int row, int column) {
    return chunks[row >> CHUNK_SHIFT][(row & (CHUNK_ROWS - 1)) * stride + selected[column]];
  }

  /// A view of some columns, in the order given.
  public FloatMatrix select(int... columns) {
    return new FloatMatrix(
        chunks, rows, stride, IntStream.of(columns).map(column -> selected[column]).toArray());
  }

  /// Copies one row.
  ///
  /// @param out receives [#columns()] values from index `at`
  public void row(int row, float[] out, int at) {
    float[] chunk = chunks[row >> CHUNK_SHIFT];
    int from = (row & (CHUNK_ROWS - 1)) * stride;
    for (int c = 0; c < selected.length; c++) {
      out[at + c] = chunk[from + selected[c]];
    }
  }

  /// Gathers rows as lanes: column c of the n-th gathered row becomes `out[c * count + n]`, a features × lanes block.
  ///
  /// @param indices row numbers
  /// @param from where in `indices` to begin
  /// @param count how many rows to gather
  /// @param out receives [#columns()] × count values
  public void gather(int[] indices, int from, int count, float[] out) {
    for (int n = 0; n < count; n++) {
      int row = indices[from + n];
      float[] chunk = chunks[row >> CHUNK_SHIFT];
      int start = (row & (CHUNK_ROWS - 1)) * stride;
      for (int c = 0; c < selected.length; c++) {
        out[c * count + n] = chunk[start + selected[c]];
      }
    }
  }
}
