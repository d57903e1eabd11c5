package dev.bijou.table.fit;

import dev.bijou.table.baseline.GaussianBaseline;
import dev.bijou.table.baseline.IndependentBaseline;
import dev.bijou.table.encoding.MixedRows;
import dev.bijou.table.encoding.PlainRows;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.train.FlowFit;
import java.util.List;

/// The score of a simple model on the held-out rows, which a flow has to beat.
///
/// @param name of the simple model
/// @param logDensity the mean log-density of the held-out rows, in nats
record Baseline(String name, double logDensity) {
  /// Keeps to what a model file holds: a column that does not vary in the rows to learn from makes another cell as good as
  /// impossible.
  Baseline {
    logDensity = Math.clamp(logDensity, -Float.MAX_VALUE, Float.MAX_VALUE);
  }

  /// A Gaussian where the rows are numbers alone, else independent columns; it learns from the same rows as the flows.
  ///
  /// @param table holds the rows to learn from
  /// @param splits the rows of each split, encoded
  static Baseline of(
      RowEncoder encoder, TrainingTable table, HeldOut heldOut, List<FlowFit.Split> splits) {
    double sum = 0;
    long rows = 0;
    for (int i = 0; i < splits.size(); i++) {
      int held = splits.get(i).validation().size();
      sum += held * mean(encoder, table, heldOut, heldOut.splits().get(i), splits.get(i));
      rows += held;
    }
    String name =
        switch (encoder) {
          case PlainRows _ -> Provenance.HeldOut.GAUSSIAN;
          case MixedRows _ -> Provenance.HeldOut.INDEPENDENT;
        };
    return new Baseline(name, sum / rows);
  }

  private static double mean(
      RowEncoder encoder,
      TrainingTable table,
      HeldOut heldOut,
      Split split,
      FlowFit.Split encoded) {
    return switch (encoder) {
      case PlainRows _ ->
          GaussianBaseline.fit(varying(table), split.training())
              .meanLogDensity(varying(heldOut.table()), split.validation());
      case MixedRows mixed ->
          IndependentBaseline.fit(mixed.layout(), encoded.training())
              .meanLogDensity(encoded.validation());
    };
  }

  /// The rows without their constants, which have no variance.
  private static TrainingTable varying(TrainingTable table) {
    return table.without(
        table.schema().targets().stream().filter(Column::isAtom).map(Column::name).toList());
  }

  /// The same with a further term of the log-density.
  Baseline plus(double meanLogProbability) {
    return new Baseline(name, logDensity + meanLogProbability);
  }
}
