package dev.bijou.cli.table;

import java.util.Locale;

/// Says how many rows could not be judged because the rows before them, which the model needs, are not there.
final class WithoutPast {
  private WithoutPast() {}

  /// The end of a sentence; empty if there are none.
  ///
  /// @param what such rows have none of
  static String phrase(long rows, String what) {
    return rows == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; %,d without the rows before %s no %s",
            rows,
            rows == 1 ? "it has" : "them have",
            what);
  }
}
