package dev.bijou.table.boost;

/// How trees are boosted. The defaults are those of XGBoost.
///
/// @param rounds the number of trees
/// @param depth the most splits between the root and a leaf
/// @param rate the share of a tree's step that is taken
/// @param lambda added to the second derivatives of a leaf, which makes its step smaller
/// @param leastWeight the least sum of second derivatives in a leaf
public record BoostOptions(int rounds, int depth, double rate, double lambda, double leastWeight) {
  /// 100 trees of depth 6, with rate 0.3 and λ = 1.
  public static final BoostOptions STANDARD = new BoostOptions(100, 6, 0.3, 1, 1);

  /// @throws IllegalArgumentException unless there are 1 … 12 levels and at least one round
  public BoostOptions {
    if (rounds < 1 || depth < 1 || depth > 12) {
      throw new IllegalArgumentException(
          "%d rounds of depth %d, but there must be rounds, and 1 … 12 levels"
              .formatted(rounds, depth));
    }
  }

  /// The same with another number of trees.
  public BoostOptions withRounds(int other) {
    return new BoostOptions(other, depth, rate, lambda, leastWeight);
  }
}
