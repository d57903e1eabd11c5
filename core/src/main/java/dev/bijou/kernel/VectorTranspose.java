package dev.bijou.kernel;

import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/// Lays out the transpose of a block.
///
/// A square of V × V is transposed by log₂ V perfect shuffles: each zips row i with row i + V/2 into rows 2i and 2i + 1.
/// Two of them are done at a time while the rows are in registers.
final class VectorTranspose {
  private static final VectorShuffle<Float> LOW = VectorShuffle.makeZip(SPECIES, 0);
  private static final VectorShuffle<Float> HIGH = VectorShuffle.makeZip(SPECIES, 1);
  private static final int SQUARE = V * V;

  /// The working space that [#transpose] needs.
  static final int SPACE = SQUARE;

  private VectorTranspose() {}

  /// out[c · stride + r] = x[row + r, column + c], where `stride` is at least `rows` rounded up to whole vectors; what
  /// lies beyond `rows` there becomes anything. `space` are [#SPACE] floats.
  static void transpose(
      Matrix x,
      int row,
      int rows,
      int column,
      int columns,
      float[] out,
      int stride,
      float[] space,
      int spaceAt) {
    for (int r = 0; r < rows; r += V) {
      int at = x.at(row + r) + column;
      int last = Math.min(V, rows - r) - 1;
      if (columns < V) {
        for (int i = 0; i <= last; i++) {
          for (int c = 0; c < columns; c++) {
            out[c * stride + r + i] = x.data()[at + i * x.stride() + c];
          }
        }
        continue;
      }
      for (int start = 0; start < columns; start += V) {
        int c = Math.min(start, columns - V); // the last square overlaps the one before
        square(x.data(), at + c, x.stride(), last, out, c * stride + r, stride, space, spaceAt);
      }
    }
  }

  /// out[c · outStride + r] = x[r · xStride + c] for a square, whose rows beyond `last` count as row `last`.
  static void square(
      float[] x,
      int xAt,
      int xStride,
      int last,
      float[] out,
      int outAt,
      int outStride,
      float[] space,
      int spaceAt) {
    switch (V) {
      case 4 -> twoShuffles(x, xAt, xStride, last, out, outAt, outStride);
      case 8 -> {
        shuffle(x, xAt, xStride, last, space, spaceAt, V);
        twoShuffles(space, spaceAt, V, V - 1, out, outAt, outStride);
      }
      case 16 -> {
        twoShuffles(x, xAt, xStride, last, space, spaceAt, V);
        twoShuffles(space, spaceAt, V, V - 1, out, outAt, outStride);
      }
      default -> throw new AssertionError("vectors of " + V + " floats");
    }
  }

  /// The working space of [#rowSums].
  static final int SUM_SPACE = 2 * SQUARE;

  /// out[outAt + r] = Σ_c x[xAt + r · V + c] for r in 0 … V − 1, added in the order of c: the order of a vector's own
  /// reduction is not promised. `space` are [#SUM_SPACE] floats from `spaceAt` on.
  static void rowSums(float[] x, int xAt, float[] out, int outAt, float[] space, int spaceAt) {
    square(x, xAt, V, V - 1, space, spaceAt, V, space, spaceAt + SQUARE);
    FloatVector sum = FloatVector.fromArray(SPECIES, space, spaceAt);
    for (int c = 1; c < V; c++) {
      sum = sum.add(FloatVector.fromArray(SPECIES, space, spaceAt + c * V));
    }
    sum.intoArray(out, outAt);
  }

  private static void shuffle(
      float[] x, int xAt, int xStride, int last, float[] out, int outAt, int outStride) {
    for (int i = 0; i < V / 2; i++) {
      FloatVector a = FloatVector.fromArray(SPECIES, x, xAt + Math.min(i, last) * xStride);
      FloatVector b = FloatVector.fromArray(SPECIES, x, xAt + Math.min(i + V / 2, last) * xStride);
      a.rearrange(LOW, b).intoArray(out, outAt + 2 * i * outStride);
      a.rearrange(HIGH, b).intoArray(out, outAt + (2 * i + 1) * outStride);
    }
  }

  private static void twoShuffles(
      float[] x, int xAt, int xStride, int last, float[] out, int outAt, int outStride) {
    int q = V / 4;
    for (int i = 0; i < q; i++) {
      FloatVector a = FloatVector.fromArray(SPECIES, x, xAt + Math.min(i, last) * xStride);
      FloatVector b = FloatVector.fromArray(SPECIES, x, xAt + Math.min(i + q, last) * xStride);
      FloatVector c = FloatVector.fromArray(SPECIES, x, xAt + Math.min(i + 2 * q, last) * xStride);
      FloatVector d = FloatVector.fromArray(SPECIES, x, xAt + Math.min(i + 3 * q, last) * xStride);
      FloatVector lowAc = a.rearrange(LOW, c);
      FloatVector highAc = a.rearrange(HIGH, c);
      FloatVector lowBd = b.rearrange(LOW, d);
      FloatVector highBd = b.rearrange(HIGH, d);
      int at = outAt + 4 * i * outStride;
      lowAc.rearrange(LOW, lowBd).intoArray(out, at);
      lowAc.rearrange(HIGH, lowBd).intoArray(out, at + outStride);
      highAc.rearrange(LOW, highBd).intoArray(out, at + 2 * outStride);
      highAc.rearrange(HIGH, highBd).intoArray(out, at + 3 * outStride);
    }
  }
}
