package dev.bijou.table.watch;

import dev.bijou.table.io.pass.RowHash;

/// Remembers keys and the rows in which they stand, in bounded memory: the first two million, after which new ones are
/// only compared with these. Keys are known by 64 bits, so that two of two million are mistaken for each other with a
/// probability of 10⁻⁷.
///
/// Not for several threads at once.
public final class KeyMemory {
  /// How many keys are remembered.
  public static final int MOST = 2_000_000;

  private long[] hashes = new long[64]; // open addressing; 0 if free
  private long[] rows = new long[64];
  private final int most;
  private int size;

  /// Nothing yet.
  public KeyMemory() {
    this(MOST);
  }

  /// @param most how many keys to remember
  KeyMemory(int most) {
    this.most = most;
  }

  /// The row in which a key was first seen, or 0 if it is new and now remembered as of this row.
  ///
  /// @param row the number of the row, from 1
  public long firstRow(String key, long row) {
    long hash = hash(key);
    int place = place(hash);
    if (hashes[place] == hash) {
      return rows[place];
    }
    if (size < most) {
      hashes[place] = hash;
      rows[place] = row;
      size++;
      if (2 * size > hashes.length) {
        grow();
      }
    }
    return 0;
  }

  /// Whether keys are no longer remembered.
  public boolean isFull() {
    return size == most;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldRows = rows;
    hashes = new long[2 * oldHashes.length];
    rows = new long[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != 0) {
        int place = place(oldHashes[i]);
        hashes[place] = oldHashes[i];
        rows[place] = oldRows[i];
      }
    }
  }

  private int place(long hash) {
    int at = (int) hash & (hashes.length - 1);
    while (hashes[at] != 0 && hashes[at] != hash) {
      at = (at + 1) & (hashes.length - 1);
    }
    return at;
  }

  private static long hash(String key) {
    long hash = key.length();
    for (int i = 0; i < key.length(); i++) {
      hash = RowHash.mix(hash + key.charAt(i));
    }
    return hash == 0 ? 1 : hash;
  }
}
