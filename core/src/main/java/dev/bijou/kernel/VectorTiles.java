package dev.bijou.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loops of the matrix products: C += A·B for a tile of C that stays in registers.
///
/// A is addressed by a step between its rows and one along the sum, so that the same loop serves A and its transpose;
/// B and C are rows of contiguous lanes. `last` is the index of the tile's last row: a tile with fewer rows than its
/// method's name says works on the last one repeatedly, to the same result. Every element of C is one chain of fused
/// multiply-adds in the order of k, whichever method computes it and wherever it lies in the tile.
///
/// Each tile is written out, vector by vector: only local variables stay in registers.
final class VectorTiles {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int V = SPECIES.length();

  /// The vectors beside each other in the widest tile: AVX2 (eight floats) has 16 registers, the others have 32.
  static final int WIDEST = V == 8 ? 2 : 4;

  private VectorTiles() {}

  /// A tile of up to six rows and `width` vectors, 1, 2 or 4.
  static void tile(
      int width,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      int rows,
      int count,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      int cRow) {
    switch (width) {
      case 4 -> {
        int row = 0;
        if (rows > 4) {
          sixByFour(a, aAt, aRow, aStep, rows - 1, count, b, bAt, bStep, c, cAt, cRow);
          row = rows;
        }
        for (; row < rows; row += 2) {
          int last = Math.min(1, rows - 1 - row);
          int aFrom = aAt + row * aRow;
          twoByFour(a, aFrom, aRow, aStep, last, count, b, bAt, bStep, c, cAt + row * cRow, cRow);
        }
      }
      case 2 -> sixByTwo(a, aAt, aRow, aStep, rows - 1, count, b, bAt, bStep, c, cAt, cRow);
      default -> sixByOne(a, aAt, aRow, aStep, rows - 1, count, b, bAt, bStep, c, cAt, cRow);
    }
  }

  /// 24 sums.
  private static void sixByFour(
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      int last,
      int count,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      int cRow) {
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aRow;
    int a2 = aAt + Math.min(2, last) * aRow;
    int a3 = aAt + Math.min(3, last) * aRow;
    int a4 = aAt + Math.min(4, last) * aRow;
    int a5 = aAt + Math.min(5, last) * aRow;
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    FloatVector s00 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, c, c0 + V);
    FloatVector s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * V);
    FloatVector s03 = FloatVector.fromArray(SPECIES, c, c0 + 3 * V);
    FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + V);
    FloatVector s12 = FloatVector.fromArray(SPECIES, c, c1 + 2 * V);
    FloatVector s13 = FloatVector.fromArray(SPECIES, c, c1 + 3 * V);
    FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
    FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + V);
    FloatVector s22 = FloatVector.fromArray(SPECIES, c, c2 + 2 * V);
    FloatVector s23 = FloatVector.fromArray(SPECIES, c, c2 + 3 * V);
    FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
    FloatVector s31 = FloatVector.fromArray(SPECIES, c, c3 + V);
    FloatVector s32 = FloatVector.fromArray(SPECIES, c, c3 + 2 * V);
    FloatVector s33 = FloatVector.fromArray(SPECIES, c, c3 + 3 * V);
    FloatVector s40 = FloatVector.fromArray(SPECIES, c, c4);
    FloatVector s41 = FloatVector.fromArray(SPECIES, c, c4 + V);
    FloatVector s42 = FloatVector.fromArray(SPECIES, c, c4 + 2 * V);
    FloatVector s43 = FloatVector.fromArray(SPECIES, c, c4 + 3 * V);
    FloatVector s50 = FloatVector.fromArray(SPECIES, c, c5);
    FloatVector s51 = FloatVector.fromArray(SPECIES, c, c5 + V);
    FloatVector s52 = FloatVector.fromArray(SPECIES, c, c5 + 2 * V);
    FloatVector s53 = FloatVector.fromArray(SPECIES, c, c5 + 3 * V);
    for (int k = 0; k < count; k++) {
      int aK = k * aStep;
      int bK = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bK);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bK + V);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bK + 2 * V);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bK + 3 * V);
      FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + aK]);
      s00 = w0.fma(b0, s00);
      s01 = w0.fma(b1, s01);
      s02 = w0.fma(b2, s02);
      s03 = w0.fma(b3, s03);
      FloatVector w1 = FloatVector.broadcast(SPECIES, a[a1 + aK]);
      s10 = w1.fma(b0, s10);
      s11 = w1.fma(b1, s11);
      s12 = w1.fma(b2, s12);
      s13 = w1.fma(b3, s13);
      FloatVector w2 = FloatVector.broadcast(SPECIES, a[a2 + aK]);
      s20 = w2.fma(b0, s20);
      s21 = w2.fma(b1, s21);
      s22 = w2.fma(b2, s22);
      s23 = w2.fma(b3, s23);
      FloatVector w3 = FloatVector.broadcast(SPECIES, a[a3 + aK]);
      s30 = w3.fma(b0, s30);
      s31 = w3.fma(b1, s31);
      s32 = w3.fma(b2, s32);
      s33 = w3.fma(b3, s33);
      FloatVector w4 = FloatVector.broadcast(SPECIES, a[a4 + aK]);
      s40 = w4.fma(b0, s40);
      s41 = w4.fma(b1, s41);
      s42 = w4.fma(b2, s42);
      s43 = w4.fma(b3, s43);
      FloatVector w5 = FloatVector.broadcast(SPECIES, a[a5 + aK]);
      s50 = w5.fma(b0, s50);
      s51 = w5.fma(b1, s51);
      s52 = w5.fma(b2, s52);
      s53 = w5.fma(b3, s53);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + V);
    s02.intoArray(c, c0 + 2 * V);
    s03.intoArray(c, c0 + 3 * V);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + V);
    s12.intoArray(c, c1 + 2 * V);
    s13.intoArray(c, c1 + 3 * V);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + V);
    s22.intoArray(c, c2 + 2 * V);
    s23.intoArray(c, c2 + 3 * V);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + V);
    s32.intoArray(c, c3 + 2 * V);
    s33.intoArray(c, c3 + 3 * V);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + V);
    s42.intoArray(c, c4 + 2 * V);
    s43.intoArray(c, c4 + 3 * V);
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + V);
    s52.intoArray(c, c5 + 2 * V);
    s53.intoArray(c, c5 + 3 * V);
  }

  /// 8 sums, for few rows.
  static void twoByFour(
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      int last,
      int count,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      int cRow) {
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aRow;
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    FloatVector s00 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, c, c0 + V);
    FloatVector s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * V);
    FloatVector s03 = FloatVector.fromArray(SPECIES, c, c0 + 3 * V);
    FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + V);
    FloatVector s12 = FloatVector.fromArray(SPECIES, c, c1 + 2 * V);
    FloatVector s13 = FloatVector.fromArray(SPECIES, c, c1 + 3 * V);
    for (int k = 0; k < count; k++) {
      int aK = k * aStep;
      int bK = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bK);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bK + V);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bK + 2 * V);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bK + 3 * V);
      FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + aK]);
      s00 = w0.fma(b0, s00);
      s01 = w0.fma(b1, s01);
      s02 = w0.fma(b2, s02);
      s03 = w0.fma(b3, s03);
      FloatVector w1 = FloatVector.broadcast(SPECIES, a[a1 + aK]);
      s10 = w1.fma(b0, s10);
      s11 = w1.fma(b1, s11);
      s12 = w1.fma(b2, s12);
      s13 = w1.fma(b3, s13);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + V);
    s02.intoArray(c, c0 + 2 * V);
    s03.intoArray(c, c0 + 3 * V);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + V);
    s12.intoArray(c, c1 + 2 * V);
    s13.intoArray(c, c1 + 3 * V);
  }

  /// 12 sums.
  private static void sixByTwo(
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      int last,
      int count,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      int cRow) {
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aRow;
    int a2 = aAt + Math.min(2, last) * aRow;
    int a3 = aAt + Math.min(3, last) * aRow;
    int a4 = aAt + Math.min(4, last) * aRow;
    int a5 = aAt + Math.min(5, last) * aRow;
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    FloatVector s00 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, c, c0 + V);
    FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + V);
    FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
    FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + V);
    FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
    FloatVector s31 = FloatVector.fromArray(SPECIES, c, c3 + V);
    FloatVector s40 = FloatVector.fromArray(SPECIES, c, c4);
    FloatVector s41 = FloatVector.fromArray(SPECIES, c, c4 + V);
    FloatVector s50 = FloatVector.fromArray(SPECIES, c, c5);
    FloatVector s51 = FloatVector.fromArray(SPECIES, c, c5 + V);
    for (int k = 0; k < count; k++) {
      int aK = k * aStep;
      int bK = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bK);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bK + V);
      FloatVector w0 = FloatVector.broadcast(SPECIES, a[a0 + aK]);
      s00 = w0.fma(b0, s00);
      s01 = w0.fma(b1, s01);
      FloatVector w1 = FloatVector.broadcast(SPECIES, a[a1 + aK]);
      s10 = w1.fma(b0, s10);
      s11 = w1.fma(b1, s11);
      FloatVector w2 = FloatVector.broadcast(SPECIES, a[a2 + aK]);
      s20 = w2.fma(b0, s20);
      s21 = w2.fma(b1, s21);
      FloatVector w3 = FloatVector.broadcast(SPECIES, a[a3 + aK]);
      s30 = w3.fma(b0, s30);
      s31 = w3.fma(b1, s31);
      FloatVector w4 = FloatVector.broadcast(SPECIES, a[a4 + aK]);
      s40 = w4.fma(b0, s40);
      s41 = w4.fma(b1, s41);
      FloatVector w5 = FloatVector.broadcast(SPECIES, a[a5 + aK]);
      s50 = w5.fma(b0, s50);
      s51 = w5.fma(b1, s51);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + V);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + V);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + V);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + V);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + V);
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + V);
  }

  /// 6 sums.
  static void sixByOne(
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      int last,
      int count,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      int cRow) {
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aRow;
    int a2 = aAt + Math.min(2, last) * aRow;
    int a3 = aAt + Math.min(3, last) * aRow;
    int a4 = aAt + Math.min(4, last) * aRow;
    int a5 = aAt + Math.min(5, last) * aRow;
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    FloatVector s0 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector s2 = FloatVector.fromArray(SPECIES, c, c2);
    FloatVector s3 = FloatVector.fromArray(SPECIES, c, c3);
    FloatVector s4 = FloatVector.fromArray(SPECIES, c, c4);
    FloatVector s5 = FloatVector.fromArray(SPECIES, c, c5);
    for (int k = 0; k < count; k++) {
      int aK = k * aStep;
      int bK = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bK);
      s0 = FloatVector.broadcast(SPECIES, a[a0 + aK]).fma(b0, s0);
      s1 = FloatVector.broadcast(SPECIES, a[a1 + aK]).fma(b0, s1);
      s2 = FloatVector.broadcast(SPECIES, a[a2 + aK]).fma(b0, s2);
      s3 = FloatVector.broadcast(SPECIES, a[a3 + aK]).fma(b0, s3);
      s4 = FloatVector.broadcast(SPECIES, a[a4 + aK]).fma(b0, s4);
      s5 = FloatVector.broadcast(SPECIES, a[a5 + aK]).fma(b0, s5);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c1);
    s2.intoArray(c, c2);
    s3.intoArray(c, c3);
    s4.intoArray(c, c4);
    s5.intoArray(c, c5);
  }
}
