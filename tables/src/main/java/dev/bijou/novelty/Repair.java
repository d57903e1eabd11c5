package dev.bijou.novelty;

import java.util.List;
import java.util.stream.Collectors;

/// The fewest cells of a novel row that have to change before it is usual, and what they would have to be: with these
/// values put in and all other cells as they are, the row's p-value is larger than 0.1, and than the threshold by which
/// it was called novel.
///
/// Every value that is proposed or bounds an interval was judged like a row of the table. It lies in the range of the
/// training rows, or is a name that they have.
///
/// @param cells one to three, the one with the largest share first
/// @param pValue of the row with all proposed values put in
public record Repair(List<Cell> cells, double pValue) {
  /// The most cells of a repair; a row that needs more is unusual as a whole.
  public static final int MOST_CELLS = 3;

  /// Copies the list.
  public Repair {
    cells = List.copyOf(cells);
  }

  /// A cell to change.
  ///
  /// @param column the name of its column
  /// @param from the cell, empty if it is missing
  /// @param to the value that is proposed, as the table writes it; empty if the cell had better be missing
  /// @param low of a number or date, the least that makes the row usual; of several cells with each as far as its own
  ///     bounds, so that they may all change at once. Empty for names. The cell as it is lies outside
  /// @param high the largest
  /// @param values of a name, those that make the row usual, the most probable first; of several cells `to` alone. Empty
  ///     for numbers
  /// @param share how much of the novelty is this cell's: its Shapley value in the rise of the logarithm of the p-value,
  ///     divided by the whole rise. The shares of a row add up to 1
  public record Cell(
      String column,
      String from,
      String to,
      String low,
      String high,
      List<String> values,
      double share) {
    /// Copies the list.
    public Cell {
      values = List.copyOf(values);
    }

    /// What the cell would have to be, in words: `40 to 310`.
    public String expected() {
      if (!values.isEmpty()) {
        return Expectations.phrase(values);
      }
      if (low.isEmpty()) {
        return Expectations.NOTHING;
      }
      return low.equals(high) ? low : low + " to " + high;
    }
  }

  /// `amount = 9120: expected 40 to 310 given the rest`, or of several cells `robin = 0.9 and deer = 0.002 together:
  /// expected robin 0.1 to 0.2 and deer 0.6 to 0.8 given the rest`.
  public String sentence() {
    String blamed =
        listed(cells.stream().map(cell -> Reason.cell(cell.column(), cell.from())).toList());
    return cells.size() == 1
        ? blamed + ": expected " + cells.getFirst().expected() + " given the rest"
        : "%s together: expected %s given the rest"
            .formatted(
                blamed,
                listed(cells.stream().map(cell -> cell.column() + " " + cell.expected()).toList()));
  }

  /// `a, b and c`.
  static String listed(List<String> parts) {
    int last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : parts.stream().limit(last).collect(Collectors.joining(", ")) + " and " + parts.get(last);
  }
}
