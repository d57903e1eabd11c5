package dev.bijou.table.fit;

import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.model.Provenance;
import java.util.List;

/// The rows of a fit as its flows see them, and what the model keeps of them.
///
/// @param heldOut the rows, encoded
/// @param baseline what a simple model makes of them
/// @param data the table that they come from
/// @param quantiles of each column in the rows to learn from
record FitRows(
    HeldOutRows heldOut,
    Baseline baseline,
    Provenance.Data data,
    List<Provenance.Quantiles> quantiles) {

  /// @param weights of the rows of the table in learning; empty if all weigh the same
  static FitRows of(RowEncoder encoder, FitTable table, float... weights) {
    HeldOutRows heldOut = HeldOutRows.of(encoder, table, weights);
    return new FitRows(
        heldOut,
        heldOut.baseline(table),
        table.data(),
        ColumnQuantiles.of(table.rows(), table.heldOut().trainingRows()));
  }
}
