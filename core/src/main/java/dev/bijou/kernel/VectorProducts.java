package dev.bijou.kernel;

import static dev.bijou.kernel.VectorTiles.TALL;
import static dev.bijou.kernel.VectorTiles.V;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The three products of a linear layer, cut into blocks for the caches and tiles for the registers.
///
/// All three are C += A·B, where B and C are rows of contiguous numbers: for y += W·x and dx += Wᵀ·dy they lie so in
/// memory, for dW += dy·xᵀ the transpose of x is first laid out in a working space.
final class VectorProducts {
  private static final int STRIP = 4 * V; // width of a tile
  private static final int DEPTH = 256; // steps of the sum in one block
  private static final int HEIGHT = 240; // rows of A in one block, whose DEPTH columns then stay in the L2 cache
  private static final int FAR = 512; // rows of B farther apart than this collide in the caches: copy them first

  // The working space: a block of B, a tile of C, and what the transposition needs.
  private static final int TILE_AT = DEPTH * Math.max(DEPTH, STRIP);
  private static final int SQUARES_AT = TILE_AT + 8 * V;
  private static final ThreadLocal<float[]> SPACE = ThreadLocal.withInitial(() -> new float[SQUARES_AT + VectorTranspose.SPACE]);

  private VectorProducts() {}

  static void linear(Matrix w, float @Nullable [] bias, int biasAt, Matrix x, Matrix y, Staircase stairs) {
    for (int i = 0; i < y.rows(); i++) {
      Arrays.fill(y.data(), y.at(i), y.at(i) + y.columns(), bias == null ? 0 : bias[biasAt + i]);
    }
    multiply(w, false, x, y, stairs);
  }

  static void backwardData(Matrix w, Matrix dy, Matrix dx, Staircase stairs) {
    if (dx.columns() == 1 && dx.stride() == 1) {
      multiplyLane(w, dy, dx, stairs);
    } else {
      multiply(w, true, dy, dx, stairs);
    }
  }

  /// C += Wᵀ·B for a single lane: the transpose of a row times W, so that the vectors run along the rows of W.
  private static void multiplyLane(Matrix w, Matrix b, Matrix c, Staircase stairs) {
    int columns = w.columns();
    int j = 0;
    for (; j + STRIP <= columns; j += STRIP) {
      int from = stairs.first(j);
      VectorTiles.twoByFour(
          b.data(), b.at(from), 0, b.stride(), 0, w.rows() - from,
          w.data(), w.at(from) + j, w.stride(), c.data(), c.at(j), 0);
    }
    for (; j + V <= columns; j += V) {
      int from = stairs.first(j);
      VectorTiles.eightByOne(
          b.data(), b.at(from), 0, b.stride(), 0, w.rows() - from,
          w.data(), w.at(from) + j, w.stride(), c.data(), c.at(j), 0);
    }
    for (; j < columns; j++) {
      float sum = c.data()[c.at(j)];
      for (int i = stairs.first(j); i < w.rows(); i++) {
        sum = Math.fma(w.data()[w.at(i) + j], b.data()[b.at(i)], sum);
      }
      c.data()[c.at(j)] = sum;
    }
  }

  /// C += W·B, or C += Wᵀ·B if `transposed`.
  private static void multiply(Matrix w, boolean transposed, Matrix b, Matrix c, Staircase stairs) {
    for (int k = 0; k < b.rows(); k += DEPTH) {
      int kEnd = Math.min(k + DEPTH, b.rows());
      for (int i = 0; i < c.rows(); i += HEIGHT) {
        multiplyBlock(w, transposed, b, c, stairs, k, kEnd, i, Math.min(i + HEIGHT, c.rows()));
      }
    }
  }

  /// The part of [#multiply] with rows [i, iEnd) of C and steps [k, kEnd) of the sum.
  private static void multiplyBlock(
      Matrix w, boolean transposed, Matrix b, Matrix c, Staircase stairs, int k, int kEnd, int i, int iEnd) {
    int lanes = c.columns();
    int n = 0;
    if (b.stride() > FAR && iEnd - i > 4 * TALL) {
      float[] copy = SPACE.get();
      for (; n + STRIP <= lanes; n += STRIP) {
        for (int row = k; row < kEnd; row++) {
          System.arraycopy(b.data(), b.at(row) + n, copy, (row - k) * STRIP, STRIP);
        }
        multiplyStrip(w, transposed, copy, 0, STRIP, c, n, stairs, k, kEnd, i, iEnd);
      }
    }
    for (; n + STRIP <= lanes; n += STRIP) {
      multiplyStrip(w, transposed, b.data(), b.at(k) + n, b.stride(), c, n, stairs, k, kEnd, i, iEnd);
    }
    for (; n + V <= lanes; n += V) {
      multiplyColumn(w, transposed, b.data(), b.at(k) + n, b.stride(), c, n, V, stairs, k, kEnd, i, iEnd);
    }
    if (n + 1 == lanes && !transposed) {
      multiplyColumn(w, transposed, b.data(), b.at(k) + n, b.stride(), c, n, 1, stairs, k, kEnd, i, iEnd);
    } else if (n < lanes && b.at(kEnd - 1) + n + V <= b.data().length) {
      multiplyColumn(w, transposed, b.data(), b.at(k) + n, b.stride(), c, n, lanes - n, stairs, k, kEnd, i, iEnd);
    } else if (n < lanes) {
      float[] copy = SPACE.get();
      for (int row = k; row < kEnd; row++) {
        for (int lane = n; lane < lanes; lane++) {
          copy[(row - k) * V + lane - n] = b.data()[b.at(row) + lane];
        }
      }
      multiplyColumn(w, transposed, copy, 0, V, c, n, lanes - n, stairs, k, kEnd, i, iEnd);
    }
  }

  private static void multiplyStrip(
      Matrix w, boolean transposed, float[] b, int bAt, int bStep,
      Matrix c, int n, Staircase stairs, int k, int kEnd, int i, int iEnd) {
    int aRow = transposed ? 1 : w.stride();
    int aStep = transposed ? w.stride() : 1;
    while (i < iEnd) {
      boolean tall = TALL == 6 && iEnd - i > 4;
      int rows = Math.min(tall ? 6 : 2, iEnd - i);
      int from = transposed ? Math.max(k, stairs.first(i)) : k;
      int count = (transposed ? kEnd : Math.min(kEnd, stairs.extent(i + rows - 1))) - from;
      int aAt = w.offset() + i * aRow + from * aStep;
      int at = bAt + (from - k) * bStep;
      if (count <= 0) {
        // Nothing of this block lies within the stairs.
      } else if (tall) {
        VectorTiles.sixByFour(
            w.data(), aAt, aRow, aStep, rows - 1, count, b, at, bStep, c.data(), c.at(i) + n, c.stride());
      } else {
        VectorTiles.twoByFour(
            w.data(), aAt, aRow, aStep, rows - 1, count, b, at, bStep, c.data(), c.at(i) + n, c.stride());
      }
      i += rows;
    }
  }

  /// One vector of lanes, of which the first `width` count: what B holds beside them may be anything.
  private static void multiplyColumn(
      Matrix w, boolean transposed, float[] b, int bAt, int bStep,
      Matrix c, int n, int width, Staircase stairs, int k, int kEnd, int i, int iEnd) {
    int aRow = transposed ? 1 : w.stride();
    int aStep = transposed ? w.stride() : 1;
    float[] space = SPACE.get();
    for (; i < iEnd; i += 8) {
      int last = Math.min(8, iEnd - i) - 1;
      int from = transposed ? Math.max(k, stairs.first(i)) : k;
      int count = (transposed ? kEnd : Math.min(kEnd, stairs.extent(i + last))) - from;
      int aAt = w.offset() + i * aRow + from * aStep;
      int at = bAt + (from - k) * bStep;
      if (count <= 0) {
        // Nothing of this block lies within the stairs.
      } else if (width == V) {
        VectorTiles.eightByOne(
            w.data(), aAt, aRow, aStep, last, count, b, at, bStep, c.data(), c.at(i) + n, c.stride());
      } else if (width == 1 && !transposed) {
        VectorTiles.eightScalars(
            w.data(), aAt, aRow, last, count, b, at, bStep, c.data(), c.at(i) + n, c.stride());
      } else {
        copy(c.data(), c.at(i) + n, c.stride(), space, TILE_AT, V, last + 1, width);
        VectorTiles.eightByOne(w.data(), aAt, aRow, aStep, last, count, b, at, bStep, space, TILE_AT, V);
        copy(space, TILE_AT, V, c.data(), c.at(i) + n, c.stride(), last + 1, width);
      }
    }
  }

  private static void copy(float[] a, int aAt, int aStride, float[] b, int bAt, int bStride, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        b[bAt + r * bStride + c] = a[aAt + r * aStride + c];
      }
    }
  }

  /// dW += dy·xᵀ by blocks of xᵀ, whose rows are padded to whole vectors.
  static void backwardWeight(Matrix dy, Matrix x, Matrix dw, Staircase stairs) {
    float[] space = SPACE.get();
    for (int n = 0; n < x.columns(); n += DEPTH) {
      int lanes = Math.min(DEPTH, x.columns() - n);
      for (int j = 0; j < dw.columns(); j += DEPTH) {
        int columns = Math.min(DEPTH, dw.columns() - j);
        int stride = (columns + V - 1) / V * V;
        VectorTranspose.transpose(x, j, columns, n, lanes, space, stride, space, SQUARES_AT);
        for (int i = stairs.first(j); i < dw.rows(); i += TALL) {
          int last = Math.min(TALL, dw.rows() - i) - 1;
          weightRows(dy, i, last, n, lanes, space, stride, dw, j, columns, stairs);
        }
      }
    }
  }

  /// Rows i … i + last and columns j … j + columns − 1 of dW, as far as they lie within the stairs.
  private static void weightRows(
      Matrix dy, int i, int last, int n, int lanes,
      float[] space, int stride, Matrix dw, int j, int columns, Staircase stairs) {
    int shared = Math.min(columns, stairs.extent(i) - j); // columns that all these rows have
    int longest = Math.min(columns, stairs.extent(i + last) - j);
    int at = 0;
    for (; at + STRIP <= shared; at += STRIP) {
      if (TALL == 6) {
        VectorTiles.sixByFour(
            dy.data(), dy.at(i) + n, dy.stride(), 1, last, lanes,
            space, at, stride, dw.data(), dw.at(i) + j + at, dw.stride());
      } else {
        VectorTiles.twoByFour(
            dy.data(), dy.at(i) + n, dy.stride(), 1, last, lanes,
            space, at, stride, dw.data(), dw.at(i) + j + at, dw.stride());
      }
    }
    for (; at + V <= shared; at += V) {
      VectorTiles.eightByOne(
          dy.data(), dy.at(i) + n, dy.stride(), 1, last, lanes,
          space, at, stride, dw.data(), dw.at(i) + j + at, dw.stride());
    }
    // The ragged rest goes through a tile of its own, so that nothing beyond the stairs is touched.
    for (; at < longest; at += V) {
      Arrays.fill(space, TILE_AT, TILE_AT + (last + 1) * V, 0);
      VectorTiles.eightByOne(
          dy.data(), dy.at(i) + n, dy.stride(), 1, last, lanes, space, at, stride, space, TILE_AT, V);
      for (int r = 0; r <= last; r++) {
        int width = Math.min(V, Math.min(columns, stairs.extent(i + r) - j) - at);
        for (int c = 0; c < width; c++) {
          dw.data()[dw.at(i + r) + j + at + c] += space[TILE_AT + r * V + c];
        }
      }
    }
  }
}
