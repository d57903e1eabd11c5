package dev.bijou.kernel;

/// The innermost loop of a matrix product with a single lane: C += A·B, as in [VectorTiles].
final class ScalarTile {
  private ScalarTile() {}

  /// 8 rows × 1 lane without vectors: twice as fast as a vector with one lane in use.
  /// The sum runs along the rows of A, whose step is one.
  static void eightByOne(
      float[] a,
      int aAt,
      int aRow,
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
    int a6 = aAt + Math.min(6, last) * aRow;
    int a7 = aAt + Math.min(7, last) * aRow;
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    int c6 = cAt + Math.min(6, last) * cRow;
    int c7 = cAt + Math.min(7, last) * cRow;
    float s0 = c[c0];
    float s1 = c[c1];
    float s2 = c[c2];
    float s3 = c[c3];
    float s4 = c[c4];
    float s5 = c[c5];
    float s6 = c[c6];
    float s7 = c[c7];
    for (int k = 0; k < count; k++) {
      float b0 = b[bAt + k * bStep];
      s0 = Math.fma(a[a0 + k], b0, s0);
      s1 = Math.fma(a[a1 + k], b0, s1);
      s2 = Math.fma(a[a2 + k], b0, s2);
      s3 = Math.fma(a[a3 + k], b0, s3);
      s4 = Math.fma(a[a4 + k], b0, s4);
      s5 = Math.fma(a[a5 + k], b0, s5);
      s6 = Math.fma(a[a6 + k], b0, s6);
      s7 = Math.fma(a[a7 + k], b0, s7);
    }
    c[c0] = s0;
    c[c1] = s1;
    c[c2] = s2;
    c[c3] = s3;
    c[c4] = s4;
    c[c5] = s5;
    c[c6] = s6;
    c[c7] = s7;
  }
}
