package dev.bijou.conditional.cell;

import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The names too rare for a probability of their own, as far as they belong to a set of cells.
///
/// @param first the code of the first rare name of the column
/// @param counts how often each rare name of the column was seen, 0 if it is not in the set
/// @param all how many rows had a rare name, in the set or not
public record RareNames(int first, long[] counts, long all) {

  /// The rare names of a column that are in a set.
  ///
  /// @param inSet whether a code is
  static RareNames of(Column column, IntPredicate inSet) {
    int first = column.kind().namesKnown();
    if (!(column.kind() instanceof Kind.Categorical(List<Kind.Level> _, List<Kind.Level> rare))) {
      return new RareNames(first, new long[0], 0);
    }
    long[] seen = rare.stream().mapToLong(level -> Math.max(1, level.count())).toArray();
    return new RareNames(
        first,
        IntStream.range(0, seen.length)
            .mapToLong(i -> inSet.test(first + i) ? seen[i] : 0)
            .toArray(),
        Arrays.stream(seen).sum());
  }

  /// Of the rows with a rare name, the share whose name is in the set.
  public double share() {
    return all == 0 ? 0 : (double) inSet() / all;
  }

  private long inSet() {
    return Arrays.stream(counts).sum();
  }

  /// A rare name and its share of all rows with a rare name.
  ///
  /// @param code of the name; −1 if no rare name is in the set
  /// @param share its share
  record Rare(int code, double share) {}

  /// The most frequent of the rare names in the set.
  Rare mostFrequent() {
    int best = -1;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > (best < 0 ? 0 : counts[best])) {
        best = i;
      }
    }
    return best < 0 ? new Rare(-1, 0) : new Rare(first + best, share() * counts[best] / inSet());
  }

  /// A rare name of the set, each as often as it was seen; there must be one.
  public int draw(RandomGenerator random) {
    long left = random.nextLong(inSet());
    int at = 0;
    while (left >= counts[at]) {
      left -= counts[at++];
    }
    return first + at;
  }
}
