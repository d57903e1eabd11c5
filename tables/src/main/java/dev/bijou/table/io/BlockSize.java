package dev.bijou.table.io;

/// What the readers of both formats share.
final class BlockSize {
  private static final int MOST_ROWS = 4096;
  private static final int NUMBERS_PER_TEXT = 8; // by the memory they take
  private static final int MOST_CELLS = 1 << 20;

  private BlockSize() {}

  /// The number of rows in a block of so many columns as numbers and as text: few enough for tens of megabytes at most.
  static int rows(int numbers, int texts) {
    return Math.clamp(MOST_CELLS / Math.max(1, numbers + NUMBERS_PER_TEXT * texts), 16, MOST_ROWS);
  }

  static TableException noRows(String name, long dropped) {
    return dropped == 0
        ? new TableException(name + " has a header but no rows; a table needs at least one")
        : new TableException(
            TableException.Problem.ALL_ROWS_INCOMPLETE,
            name + ": every row has a missing cell; leave the columns that lack most out");
  }
}
