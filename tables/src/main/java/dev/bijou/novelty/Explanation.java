package dev.bijou.novelty;

import java.util.List;
import java.util.Optional;

/// Why a row is novel.
///
/// @param sentence in words, empty if there is no explanation
/// @param reasons cells, those that the repair changes first, then the most surprising
/// @param repair the cells that have to change; empty if three do not suffice
public record Explanation(String sentence, List<Reason> reasons, Optional<Repair> repair) {
  /// None: that of a usual row.
  public static final Explanation NONE = new Explanation("", List.of(), Optional.empty());

  /// Copies the list.
  public Explanation {
    reasons = List.copyOf(reasons);
  }
}
