package dev.bijou.novelty;

import java.util.List;

/// The judgement of a row.
///
/// @param logDensity log p(row), in nats, in the units of the table
/// @param novelty the score by which rows are ordered: the higher, the more unusual
/// @param pValue the share of held-out rows that look at least as unusual, see [PValues]
/// @param novel whether the row is called novel
/// @param reasons for a novel row, each target column's, the most surprising first; otherwise empty
public record Verdict(
    float logDensity, float novelty, double pValue, boolean novel, List<Reason> reasons) {
  /// Copies the list.
  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /// The same verdict with reasons.
  Verdict with(List<Reason> found) {
    return new Verdict(logDensity, novelty, pValue, novel, found);
  }

  /// The same verdict by another rule.
  Verdict with(boolean isNovel) {
    return new Verdict(logDensity, novelty, pValue, isNovel, reasons);
  }

  /// The first reason as a sentence, empty if there is none.
  public String reason() {
    return reasons.isEmpty() ? "" : reasons.getFirst().sentence();
  }
}
