package dev.bijou.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The three products of a linear layer, all of them C += A·B by tiles of 2 × 4 sums that stay in registers.
///
/// An operand is an array, the index of its first element and two strides. Every element of C is one chain of sums in the
/// order of k, whether it lies in a tile or at the edge.
final class ScalarProducts {
  private ScalarProducts() {}

  static void linear(
      Matrix w, float @Nullable [] bias, int biasAt, Matrix x, Matrix y, Staircase stairs) {
    for (int i = 0; i < y.rows(); i++) {
      Arrays.fill(y.data(), y.at(i), y.at(i) + y.columns(), bias == null ? 0 : bias[biasAt + i]);
    }
    for (int i = 0; i < w.rows(); i += 2) {
      int rows = Math.min(2, w.rows() - i);
      int steps = stairs.extent(i + rows - 1);
      rows(
          w.data(),
          w.at(i),
          w.stride(),
          1,
          steps,
          x.data(),
          x.offset(),
          x.stride(),
          1,
          y,
          i,
          rows,
          y.columns());
    }
  }

  static void backwardData(Matrix w, Matrix dy, Matrix dx, Staircase stairs) {
    for (int j = 0; j < w.columns(); j += 2) {
      int rows = Math.min(2, w.columns() - j);
      int first = stairs.first(j);
      int steps = w.rows() - first;
      rows(
          w.data(),
          w.at(first) + j,
          1,
          w.stride(),
          steps,
          dy.data(),
          dy.at(first),
          dy.stride(),
          1,
          dx,
          j,
          rows,
          dx.columns());
    }
  }

  static void backwardWeight(Matrix dy, Matrix x, Matrix dw, Staircase stairs) {
    for (int i = 0; i < dw.rows(); i += 2) {
      int shared = stairs.extent(i);
      int rows = Math.min(2, dw.rows() - i);
      rows(
          dy.data(),
          dy.at(i),
          dy.stride(),
          1,
          dy.columns(),
          x.data(),
          x.offset(),
          1,
          x.stride(),
          dw,
          i,
          rows,
          shared);
      if (rows == 2) {
        for (int j = shared; j < stairs.extent(i + 1); j++) {
          element(
              dy.data(),
              dy.at(i + 1),
              1,
              dy.columns(),
              x.data(),
              x.at(j),
              1,
              dw.data(),
              dw.at(i + 1) + j);
        }
      }
    }
  }

  /// One or two rows of C, from row i on, and their first `columns` columns.
  private static void rows(
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      int steps,
      float[] b,
      int bAt,
      int bStep,
      int bColumn,
      Matrix c,
      int i,
      int rows,
      int columns) {
    int j = 0;
    if (rows == 2) {
      for (; j + 4 <= columns; j += 4) {
        tile(
            a,
            aAt,
            aRow,
            aStep,
            steps,
            b,
            bAt + j * bColumn,
            bStep,
            bColumn,
            c.data(),
            c.at(i) + j,
            c.stride());
      }
    }
    for (; j < columns; j++) {
      for (int r = 0; r < rows; r++) {
        element(
            a,
            aAt + r * aRow,
            aStep,
            steps,
            b,
            bAt + j * bColumn,
            bStep,
            c.data(),
            c.at(i + r) + j);
      }
    }
  }

  private static void tile(
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      int steps,
      float[] b,
      int bAt,
      int bStep,
      int bColumn,
      float[] c,
      int cAt,
      int cRow) {
    float s00 = c[cAt];
    float s01 = c[cAt + 1];
    float s02 = c[cAt + 2];
    float s03 = c[cAt + 3];
    float s10 = c[cAt + cRow];
    float s11 = c[cAt + cRow + 1];
    float s12 = c[cAt + cRow + 2];
    float s13 = c[cAt + cRow + 3];
    int a0 = aAt;
    int b0 = bAt;
    for (int k = 0; k < steps; k++) {
      float w0 = a[a0];
      float w1 = a[a0 + aRow];
      float x0 = b[b0];
      float x1 = b[b0 + bColumn];
      float x2 = b[b0 + 2 * bColumn];
      float x3 = b[b0 + 3 * bColumn];
      s00 += w0 * x0;
      s01 += w0 * x1;
      s02 += w0 * x2;
      s03 += w0 * x3;
      s10 += w1 * x0;
      s11 += w1 * x1;
      s12 += w1 * x2;
      s13 += w1 * x3;
      a0 += aStep;
      b0 += bStep;
    }
    c[cAt] = s00;
    c[cAt + 1] = s01;
    c[cAt + 2] = s02;
    c[cAt + 3] = s03;
    c[cAt + cRow] = s10;
    c[cAt + cRow + 1] = s11;
    c[cAt + cRow + 2] = s12;
    c[cAt + cRow + 3] = s13;
  }

  private static void element(
      float[] a, int aAt, int aStep, int steps, float[] b, int bAt, int bStep, float[] c, int cAt) {
    float sum = c[cAt];
    for (int k = 0; k < steps; k++) {
      sum += a[aAt + k * aStep] * b[bAt + k * bStep];
    }
    c[cAt] = sum;
  }
}
