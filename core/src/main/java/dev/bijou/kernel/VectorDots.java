package dev.bijou.kernel;

import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import jdk.incubator.vector.FloatVector;

/// dW += dy·xᵀ for a layer with few inputs: tiles of 4 × 4 sums along the lanes, which need no transpose of x.
final class VectorDots {
  /// The most inputs for which this beats tiles along the inputs.
  static final int FEW = 8;

  private static final int SIDE = 4;
  private static final int SUMS = SIDE * SIDE;

  private VectorDots() {}

  /// @param space at least SUMS · (V + 1) + [VectorTranspose#SUM_SPACE] floats
  static void backwardWeight(Matrix dy, Matrix x, Matrix dw, Staircase stairs, float[] space) {
    int whole = x.columns() / V * V;
    for (int i = 0; i < dw.rows(); i += SIDE) {
      int lastRow = Math.min(SIDE, dw.rows() - i) - 1;
      int extent = stairs.extent(i + lastRow);
      for (int j = 0; j < extent; j += SIDE) {
        int lastColumn = Math.min(SIDE, dw.columns() - j) - 1;
        tile(
            dy.data(),
            dy.at(i),
            dy.stride(),
            lastRow,
            x.data(),
            x.at(j),
            x.stride(),
            lastColumn,
            whole,
            space);
        for (int at = 0; at < SUMS; at += V) {
          VectorTranspose.rowSums(space, at * V, space, SUMS * V + at, space, SUMS * V + SUMS);
        }
        for (int r = 0; r <= lastRow; r++) {
          int own = Math.min(lastColumn + 1, stairs.extent(i + r) - j);
          for (int c = 0; c < own; c++) {
            float sum = space[SUMS * V + r * SIDE + c];
            for (int n = whole; n < x.columns(); n++) {
              sum = Math.fma(dy.data()[dy.at(i + r) + n], x.data()[x.at(j + c) + n], sum);
            }
            dw.data()[dw.at(i + r) + j + c] += sum;
          }
        }
      }
    }
  }

  /// Leaves the 16 sums of one tile in `space`, a vector each.
  private static void tile(
      float[] a,
      int aAt,
      int aRow,
      int lastRow,
      float[] b,
      int bAt,
      int bRow,
      int lastColumn,
      int n,
      float[] space) {
    int a1 = aAt + Math.min(1, lastRow) * aRow;
    int a2 = aAt + Math.min(2, lastRow) * aRow;
    int a3 = aAt + Math.min(3, lastRow) * aRow;
    int b1 = bAt + Math.min(1, lastColumn) * bRow;
    int b2 = bAt + Math.min(2, lastColumn) * bRow;
    int b3 = bAt + Math.min(3, lastColumn) * bRow;
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s02 = s00;
    FloatVector s03 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s12 = s00;
    FloatVector s13 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s22 = s00;
    FloatVector s23 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    FloatVector s32 = s00;
    FloatVector s33 = s00;
    for (int k = 0; k < n; k += V) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, b, bAt + k);
      FloatVector x1 = FloatVector.fromArray(SPECIES, b, b1 + k);
      FloatVector x2 = FloatVector.fromArray(SPECIES, b, b2 + k);
      FloatVector x3 = FloatVector.fromArray(SPECIES, b, b3 + k);
      FloatVector y = FloatVector.fromArray(SPECIES, a, aAt + k);
      s00 = y.fma(x0, s00);
      s01 = y.fma(x1, s01);
      s02 = y.fma(x2, s02);
      s03 = y.fma(x3, s03);
      y = FloatVector.fromArray(SPECIES, a, a1 + k);
      s10 = y.fma(x0, s10);
      s11 = y.fma(x1, s11);
      s12 = y.fma(x2, s12);
      s13 = y.fma(x3, s13);
      y = FloatVector.fromArray(SPECIES, a, a2 + k);
      s20 = y.fma(x0, s20);
      s21 = y.fma(x1, s21);
      s22 = y.fma(x2, s22);
      s23 = y.fma(x3, s23);
      y = FloatVector.fromArray(SPECIES, a, a3 + k);
      s30 = y.fma(x0, s30);
      s31 = y.fma(x1, s31);
      s32 = y.fma(x2, s32);
      s33 = y.fma(x3, s33);
    }
    s00.intoArray(space, 0);
    s01.intoArray(space, V);
    s02.intoArray(space, 2 * V);
    s03.intoArray(space, 3 * V);
    s10.intoArray(space, 4 * V);
    s11.intoArray(space, 5 * V);
    s12.intoArray(space, 6 * V);
    s13.intoArray(space, 7 * V);
    s20.intoArray(space, 8 * V);
    s21.intoArray(space, 9 * V);
    s22.intoArray(space, 10 * V);
    s23.intoArray(space, 11 * V);
    s30.intoArray(space, 12 * V);
    s31.intoArray(space, 13 * V);
    s32.intoArray(space, 14 * V);
    s33.intoArray(space, 15 * V);
  }
}
