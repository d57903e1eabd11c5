package dev.bijou.novelty.repair;

import java.util.List;

/// A repair of a row: it is usual with these cells, the others as they are.
///
/// @param cells the cells that change, the one with the largest share first
/// @param pValue of the row with all of them as proposed
public record Found(List<Cell> cells, double pValue) {
  /// Copies the list.
  public Found {
    cells = List.copyOf(cells);
  }

  /// A cell that changes.
  ///
  /// @param column its place in the schema
  /// @param to the proposed cell, NaN for a missing one
  /// @param low the least number that will do; NaN if no number is proposed
  /// @param high the largest; the row is usual with any corner of the intervals of all cells
  /// @param names the codes of the names that will do, the most probable first; of several cells the proposed one alone
  /// @param surprise of the own cell given all others as they are, in nats, in the unit of its column
  /// @param share of the novelty, see [Shares]
  public record Cell(
      int column,
      double to,
      double low,
      double high,
      List<Double> names,
      double surprise,
      double share) {
    /// Copies the list.
    public Cell {
      names = List.copyOf(names);
    }
  }
}
