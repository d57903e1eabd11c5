package dev.bijou.novelty.repair;

import java.util.List;

/// Judges rows: all that a search for repairs knows of how p-values come about.
@FunctionalInterface
public interface Judge {

  /// What is said of a row.
  ///
  /// @param pValue the share of held-out rows that look at least as unusual
  /// @param novelty what rows are ordered by where p-values are equal: the higher, the more unusual
  /// @param logDensity log p(row), in nats
  record Judged(double pValue, float novelty, float logDensity) {}

  /// Judges each of some rows.
  ///
  /// @param rows a number for each column of the schema
  List<Judged> of(List<double[]> rows);
}
