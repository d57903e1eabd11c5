package dev.bijou.random;

import java.util.random.RandomGenerator;

/// A random order of rows for each epoch, a function of (seed, epoch): the shuffle of Fisher and Yates.
public final class RowOrder {
  private final int rows;
  private final long seed;
  private long epoch = -1;
  private int[] order = {};

  /// @param rows how many there are
  public RowOrder(int rows, long seed) {
    this.rows = rows;
    this.seed = seed;
  }

  /// The order of an epoch. Valid until the next call.
  public int[] of(long wanted) {
    if (wanted != epoch) {
      RandomGenerator random = Seeds.random(Seeds.of(seed, wanted));
      order = new int[rows];
      for (int i = 0; i < rows; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      epoch = wanted;
    }
    return order;
  }
}
