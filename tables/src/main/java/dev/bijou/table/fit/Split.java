package dev.bijou.table.fit;

import dev.bijou.table.io.pass.RowHash;
import dev.bijou.table.schema.TrainingTable;
import java.util.Arrays;

/// A split of rows into training and validation.
///
/// Copies of a record, see [Copies], are always on the same side, so that no row is judged that was also learned; rows
/// that are equal by chance are divided like any others. Which side a row is on depends on the content of the table and
/// the seed, not on the order of the rows.
///
/// @param training row numbers, ascending
/// @param validation row numbers, ascending
record Split(int[] training, int[] validation) {

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
    long[] keys = Copies.keys(table);
    long salt = RowHash.mix(seed + 1);
    for (int row = 0; row < rows; row++) {
      keys[row] = RowHash.mix(keys[row] ^ salt);
    }
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    int wanted = Math.clamp(Math.round(fraction * rows), 1, Math.max(1, rows - 1));
    // All rows with a key below the limit are for validation. Keys are shared by copies of a record
    // only.
    int first = wanted;
    while (first < rows && sorted[first] == sorted[wanted - 1]) {
      first++;
    }
    if (first == rows) {
      first = wanted - 1;
      while (first > 0 && sorted[first - 1] == sorted[first]) {
        first--;
      }
    }
    int validating = first;
    int[] training = new int[rows - validating];
    int[] validation = new int[validating];
    int t = 0;
    int v = 0;
    for (int row = 0; row < rows; row++) {
      if (validating < rows && keys[row] >= sorted[validating]) {
        training[t++] = row;
      } else {
        validation[v++] = row;
      }
    }
    return new Split(training, validation);
  }
}
