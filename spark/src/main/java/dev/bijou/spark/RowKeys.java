package dev.bijou.spark;

import dev.bijou.table.io.pass.RowHash;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Random numbers of rows that depend on what is in a row, and not on the order of the rows: by them rows are held out.
///
/// Rows that are equal have the same number, so that copies of a record are on the same side, unless all columns have few
/// values: then rows are equal by chance, and each has a number of its own.
///
/// @param seed of the numbers
/// @param apart whether equal rows have numbers of their own
/// @param held the share of rows to hold out
/// @param sampled the share of the others to sample
record RowKeys(long seed, boolean apart, double held, double sampled) implements Serializable {
  private static final double UNIT = 0x1p-53;

  /// What becomes of a row.
  enum Use {
    HELD,
    SAMPLED,
    LEARNED
  }

  /// The numbers of the rows of a partition.
  Numbers of(int partition) {
    return new Numbers(this, partition);
  }

  /// The hash of a row's cells.
  static long hash(@Nullable Object[] cells) {
    long hash = cells.length;
    for (Object cell : cells) {
      hash = RowHash.mix(31 * hash + hash(cell));
    }
    return hash;
  }

  private static long hash(@Nullable Object cell) {
    return switch (cell) {
      case null -> 7;
      case Double number -> Double.doubleToLongBits(number + 0.0);
      case Number number -> Double.doubleToLongBits(number.doubleValue() + 0.0);
      default -> {
        long hash = 0;
        String text = cell.toString();
        for (int i = 0; i < text.length(); i++) {
          hash = 1_099_511_628_211L * (hash ^ text.charAt(i));
        }
        yield hash;
      }
    };
  }

  /// Numbers of the rows of a partition.
  static final class Numbers {
    private final RowKeys keys;
    private final int partition;
    private final Map<Long, Integer> seen = new HashMap<>();

    private Numbers(RowKeys keys, int partition) {
      this.keys = keys;
      this.partition = partition;
    }

    /// What becomes of a row.
    ///
    /// @param hash of its cells
    Use use(long hash) {
      long key = hash;
      if (keys.apart) {
        int copy = seen.merge(hash, 1, Integer::sum);
        key ^= RowHash.mix(((long) partition << 32) + copy);
      }
      double number = (RowHash.mix(key ^ RowHash.mix(keys.seed + 1)) >>> 11) * UNIT;
      if (number < keys.held) {
        return Use.HELD;
      }
      return number < keys.held + keys.sampled ? Use.SAMPLED : Use.LEARNED;
    }
  }

  /// The hashes of the rows of a partition, by which they are put into an order that depends on the rows alone.
  static final class Hashes {
    private long[] values = new long[1024];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    long get(int at) {
      return values[at];
    }

    /// The numbers of the rows by ascending hashes; rows of equal hashes, which are equal, in any order.
    int[] order() {
      long[] sorted = Arrays.copyOf(values, size);
      Arrays.sort(sorted);
      int[] order = new int[size];
      int[] taken = new int[size]; // of equal ones, from the place of the first on
      for (int row = 0; row < size; row++) {
        int first = first(sorted, values[row]);
        order[first + taken[first]++] = row;
      }
      return order;
    }

    private static int first(long[] sorted, long value) {
      int from = 0;
      int to = sorted.length;
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (sorted[middle] < value) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from;
    }
  }
}
