package dev.bijou.novelty;

import dev.bijou.novelty.rank.Ranks;
import java.util.List;
import java.util.Optional;

/// The judgement of a row.
///
/// @param logDensity log p(row), in nats, in the units of the table
/// @param novelty the score by which rows are ordered: the higher, the more unusual
/// @param pValue the share of held-out rows that look at least as unusual, see [PValues]
/// @param novel whether the row is called novel
/// @param explanation why; none of a usual row
public record Verdict(
    float logDensity, float novelty, double pValue, boolean novel, Explanation explanation) {
  /// A verdict without an explanation.
  Verdict(float logDensity, float novelty, double pValue, boolean novel) {
    this(logDensity, novelty, pValue, novel, Explanation.NONE);
  }

  /// Where the row stands.
  Ranks.Standing standing() {
    return new Ranks.Standing(novelty, pValue);
  }

  /// The same verdict with an explanation.
  Verdict with(Explanation found) {
    return new Verdict(logDensity, novelty, pValue, novel, found);
  }

  /// The same verdict with what is watched beside the density.
  ///
  /// @param limit the largest p-value of a novel row
  Verdict with(Watches.Judged judged, double limit) {
    return new Verdict(
        logDensity, judged.novelty(), judged.pValue(), judged.pValue() <= limit, explanation);
  }

  /// The same verdict by another rule.
  Verdict with(boolean isNovel) {
    return new Verdict(logDensity, novelty, pValue, isNovel, explanation);
  }

  /// Why the row is novel, as a sentence; empty if there is no explanation.
  public String reason() {
    return explanation.sentence();
  }

  /// For a novel row, how surprising its cells are, those first that its repair changes; otherwise empty.
  public List<Reason> reasons() {
    return explanation.reasons();
  }

  /// For a novel row, the cells that have to change before it is usual; empty if three do not suffice.
  public Optional<Repair> repair() {
    return explanation.repair();
  }
}
