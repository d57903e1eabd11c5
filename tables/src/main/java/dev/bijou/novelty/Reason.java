package dev.bijou.novelty;

/// Why a row is novel: a cell that the others do not lead to expect.
///
/// @param column the name of its column
/// @param value the cell
/// @param surprise −log p(cell | the other cells), in nats: for a column of few values of a probability, for one of numbers
///     of a density per standard deviation of the column, so that columns in different units compare
/// @param expected what the other cells lead to expect
public record Reason(String column, String value, double surprise, Expectation expected) {

  /// `amount = 9120: expected 40 to 310 given the rest`.
  public String sentence() {
    return column + " = " + value + ": expected " + expected.text() + " given the rest";
  }
}
