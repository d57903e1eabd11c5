package dev.bijou.table.fit;

import dev.bijou.table.io.pass.RowHash;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.FloatMatrix;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.TrainingTable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Tells rows that are equal by chance from copies of a record.
///
/// Where cells take few values, equal rows are to be expected, and they are observations like any other. Where it has a
/// number that no other row has, or where copies are common but rows that differ from each other in a single cell are
/// not, a copy is a record that was entered twice: to learn from the one and be judged by the other would be cheating.
final class Copies {
  /// The number of equal rows from which on they are a kind of row, not copies of one.
  private static final int KIND = 10;

  private Copies() {}

  /// A number for each row: equal for copies of a record, otherwise almost certainly different. It depends on the
  /// content of the rows and their number, not on their order.
  static long[] keys(TrainingTable table) {
    long[] hashes = new long[table.rows()];
    Arrays.setAll(hashes, table::hash);
    int[] copies = counts(hashes.length, row -> hashes[row]);
    if (Arrays.stream(copies).allMatch(count -> count == 1)) {
      return hashes;
    }
    boolean[] singular = singular(table, copies);
    boolean natural = natural(table, copies, singular);
    int[] order = order(hashes.length, row -> hashes[row]);
    long[] keys = hashes.clone();
    for (int i = 0, number = 0; i < order.length; i++) {
      int row = order[i];
      number = i > 0 && hashes[order[i - 1]] == hashes[row] ? number + 1 : 0;
      if (!singular[row] && (natural || copies[row] >= KIND)) {
        keys[row] = RowHash.mix(hashes[row] + number);
      }
    }
    return keys;
  }

  /// Whether a row has a number that occurs only in copies of the row, of a column whose numbers lie on no grid; very
  /// frequent ones do not count.
  private static boolean[] singular(TrainingTable table, int[] copies) {
    boolean[] singular = new boolean[table.rows()];
    mark(table.targets(), table.schema().targets(), copies, singular);
    mark(table.given(), table.schema().given(), copies, singular);
    return singular;
  }

  private static void mark(
      FloatMatrix cells, List<Column> columns, int[] copies, boolean[] singular) {
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      Kind kind = column.kind();
      if (kind.isNumeric() && kind.grid() == 0 && !kind.atoms().only()) {
        int at = c;
        Set<Float> often =
            kind.atoms().values().stream().map(column::relative).collect(Collectors.toSet());
        int[] counts = counts(cells.rows(), row -> bits(cells.get(row, at)));
        for (int row = 0; row < counts.length; row++) {
          float cell = cells.get(row, at);
          singular[row] |=
              counts[row] <= copies[row] && !Float.isNaN(cell) && !often.contains(cell);
        }
      }
    }
  }

  /// Whether, among rows that are not singular, pairs that differ in one cell are as many as pairs of equal rows.
  private static boolean natural(TrainingTable table, int[] copies, boolean[] singular) {
    int[] rows = IntStream.range(0, table.rows()).filter(row -> !singular[row]).toArray();
    double equal = pairs(Arrays.stream(rows).map(row -> copies[row]));
    int targets = table.targets().columns();
    int columns = targets + table.given().columns();
    long[] sums = new long[rows.length];
    for (int c = 0; c < columns; c++) {
      for (int i = 0; i < rows.length; i++) {
        sums[i] += term(table, rows[i], c);
      }
    }
    double near = 0;
    for (int c = 0; c < columns && near < equal; c++) {
      int column = c;
      int[] counts = counts(rows.length, i -> sums[i] - term(table, rows[i], column));
      near += pairs(Arrays.stream(counts)) - equal;
    }
    return near >= equal;
  }

  /// The pairs of equal ones, from the count of those equal to each.
  private static double pairs(IntStream counts) {
    return counts.mapToDouble(count -> (count - 1) / 2.0).sum();
  }

  /// What a cell adds to the hash of its row.
  private static long term(TrainingTable table, int row, int column) {
    int targets = table.targets().columns();
    float cell =
        column < targets
            ? table.targets().get(row, column)
            : table.given().get(row, column - targets);
    return RowHash.mix(bits(cell) + RowHash.mix(column + 1L));
  }

  private static long bits(float cell) {
    return Float.floatToIntBits(cell + 0f); // −0 counts as 0
  }

  /// How many of some numbers are equal to each, itself included.
  private static int[] counts(int size, IntToLongFunction number) {
    long[] sorted = IntStream.range(0, size).mapToLong(number).sorted().toArray();
    int[] counts = new int[size];
    for (int i = 0; i < size; i++) {
      long sought = number.applyAsLong(i);
      counts[i] = end(sorted, sought) - start(sorted, sought);
    }
    return counts;
  }

  private static int start(long[] sorted, long sought) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < sought) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int end(long[] sorted, long sought) {
    return sought == Long.MAX_VALUE ? sorted.length : start(sorted, sought + 1);
  }

  private static int[] order(int size, IntToLongFunction number) {
    return IntStream.range(0, size)
        .boxed()
        .sorted((a, b) -> Long.compare(number.applyAsLong(a), number.applyAsLong(b)))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
