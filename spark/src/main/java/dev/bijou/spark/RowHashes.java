package dev.bijou.spark;

import java.util.Arrays;

/// The hashes of the rows of a partition, by which they are put into an order that depends on the rows alone.
final class RowHashes {
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
