package dev.bijou.novelty;

import java.util.List;

/// What a cell could have been, given the other cells of its row.
public sealed interface Expectation {

  /// Of a column of numbers.
  ///
  /// @param median of the conditional distribution; of a cell to replace, the value that is proposed
  /// @param low its 5 % quantile, within the range that was learned; of a cell to replace, the least value that makes the
  ///     row usual
  /// @param high its 95 % quantile; of a cell to replace, the largest value that does
  /// @param text the interval from `low` to `high` in words, with the digits that the column has
  record Range(double median, double low, double high, String text) implements Expectation {}

  /// Of a column of few values.
  ///
  /// @param values the fewest that together have a conditional probability of 90 %; of a cell to replace, those that make
  ///     the row usual; the most probable first
  /// @param text these in words
  record Values(List<String> values, String text) implements Expectation {
    /// Copies the list.
    public Values {
      values = List.copyOf(values);
    }
  }

  /// Of a column that is watched beside the density.
  ///
  /// @param kind what is watched: `constant`, `form`, `length` or `key`
  /// @param text what is usual, in words
  /// @param sentence the whole reason
  record Watched(String kind, String text, String sentence) implements Expectation {}

  /// In words: `40 to 310`.
  String text();
}
