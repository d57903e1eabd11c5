package dev.bijou.novelty.rank;

import java.util.Arrays;

/// The last numbers of a series, in order of time and of size. For one thread.
final class LastNumbers {
  private final float[] inOrder; // a ring
  private final double[] sorted; // ascending
  private int next;
  private int size;

  /// @param most how many are remembered
  /// @param first the numbers at the beginning, at most as many
  LastNumbers(int most, float[] first) {
    inOrder = new float[most];
    sorted = new double[most];
    for (float number : first) {
      add(number);
    }
  }

  int size() {
    return size;
  }

  /// How they are distributed now; there has to be one.
  Survival survival() {
    return Survival.ofSorted(Arrays.copyOf(sorted, size));
  }

  /// Remembers a number and, if there are too many, forgets the oldest.
  void add(float number) {
    if (size == inOrder.length) {
      int old = Arrays.binarySearch(sorted, inOrder[next]);
      System.arraycopy(sorted, old + 1, sorted, old, size - old - 1);
      size--;
    }
    int at = Arrays.binarySearch(sorted, 0, size, number);
    at = at < 0 ? -at - 1 : at;
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = number;
    inOrder[next] = number;
    next = (next + 1) % inOrder.length;
    size++;
  }
}
