package dev.bijou.table.fit;

import dev.bijou.table.io.pass.RowHash;
import dev.bijou.table.schema.TrainingTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A split of rows into training and validation.
///
/// Copies of a record, see [Copies], are always on the same side, so that no row is judged that was also learned; rows
/// that are equal by chance are divided like any others. Which side a row is on depends on the content of the table and
/// the seed, not on the order of the rows.
///
/// Of rows in time, whole stretches are on one side, as rows to come would be: neighbours know too much of each other.
///
/// @param training row numbers, ascending
/// @param validation row numbers, ascending
record Split(int[] training, int[] validation) {
  private static final int FEWEST_STRETCHES = 50;
  private static final int MOST_STRETCHES = 200;

  /// Puts about `fraction` of the rows into validation: at least one, never all, except that copies of one row stay
  /// together even then.
  ///
  /// @param fraction between 0 and 1, exclusive
  static Split of(TrainingTable table, double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "the fraction for validation must be between 0 and 1, not " + fraction);
    }
    int rows = table.rows();
    long[] keys = keys(table, seed);
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    int wanted = Math.clamp(Math.round(fraction * rows), 1, Math.max(1, rows - 1));
    // All rows with a key below the limit are for validation. Keys are shared by copies of a record
    // only.
    int first = end(sorted, wanted);
    if (first == rows) {
      first = wanted - 1;
      while (first > 0 && sorted[first - 1] == sorted[first]) {
        first--;
      }
    }
    return between(keys, sorted, 0, first);
  }

  /// Divides the rows into parts of about equal size and holds out one after the other, so that every row is held out
  /// once. There are fewer than `parts` if copies of a record fill several of them.
  ///
  /// @param parts at least 1
  static List<Split> parts(TrainingTable table, int parts, long seed) {
    long[] keys = keys(table, seed);
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    List<Split> all = new ArrayList<>();
    int from = 0;
    for (int part = 1; part <= parts && from < sorted.length; part++) {
      int to = end(sorted, Math.max(from + 1, (int) ((long) sorted.length * part / parts)));
      all.add(between(keys, sorted, from, to));
      from = to;
    }
    return all;
  }

  /// The number of the stretch that each row is in: of a window's length where that leaves enough of them.
  private static long[] stretches(int rows, int window) {
    int length = Math.clamp(rows / FEWEST_STRETCHES, 1, Math.max(window, rows / MOST_STRETCHES));
    return IntStream.range(0, rows).mapToLong(row -> row / length).toArray();
  }

  /// A number for each row by which the rows are in random order; copies of a record share it.
  private static long[] keys(TrainingTable table, long seed) {
    long[] keys =
        table
            .schema()
            .window()
            .map(window -> stretches(table.rows(), window.rows()))
            .orElseGet(() -> Copies.keys(table));
    long salt = RowHash.mix(seed + 1);
    for (int row = 0; row < keys.length; row++) {
      keys[row] = RowHash.mix(keys[row] ^ salt);
    }
    return keys;
  }

  /// `wanted`, or more if the key there is shared with the one before.
  private static int end(long[] sorted, int wanted) {
    int end = wanted;
    while (end < sorted.length && sorted[end] == sorted[wanted - 1]) {
      end++;
    }
    return end;
  }

  /// Holds out the rows whose keys have the places from … to − 1 in the order of all.
  private static Split between(long[] keys, long[] sorted, int from, int to) {
    int[] training = new int[keys.length - (to - from)];
    int[] validation = new int[to - from];
    int t = 0;
    int v = 0;
    for (int row = 0; row < keys.length; row++) {
      boolean held =
          to > from && keys[row] >= sorted[from] && (to == sorted.length || keys[row] < sorted[to]);
      if (held) {
        validation[v++] = row;
      } else {
        training[t++] = row;
      }
    }
    return new Split(training, validation);
  }
}
