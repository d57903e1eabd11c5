package dev.bijou.novelty;

/// A cell that is unexpected given the others, or that breaks what held for its column.
///
/// @param column the name of its column
/// @param value the cell, empty if it is missing
/// @param surprise how improbable the cell is given the others, in nats: −log p(cell | the other cells) − ½ log K for
///     names, missing cells and values that are frequent or few, of which there are K, and −log p − log σ for other
///     numbers; so columns of all kinds compare
/// @param expected of a cell that is to be replaced, what would make the row usual: see [Repair]; of any other what to
///     expect given the other cells, by its conditional distribution; or what is usual in a column that is watched beside
///     the density, whose surprise is −log of a probability or a p-value
public record Reason(String column, String value, double surprise, Expectation expected) {

  /// `amount = 9120: expected 40 to 310 given the rest`; `amount is missing: expected …`.
  public String sentence() {
    if (expected instanceof Expectation.Watched watched) {
      return watched.sentence();
    }
    return cell(column, value) + ": expected " + expected.text() + " given the rest";
  }

  /// `amount = 9120`, or `amount is missing`.
  static String cell(String column, String value) {
    return column + (value.isEmpty() ? " is missing" : " = " + value);
  }
}
