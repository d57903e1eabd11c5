package dev.bijou.table.fit;

import dev.bijou.flow.Dataset;
import dev.bijou.table.baseline.GaussianBaseline;
import dev.bijou.table.baseline.IndependentBaseline;
import dev.bijou.table.encoding.MixedRows;
import dev.bijou.table.encoding.PlainRows;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.TrainingTable;

/// The score of a simple model on the held-out rows, which a flow has to beat.
///
/// @param name of the simple model
/// @param logDensity the mean log-density of the held-out rows, in nats
record Baseline(String name, double logDensity) {

  /// A Gaussian where the rows are numbers alone, else independent columns.
  ///
  /// @param table holds the rows to learn from
  /// @param training these, encoded
  /// @param validation the held-out rows, encoded
  static Baseline of(
      RowEncoder encoder,
      TrainingTable table,
      HeldOut heldOut,
      Dataset training,
      Dataset validation) {
    return switch (encoder) {
      case PlainRows _ ->
          new Baseline(
              Provenance.HeldOut.GAUSSIAN,
              GaussianBaseline.fit(varying(table), heldOut.trainingRows())
                  .meanLogDensity(varying(heldOut.table()), heldOut.rows()));
      case MixedRows mixed ->
          new Baseline(
              Provenance.HeldOut.INDEPENDENT,
              IndependentBaseline.fit(mixed.layout(), training).meanLogDensity(validation));
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
