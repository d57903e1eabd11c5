package dev.bijou.novelty;

import java.util.Optional;

/// One kind of cause that rows may be novel for. An [Explainer] asks several in their order, the most certain first.
/// Safe for any number of threads.
@FunctionalInterface
interface Cause {

  /// A novel row.
  ///
  /// @param row the row
  /// @param level of p-values: a row is usual above
  /// @param all whether the reasons of all columns are wanted, rather than those that the sentence names
  record Novel(Row row, double level, boolean all) {}

  /// The explanation, empty if this is not the cause.
  Optional<Explanation> explain(Novel novel);
}
