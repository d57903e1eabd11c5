package dev.bijou.table.fit;

import dev.bijou.flow.Dataset;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.schema.MixedRows;
import dev.bijou.table.schema.PlainRows;
import dev.bijou.table.schema.RowEncoder;
import dev.bijou.table.schema.TrainingTable;

/// What a simple model of the training rows makes of the rows held out, which a flow has to beat.
///
/// @param name of the simple model
/// @param logDensity the mean log-density of the rows held out, in nats
record Baseline(String name, double logDensity) {

  /// A Gaussian where the rows are numbers alone, else independent columns.
  ///
  /// @param table holds the rows to learn from
  /// @param training these, encoded
  /// @param validation the rows held out, encoded
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
              GaussianBaseline.fit(table, heldOut.trainingRows())
                  .meanLogDensity(heldOut.table(), heldOut.rows()));
      case MixedRows mixed ->
          new Baseline(
              Provenance.HeldOut.INDEPENDENT,
              IndependentBaseline.fit(mixed.layout(), training).meanLogDensity(validation));
    };
  }
}
