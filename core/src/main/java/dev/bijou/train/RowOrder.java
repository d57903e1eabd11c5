package dev.bijou.train;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

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
      RandomGenerator random =
          RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + wanted);
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
