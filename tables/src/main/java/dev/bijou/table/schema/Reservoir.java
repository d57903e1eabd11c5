package dev.bijou.table.schema;

import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.pass.RowHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Keeps the rows of a stream as floats, all of them or, beyond its capacity, a uniform random sample (Vitter's
/// algorithm R, 1985), row-major in chunks.
///
/// Floats would lose digits of columns far from zero. So unless the columns are known, every chunk has its own offsets,
/// chosen from its first rows, which [#matrix] later replaces by common ones; subtraction is in double precision.
final class Reservoir {
  private static final int OPENING_ROWS = 31;
  private static final int SAMPLED_ROWS = 1001;

  private final int columns;
  private final int capacity;
  private final List<Column> known; // empty if they are not known
  private final SplittableRandom random;
  private final List<float[]> chunks = new ArrayList<>();
  private final List<long[]> hashes = new ArrayList<>();
  private final List<long[]> numbers = new ArrayList<>();
  private final List<double[]> offsets = new ArrayList<>();
  private long seen;

  Reservoir(int columns, int capacity, List<Column> known, long seed) {
    this.columns = columns;
    this.capacity = capacity;
    this.known = known;
    this.random = new SplittableRandom(seed);
  }

  /// Adds the rows of a block, and returns their hashes.
  long[] add(RowBlock block) {
    long[] blockHashes = RowHash.of(block, columns);
    for (int row = 0; row < block.rows(); row++) {
      long place = seen < capacity ? seen : random.nextLong(seen + 1);
      seen++;
      if (place < capacity) {
        put((int) place, block, row, blockHashes[row]);
      }
    }
    return blockHashes;
  }

  private void put(int place, RowBlock block, int row, long hash) {
    int chunk = place >> FloatMatrix.CHUNK_SHIFT;
    if (chunk == chunks.size()) {
      int rows = Math.min(FloatMatrix.CHUNK_ROWS, capacity - place);
      chunks.add(new float[rows * columns]);
      hashes.add(new long[rows]);
      numbers.add(new long[rows]);
      offsets.add(known.isEmpty() ? choose(block, row) : offsets());
    }
    int within = place & (FloatMatrix.CHUNK_ROWS - 1);
    float[] values = chunks.get(chunk);
    double[] offset = offsets.get(chunk);
    for (int c = 0; c < columns; c++) {
      double cell = block.column(c)[row];
      values[within * columns + c] =
          known.isEmpty() ? (float) (cell - offset[c]) : known.get(c).relative(cell);
    }
    hashes.get(chunk)[within] = hash;
    numbers.get(chunk)[within] = block.number(row);
  }

  /// Offsets for a chunk, chosen from rows spread over the rest of the block that opens it.
  private double[] choose(RowBlock block, int from) {
    int rest = block.rows() - from;
    int sampled = Math.min(rest, OPENING_ROWS);
    double[] chosen = new double[columns];
    for (int c = 0; c < columns; c++) {
      double[] sample = new double[sampled];
      for (int i = 0; i < sampled; i++) {
        sample[i] = block.column(c)[from + (int) ((long) i * rest / sampled)];
      }
      chosen[c] = Offsets.choose(sample);
    }
    return chosen;
  }

  int rows() {
    return (int) Math.min(seen, capacity);
  }

  /// The hashes of the kept rows.
  long[][] hashes() {
    return hashes.toArray(long[][]::new);
  }

  /// The numbers of the kept rows in the table, from 1.
  long[][] numbers() {
    return numbers.toArray(long[][]::new);
  }

  /// Offsets for the whole columns, chosen from rows spread over all that are kept.
  double[] offsets() {
    if (!known.isEmpty()) {
      return known.stream().mapToDouble(Column::offset).toArray();
    }
    int sampled = Math.min(rows(), SAMPLED_ROWS);
    double[] chosen = new double[columns];
    for (int c = 0; c < columns; c++) {
      double[] sample = new double[sampled];
      for (int i = 0; i < sampled; i++) {
        sample[i] = value((int) ((long) i * rows() / sampled), c);
      }
      chosen[c] = Offsets.choose(sample);
    }
    return chosen;
  }

  /// The value of a cell, as precisely as it is kept.
  private double value(int row, int column) {
    int chunk = row >> FloatMatrix.CHUNK_SHIFT;
    int within = row & (FloatMatrix.CHUNK_ROWS - 1);
    return chunks.get(chunk)[within * columns + column] + offsets.get(chunk)[column];
  }

  /// The kept rows relative to these offsets, in the units of known columns. The reservoir cannot be used afterwards.
  FloatMatrix matrix(double[] target) {
    for (int k = 0; k < chunks.size(); k++) {
      int rows = Math.min(FloatMatrix.CHUNK_ROWS, rows() - k * FloatMatrix.CHUNK_ROWS);
      float[] values = chunks.get(k);
      double[] offset = offsets.get(k);
      for (int c = 0; c < columns; c++) {
        if (offset[c] != target[c]) {
          for (int i = c; i < rows * columns; i += columns) {
            values[i] = (float) (values[i] + offset[c] - target[c]);
          }
        }
      }
      if (values.length > rows * columns) {
        chunks.set(k, Arrays.copyOf(values, rows * columns));
      }
    }
    return FloatMatrix.wrap(chunks.toArray(float[][]::new), rows(), columns);
  }
}
