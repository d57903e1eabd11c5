package dev.bijou.novelty.rank;

/// Ranks rows among others, by their novelty among the rows that were held out.
@FunctionalInterface
public interface Ranks {
  /// Where a row stands.
  ///
  /// @param novelty −log p in nats, where p varies between one rank and the next; beyond the most unusual row it grows on
  /// @param pValue the share of the rows that are at least as unusual, the row itself included
  record Standing(float novelty, double pValue) {}

  /// Where a row of this novelty stands.
  Standing of(float novelty);
}
