package dev.bijou.kernel;

import static dev.bijou.kernel.VectorTiles.SPECIES;
import static dev.bijou.kernel.VectorTiles.V;
import static dev.bijou.kernel.VectorTiles.WIDEST;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// The three products of a linear layer, cut into blocks for the caches and tiles for the registers.
///
/// All three are C += A·B, where B and C are rows of contiguous numbers: for y += W·x and dx += Wᵀ·dy they lie so in
/// memory, for dW += dy·xᵀ the transpose of x is first laid out in a working space.
final class VectorProducts {
  private static final int ROWS = 6; // of a tile
  private static final int STRIP = WIDEST * V; // columns of the widest tile
  private static final int DEPTH = 256; // steps of the sum in one block
  private static final int HEIGHT =
      240; // rows of A in one block, whose DEPTH columns then stay in the L2 cache
  private static final int FAR =
      512; // rows of B farther apart than this collide in the caches: copy them first

  // The working space: a block of B, a tile of C, and what the transposition needs.
  private static final int TILE_AT = DEPTH * STRIP;
  private static final int SQUARES_AT = TILE_AT + ROWS * STRIP;
  private static final ThreadLocal<float[]> SPACE =
      ThreadLocal.withInitial(() -> new float[SQUARES_AT + VectorTranspose.SPACE]);

  private VectorProducts() {}

  static void linear(
      Matrix w, float @Nullable [] bias, int biasAt, Matrix x, Matrix y, Staircase stairs) {
    for (int i = 0; i < y.rows(); i++) {
      Arrays.fill(y.data(), y.at(i), y.at(i) + y.columns(), bias == null ? 0 : bias[biasAt + i]);
    }
    addProduct(w, x, y, stairs);
  }

  static void addProduct(Matrix w, Matrix x, Matrix y, Staircase stairs) {
    if (x.columns() == 1) {
      multiplyLane(w, x, y, stairs);
    } else {
      multiply(w, false, x, y, stairs);
    }
  }

  static void backwardData(Matrix w, Matrix dy, Matrix dx, Staircase stairs) {
    if (dx.columns() == 1 && dx.stride() == 1) {
      multiplyLaneTransposed(w, dy, dx, stairs);
    } else {
      multiply(w, true, dy, dx, stairs);
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
      Matrix w,
      boolean transposed,
      Matrix b,
      Matrix c,
      Staircase stairs,
      int k,
      int kEnd,
      int i,
      int iEnd) {
    int lanes = c.columns();
    boolean far = b.stride() > FAR && iEnd - i > 4 * ROWS;
    int n = 0;
    while (n < lanes) {
      int width = width(lanes - n);
      int columns = Math.min(width * V, lanes - n);
      if (far || b.at(kEnd - 1) + n + width * V > b.data().length) {
        float[] copy = SPACE.get();
        copy(b.data(), b.at(k) + n, b.stride(), copy, 0, STRIP, kEnd - k, columns);
        multiplyStrip(
            width, columns, w, transposed, copy, 0, STRIP, c, n, stairs, k, kEnd, i, iEnd);
      } else {
        multiplyStrip(
            width,
            columns,
            w,
            transposed,
            b.data(),
            b.at(k) + n,
            b.stride(),
            c,
            n,
            stairs,
            k,
            kEnd,
            i,
            iEnd);
      }
      n += columns;
    }
  }

  /// The vectors of the tile to take for so many columns: the last one may be filled in part.
  private static int width(int columns) {
    return columns > 2 * V ? WIDEST : columns > V ? 2 : 1;
  }

  /// The part of [#multiplyBlock] with `columns` lanes from n on. What B holds beside them may be anything.
  private static void multiplyStrip(
      int width,
      int columns,
      Matrix w,
      boolean transposed,
      float[] b,
      int bAt,
      int bStep,
      Matrix c,
      int n,
      Staircase stairs,
      int k,
      int kEnd,
      int i,
      int iEnd) {
    int aRow = transposed ? 1 : w.stride();
    int aStep = transposed ? w.stride() : 1;
    boolean partial = columns < width * V;
    for (; i < iEnd; i += ROWS) {
      int rows = Math.min(ROWS, iEnd - i);
      int from = transposed ? Math.max(k, stairs.first(i)) : k;
      int count = (transposed ? kEnd : Math.min(kEnd, stairs.extent(i + rows - 1))) - from;
      if (count <= 0) {
        continue; // nothing of this block lies within the stairs
      }
      int aAt = w.offset() + i * aRow + from * aStep;
      int at = bAt + (from - k) * bStep;
      int cAt = c.at(i) + n;
      if (partial) {
        float[] space = SPACE.get();
        copy(c.data(), cAt, c.stride(), space, TILE_AT, STRIP, rows, columns);
        VectorTiles.tile(
            width, w.data(), aAt, aRow, aStep, rows, count, b, at, bStep, space, TILE_AT, STRIP);
        copy(space, TILE_AT, STRIP, c.data(), cAt, c.stride(), rows, columns);
      } else {
        VectorTiles.tile(
            width,
            w.data(),
            aAt,
            aRow,
            aStep,
            rows,
            count,
            b,
            at,
            bStep,
            c.data(),
            cAt,
            c.stride());
      }
    }
  }

  private static void copy(
      float[] a, int aAt, int aStride, float[] b, int bAt, int bStride, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      int from = aAt + r * aStride;
      int to = bAt + r * bStride;
      int c = 0;
      for (; c + V <= columns; c += V) {
        FloatVector.fromArray(SPECIES, a, from + c).intoArray(b, to + c);
      }
      for (; c < columns; c++) {
        b[to + c] = a[from + c];
      }
    }
  }

  /// C += W·B for a single lane.
  private static void multiplyLane(Matrix w, Matrix b, Matrix c, Staircase stairs) {
    for (int i = 0; i < w.rows(); i += 8) {
      int last = Math.min(8, w.rows() - i) - 1;
      ScalarTile.eightByOne(
          w.data(),
          w.at(i),
          w.stride(),
          last,
          stairs.extent(i + last),
          b.data(),
          b.offset(),
          b.stride(),
          c.data(),
          c.at(i),
          c.stride());
    }
  }

  /// C += Wᵀ·B for a single lane: a row times W, so that the vectors run along the rows of W.
  private static void multiplyLaneTransposed(Matrix w, Matrix b, Matrix c, Staircase stairs) {
    int columns = w.columns();
    int j = 0;
    for (; j + 4 * V <= columns; j += 4 * V) {
      int from = stairs.first(j);
      VectorTiles.twoByFour(
          b.data(),
          b.at(from),
          0,
          b.stride(),
          0,
          w.rows() - from,
          w.data(),
          w.at(from) + j,
          w.stride(),
          c.data(),
          c.at(j),
          0);
    }
    for (; j + V <= columns; j += V) {
      int from = stairs.first(j);
      VectorTiles.sixByOne(
          b.data(),
          b.at(from),
          0,
          b.stride(),
          0,
          w.rows() - from,
          w.data(),
          w.at(from) + j,
          w.stride(),
          c.data(),
          c.at(j),
          0);
    }
    for (; j < columns; j++) {
      float sum = c.data()[c.at(j)];
      for (int i = stairs.first(j); i < w.rows(); i++) {
        sum = Math.fma(w.data()[w.at(i) + j], b.data()[b.at(i)], sum);
      }
      c.data()[c.at(j)] = sum;
    }
  }

  /// dW += dy·xᵀ by strips of xᵀ, or by sums along the lanes where x has only a few features.
  static void backwardWeight(Matrix dy, Matrix x, Matrix dw, Staircase stairs) {
    if (dw.columns() <= VectorDots.FEW && x.columns() >= V) {
      VectorDots.backwardWeight(dy, x, dw, stairs, SPACE.get());
      return;
    }
    float[] space = SPACE.get();
    for (int n = 0; n < x.columns(); n += DEPTH) {
      int lanes = Math.min(DEPTH, x.columns() - n);
      for (int j = 0; j < dw.columns(); j += STRIP) {
        int columns = Math.min(STRIP, dw.columns() - j);
        VectorTranspose.transpose(x, j, columns, n, lanes, space, STRIP, space, SQUARES_AT);
        for (int i = stairs.first(j); i < dw.rows(); i += ROWS) {
          weightTile(dy, i, n, lanes, space, dw, j, columns, stairs);
        }
      }
    }
  }

  /// Rows i … i + ROWS − 1 and columns j … j + columns − 1 of dW, as far as they exist and lie within the stairs.
  private static void weightTile(
      Matrix dy,
      int i,
      int n,
      int lanes,
      float[] space,
      Matrix dw,
      int j,
      int columns,
      Staircase stairs) {
    int rows = Math.min(ROWS, dw.rows() - i);
    int width = width(Math.min(columns, stairs.extent(i + rows - 1) - j));
    int cAt = dw.at(i) + j;
    boolean fits = width * V <= columns;
    float[] c = fits ? dw.data() : space;
    int at = fits ? cAt : TILE_AT;
    int stride = fits ? dw.stride() : STRIP;
    if (!fits) {
      copy(dw.data(), cAt, dw.stride(), space, TILE_AT, STRIP, rows, columns);
    }
    int aAt = dy.at(i) + n;
    VectorTiles.tile(
        width, dy.data(), aAt, dy.stride(), 1, rows, lanes, space, 0, STRIP, c, at, stride);
    for (int r = 0; r < rows; r++) {
      int own = Math.min(columns, stairs.extent(i + r) - j);
      if (own < width * V) {
        Arrays.fill(c, at + r * stride + own, at + r * stride + width * V, 0);
      }
    }
    if (!fits) {
      copy(space, TILE_AT, STRIP, dw.data(), cAt, dw.stride(), rows, columns);
    }
  }
}
