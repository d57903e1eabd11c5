package dev.bijou.novelty;

import java.util.List;

/// The judgement of a row.
///
/// @param logDensity log p(row), in nats, in the units of the table
/// @param novelty the score by which rows are ordered: the higher, the more unusual
/// @param pValue the share of held-out rows that look at least as unusual, see [PValues]
/// @param novel whether the row is called novel
/// @param reasons for a novel row, first what it breaks that held for a column, then each target column's, the most
///     surprising first; otherwise empty
public record Verdict(
    float logDensity, float novelty, double pValue, boolean novel, List<Reason> reasons) {
  /// The novelty of a row is at least this for each constant that it breaks, and less if it breaks none.
  public static final float PER_CONSTANT = 1e6f;

  /// Copies the list.
  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /// The same verdict with reasons.
  Verdict with(List<Reason> found) {
    return new Verdict(logDensity, novelty, pValue, novel, found);
  }

  /// The same verdict with what is watched beside the density.
  ///
  /// @param limit the largest p-value of a novel row
  Verdict with(Watches.Judged judged, double limit) {
    return new Verdict(
        logDensity, judged.novelty(), judged.pValue(), judged.pValue() <= limit, reasons);
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
