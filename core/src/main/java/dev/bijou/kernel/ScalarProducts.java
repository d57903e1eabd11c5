package dev.bijou.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The three products of a linear layer, as sums of scaled rows.
final class ScalarProducts {
  private static final int TILE = 64;

  private ScalarProducts() {}

  static void linear(Matrix w, float @Nullable [] bias, int biasAt, Matrix x, Matrix y, Staircase stairs) {
    for (int i = 0; i < w.rows(); i++) {
      int at = y.at(i);
      Arrays.fill(y.data(), at, at + y.columns(), bias == null ? 0 : bias[biasAt + i]);
      addRows(w.data(), w.at(i), 1, stairs.extent(i), x.data(), x.offset(), x.stride(), y.data(), at, y.columns());
    }
  }

  static void backwardData(Matrix w, Matrix dy, Matrix dx, Staircase stairs) {
    for (int j = 0; j < w.columns(); j++) {
      int first = stairs.first(j);
      addRows(
          w.data(), w.at(first) + j, w.stride(), w.rows() - first,
          dy.data(), dy.at(first), dy.stride(), dx.data(), dx.at(j), dx.columns());
    }
  }

  /// Works on tiles of x, transposed so that the sum over lanes becomes a sum of rows.
  static void backwardWeight(Matrix dy, Matrix x, Matrix dw, Staircase stairs) {
    float[] transposed = new float[TILE * TILE];
    for (int n = 0; n < x.columns(); n += TILE) {
      int lanes = Math.min(TILE, x.columns() - n);
      for (int j = 0; j < dw.columns(); j += TILE) {
        int columns = Math.min(TILE, dw.columns() - j);
        transpose(x, j, columns, n, lanes, transposed);
        for (int i = stairs.first(j); i < dw.rows(); i++) {
          int width = Math.min(columns, stairs.extent(i) - j);
          addRows(dy.data(), dy.at(i) + n, 1, lanes, transposed, 0, TILE, dw.data(), dw.at(i) + j, width);
        }
      }
    }
  }

  private static void transpose(Matrix x, int row, int rows, int column, int columns, float[] out) {
    for (int r = 0; r < rows; r++) {
      int at = x.at(row + r) + column;
      for (int c = 0; c < columns; c++) {
        out[c * TILE + r] = x.data()[at + c];
      }
    }
  }

  /// out[n] += Σ_k a[k] · b[k, n], in the order of k, where a and the rows of b are strided.
  private static void addRows(
      float[] a, int aAt, int aStride, int count,
      float[] b, int bAt, int bStride, float[] out, int outAt, int n) {
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      int at = aAt + k * aStride;
      float a0 = a[at];
      float a1 = a[at + aStride];
      float a2 = a[at + 2 * aStride];
      float a3 = a[at + 3 * aStride];
      int b0 = bAt + k * bStride;
      int b1 = b0 + bStride;
      int b2 = b1 + bStride;
      int b3 = b2 + bStride;
      for (int i = 0; i < n; i++) {
        out[outAt + i] = (((out[outAt + i] + a0 * b[b0 + i]) + a1 * b[b1 + i]) + a2 * b[b2 + i]) + a3 * b[b3 + i];
      }
    }
    for (; k < count; k++) {
      float a0 = a[aAt + k * aStride];
      int b0 = bAt + k * bStride;
      for (int i = 0; i < n; i++) {
        out[outAt + i] += a0 * b[b0 + i];
      }
    }
  }
}
