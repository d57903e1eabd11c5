package dev.bijou.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The three products of a linear layer, all of them C += A·B by rows of B times numbers of A.
///
/// HotSpot makes vector code of a loop over several arrays if all are read at the same index: so a block of B is copied
/// to rows of its own first, and a row of C is summed in one. Every element of C is one chain of sums in the order of k,
/// whatever path computes it.
final class ScalarProducts {
  private static final int DEPTH = 64; // rows of a block of B
  private static final int WIDTH = 256; // its columns
  private static final int NARROW = 8; // fewer columns are not worth a copy

  /// The copy of a block of B, and one row of C.
  private record Space(float[][] rows, float[] sum) {}

  private static final ThreadLocal<Space> SPACE =
      ThreadLocal.withInitial(() -> new Space(new float[DEPTH][WIDTH], new float[WIDTH]));

  private ScalarProducts() {}

  static void linear(
      Matrix w, float @Nullable [] bias, int biasAt, Matrix x, Matrix y, Staircase stairs) {
    for (int i = 0; i < y.rows(); i++) {
      Arrays.fill(y.data(), y.at(i), y.at(i) + y.columns(), bias == null ? 0 : bias[biasAt + i]);
    }
    addProduct(w, x, y, stairs);
  }

  static void addProduct(Matrix w, Matrix x, Matrix y, Staircase stairs) {
    if (x.columns() < NARROW) {
      for (int i = 0; i < w.rows(); i++) {
        for (int n = 0; n < x.columns(); n++) {
          addDot(
              w.data(),
              w.at(i),
              1,
              stairs.extent(i),
              x.data(),
              x.offset() + n,
              x.stride(),
              y.data(),
              y.at(i) + n);
        }
      }
      return;
    }
    Space space = SPACE.get();
    for (int k = 0; k < x.rows(); k += DEPTH) {
      int depth = Math.min(DEPTH, x.rows() - k);
      for (int n = 0, most = width(x.columns()); n < x.columns(); n += most) {
        int width = Math.min(most, x.columns() - n);
        copy(x, k, depth, n, width, space.rows);
        for (int i = stairs.first(k); i < w.rows(); i++) {
          int end = Math.min(depth, stairs.extent(i) - k);
          addRows(w.data(), w.at(i) + k, 1, 0, end, space, y.data(), y.at(i) + n, width);
        }
      }
    }
  }

  static void linearOne(
      Matrix transposed,
      float[] bias,
      int biasAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      Staircase stairs) {
    for (int i = 0; i < transposed.columns(); i++) {
      y[yAt + i] = bias[biasAt + i];
      addDot(
          transposed.data(),
          transposed.offset() + i,
          transposed.stride(),
          stairs.extent(i),
          x,
          xAt,
          1,
          y,
          yAt + i);
    }
  }

  static void backwardData(Matrix w, Matrix dy, Matrix dx, Staircase stairs) {
    if (dy.columns() < NARROW) {
      for (int j = 0; j < w.columns(); j++) {
        int first = stairs.first(j);
        for (int n = 0; n < dy.columns(); n++) {
          addDot(
              w.data(),
              w.at(first) + j,
              w.stride(),
              w.rows() - first,
              dy.data(),
              dy.at(first) + n,
              dy.stride(),
              dx.data(),
              dx.at(j) + n);
        }
      }
      return;
    }
    Space space = SPACE.get();
    for (int k = 0; k < dy.rows(); k += DEPTH) {
      int depth = Math.min(DEPTH, dy.rows() - k);
      int reached = stairs.extent(k + depth - 1);
      for (int n = 0, most = width(dy.columns()); n < dy.columns(); n += most) {
        int width = Math.min(most, dy.columns() - n);
        copy(dy, k, depth, n, width, space.rows);
        for (int j = 0; j < reached; j++) {
          int from = Math.max(0, stairs.first(j) - k);
          addRows(
              w.data(),
              w.at(k) + j,
              w.stride(),
              from,
              depth,
              space,
              dx.data(),
              dx.at(j) + n,
              width);
        }
      }
    }
  }

  static void backwardWeight(Matrix dy, Matrix x, Matrix dw, Staircase stairs) {
    Space space = SPACE.get();
    for (int n = 0; n < x.columns(); n += DEPTH) {
      int depth = Math.min(DEPTH, x.columns() - n);
      for (int j = 0, most = width(dw.columns()); j < dw.columns(); j += most) {
        int width = Math.min(most, dw.columns() - j);
        copyTransposed(x, j, width, n, depth, space.rows);
        for (int i = stairs.first(j); i < dw.rows(); i++) {
          int own = Math.min(width, stairs.extent(i) - j);
          addRows(dy.data(), dy.at(i) + n, 1, 0, depth, space, dw.data(), dw.at(i) + j, own);
        }
      }
    }
  }

  /// Columns of a block: all blocks are about as wide, as a narrow one costs almost as much.
  private static int width(int columns) {
    return columns <= WIDTH ? WIDTH : Math.ceilDiv(columns, Math.ceilDiv(columns, WIDTH));
  }

  private static void copy(Matrix b, int row, int rows, int column, int columns, float[][] out) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(b.data(), b.at(row + r) + column, out[r], 0, columns);
    }
  }

  private static void copyTransposed(
      Matrix b, int row, int rows, int column, int columns, float[][] out) {
    for (int r = 0; r < rows; r++) {
      int at = b.at(row + r) + column;
      for (int c = 0; c < columns; c++) {
        out[c][r] = b.data()[at + c];
      }
    }
  }

  /// c += Σ_k a_k · rows[k] for k in [from, to).
  private static void addRows(
      float[] a,
      int aAt,
      int aStep,
      int from,
      int to,
      Space space,
      float[] c,
      int cAt,
      int columns) {
    float[] sum = space.sum;
    float[][] rows = space.rows;
    System.arraycopy(c, cAt, sum, 0, columns);
    int k = from;
    for (; k + 8 <= to; k += 8) {
      addEight(a, aAt + k * aStep, aStep, rows, k, sum, columns);
    }
    for (; k < to; k++) {
      float[] row = rows[k];
      float factor = a[aAt + k * aStep];
      for (int i = 0; i < columns; i++) {
        sum[i] += factor * row[i];
      }
    }
    System.arraycopy(sum, 0, c, cAt, columns);
  }

  private static void addEight(
      float[] a, int aAt, int aStep, float[][] rows, int k, float[] sum, int columns) {
    float a0 = a[aAt];
    float a1 = a[aAt + aStep];
    float a2 = a[aAt + 2 * aStep];
    float a3 = a[aAt + 3 * aStep];
    float a4 = a[aAt + 4 * aStep];
    float a5 = a[aAt + 5 * aStep];
    float a6 = a[aAt + 6 * aStep];
    float a7 = a[aAt + 7 * aStep];
    float[] b0 = rows[k];
    float[] b1 = rows[k + 1];
    float[] b2 = rows[k + 2];
    float[] b3 = rows[k + 3];
    float[] b4 = rows[k + 4];
    float[] b5 = rows[k + 5];
    float[] b6 = rows[k + 6];
    float[] b7 = rows[k + 7];
    for (int i = 0; i < columns; i++) {
      float four = ((sum[i] + a0 * b0[i]) + a1 * b1[i] + a2 * b2[i]) + a3 * b3[i];
      sum[i] = ((four + a4 * b4[i]) + a5 * b5[i] + a6 * b6[i]) + a7 * b7[i];
    }
  }

  /// c += Σ_k a_k · b_k, of strided numbers.
  private static void addDot(
      float[] a, int aAt, int aStep, int count, float[] b, int bAt, int bStep, float[] c, int cAt) {
    float sum = c[cAt];
    for (int k = 0; k < count; k++) {
      sum += a[aAt + k * aStep] * b[bAt + k * bStep];
    }
    c[cAt] = sum;
  }
}
