package dev.bijou.novelty;

import dev.bijou.conditional.Expectation;

/// Why a row is novel: a cell that the others do not lead to expect.
///
/// @param column the name of its column
/// @param value the cell, empty if it is missing
/// @param surprise −log p(cell | the other cells), in nats: of a probability for names, missing cells and
///     values that stand often or are few; of other numbers of a density per standard deviation of the column, so that columns in different units compare
/// @param pValue the probability, by the model, that the cell is no more likely than it is given the others; reasons are
///     ordered by it, the least first
/// @param expected what the other cells lead to expect
public record Reason(
    String column, String value, double surprise, double pValue, Expectation expected) {

  /// `amount = 9120: expected 40 to 310 given the rest`; `amount is missing: expected …`.
  public String sentence() {
    String cell = value.isEmpty() ? " is missing" : " = " + value;
    return column + cell + ": expected " + expected.text() + " given the rest";
  }
}
