package dev.bijou.interop.layer;

import dev.bijou.interop.container.Array;
import dev.bijou.interop.container.Weights;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// y = W x + b, with the entries of W that may be other than zero.
///
/// @param outputs the number of rows of W
/// @param inputs the number of its columns
/// @param weight W, row by row; zero where the mask is
/// @param bias b
/// @param mask the entries of W that may be other than zero, row by row; null if all may
public record Linear(
    int outputs, int inputs, double[] weight, double[] bias, @Nullable BitSet mask) {

  /// Where an output comes from: row `row` of another layer, times `scale`, plus `shift`.
  ///
  /// @param row −1 for a constant
  public record Row(int row, double scale, double shift) {
    /// A row as it is.
    public static Row same(int row) {
      return new Row(row, 1, 0);
    }
  }

  /// The layer of a module: `weight` and, where it has them, `bias` and `mask`.
  ///
  /// @param path of the module, with a dot at its end
  /// @param inputs how many it must have; −1 for any
  public static Linear of(Weights weights, String path, int inputs) {
    Array weight = weights.get(path + "weight", -1, inputs);
    int rows = weight.rows();
    double[] w = new double[weight.values().length];
    double[] b = new double[rows];
    if (weights.has(path + "bias")) {
      copy(weights.get(path + "bias", rows), b);
    }
    copy(weight, w);
    if (!weights.has(path + "mask")) {
      return new Linear(rows, weight.shape()[1], w, b, null);
    }
    Array mask = weights.get(path + "mask", weight.shape());
    BitSet seen = new BitSet();
    for (int i = 0; i < w.length; i++) {
      seen.set(i, mask.values()[i] != 0);
      w[i] *= mask.values()[i];
    }
    return new Linear(rows, weight.shape()[1], w, b, seen);
  }

  private static void copy(Array from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from.values()[i];
    }
  }

  /// W at a row and column.
  double at(int row, int column) {
    return weight[row * inputs + column];
  }

  boolean sees(int row, int column) {
    return mask == null || mask.get(row * inputs + column);
  }

  /// The layer whose outputs are made of rows of this one, and whose inputs are some of this one's.
  ///
  /// @param columns the numbers of the inputs; −1 for one that counts for nothing
  public Linear of(Row[] rows, int[] columns) {
    double[] w = new double[rows.length * columns.length];
    double[] b = new double[rows.length];
    BitSet seen = new BitSet();
    for (int i = 0; i < rows.length; i++) {
      Row row = rows[i];
      b[i] = row.shift() + (row.row() < 0 ? 0 : row.scale() * bias[row.row()]);
      for (int j = 0; j < columns.length && row.row() >= 0; j++) {
        if (columns[j] >= 0 && sees(row.row(), columns[j])) {
          w[i * columns.length + j] = row.scale() * at(row.row(), columns[j]);
          seen.set(i * columns.length + j);
        }
      }
    }
    return new Linear(rows.length, columns.length, w, b, mask == null ? null : seen);
  }

  /// [#of(Row[], int[])] of rows as they are; −1 for a row of zeros.
  Linear of(int[] rows, int[] columns) {
    Row[] same = new Row[rows.length];
    for (int i = 0; i < rows.length; i++) {
      same[i] = Row.same(rows[i]);
    }
    return of(same, columns);
  }

  /// 0, 1, … count − 1.
  public static int[] all(int count) {
    int[] all = new int[count];
    for (int i = 0; i < count; i++) {
      all[i] = i;
    }
    return all;
  }
}
