package dev.bijou.table.compare;

import java.util.List;
import java.util.Optional;

/// How tables are compared.
///
/// @param exclude columns to leave out
/// @param target the column to predict, if any
/// @param mostRows how many rows of a table are looked at; of longer ones a uniform random sample
/// @param mostSought how many rows of a table are asked for the distance to their closest row
/// @param seed of samples and folds
public record CompareOptions(
    List<String> exclude, Optional<String> target, int mostRows, int mostSought, long seed) {
  /// The usual limit of rows.
  public static final int ROWS = 50_000;

  /// The usual limit of rows that are asked for their closest.
  public static final int SOUGHT = 10_000;

  /// Copies the list.
  public CompareOptions {
    exclude = List.copyOf(exclude);
  }

  /// All columns, the usual limits, seed 0.
  public static CompareOptions standard() {
    return new CompareOptions(List.of(), Optional.empty(), ROWS, SOUGHT, 0);
  }
}
