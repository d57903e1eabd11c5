package dev.bijou.table.fit;

import dev.bijou.distribution.Distribution;
import dev.bijou.storage.Version;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.watch.Watched;
import dev.bijou.tensor.Workers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the model of a private fit, which holds what it spent and nothing of the rows but what is private.
///
/// @param spent by the names that the provenance has for it
/// @param rows how many were learned from
record PrivateModel(
    FitTable table, TableFitOptions options, Map<String, String> spent, int rows, long startNanos) {
  /// The model.
  ///
  /// @param byName what is known of the columns that are modelled
  /// @param steps how many were taken
  /// @param cut whether there should have been more
  TableModel of(
      Distribution flow, Schema schema, Map<String, NoisyColumn> byName, int steps, boolean cut) {
    Map<String, String> described = new LinkedHashMap<>(options.described());
    described.putAll(spent);
    Provenance.Data data = table.data();
    return new TableModel(
        flow,
        schema,
        table.order(),
        new Provenance(
            new Provenance.Data(
                data.file(),
                "",
                "",
                data.rowsRead(),
                data.rowsDropped(),
                rows,
                data.droppedColumns()),
            described,
            new Provenance.HeldOut(
                0, "not kept: the fit is private", 0, 0, Provenance.HeldOut.INDEPENDENT),
            (System.nanoTime() - startNanos) / 1e9,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            Workers.kernels(),
            List.of(
                new Provenance.Member(
                    cut ? "INTERRUPTED" : "COMPLETED",
                    steps,
                    0,
                    new float[0],
                    new float[0],
                    new float[0])),
            schema.targets().stream()
                .map(column ->
                    byName.containsKey(column.name())
                        ? byName.get(column.name()).quantiles()
                        : new Provenance.Quantiles(
                            column.name(), new double[Provenance.Quantiles.COUNT]))
                .toList(),
            List.of()),
        Optional.empty(),
        Watched.NOTHING,
        Version.current());
  }
}
