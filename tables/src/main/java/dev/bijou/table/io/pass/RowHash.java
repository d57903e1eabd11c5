package dev.bijou.table.io.pass;

import dev.bijou.table.io.RowBlock;
import java.util.Arrays;

/// Hashes of whole rows, equal for equal rows.
public final class RowHash {
  private static final long SEED = 0x9e3779b97f4a7c15L;

  private RowHash() {}

  /// The hashes of the rows of a block over some columns; −0 counts as 0.
  public static long[] of(RowBlock block, int columns) {
    long[] hashes = new long[block.rows()];
    Arrays.fill(hashes, SEED);
    for (int c = 0; c < columns; c++) {
      double[] values = block.column(c);
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = mix(hashes[i] ^ Double.doubleToRawLongBits(values[i] + 0.0)) + SEED;
      }
    }
    return hashes;
  }

  /// A bijection of 64 bits that spreads them well: the finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
  public static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
