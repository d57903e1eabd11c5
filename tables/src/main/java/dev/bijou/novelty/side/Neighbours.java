package dev.bijou.novelty.side;

/// How far a row is from usual ones: see [RowSides#NEIGHBOURS]. Safe for any number of threads.
@FunctionalInterface
interface Neighbours {
  /// The distance to what is near.
  ///
  /// @param row a number for each target of the schema at least
  float distance(double[] row);
}
