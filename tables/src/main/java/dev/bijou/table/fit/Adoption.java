package dev.bijou.table.fit;

import dev.bijou.distribution.Distribution;
import dev.bijou.novelty.Calibrations;
import dev.bijou.random.Seeds;
import dev.bijou.storage.Version;
import dev.bijou.table.baseline.GaussianBaseline;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RereadableSource;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes the model of a table of a distribution that was learned elsewhere. What is known of the columns comes from rows
/// of such a table or, without one, from rows drawn from the distribution itself.
final class Adoption {
  private static final int DRAWN_ROWS = 4_000;
  private static final String FROM_ITSELF = "drawn from the model itself";
  private static final long MEMORY = 1L << 30;

  private final Distribution distribution;
  private final List<String> targets;
  private final List<String> given;
  private final Origin origin;
  private final Workers workers;

  /// Where the distribution comes from, for its provenance.
  record Origin(String file, String sha256, String library) {}

  Adoption(
      Distribution distribution,
      List<String> targets,
      List<String> given,
      Origin origin,
      Workers workers) {
    this.distribution = distribution;
    this.targets = targets;
    this.given = given;
    this.origin = origin;
    this.workers = workers;
  }

  /// By rows that are drawn.
  TableModel withoutTable() {
    RandomGenerator random = Seeds.random(0);
    Context context = Context.NONE;
    Tensor conditions = Tensor.zeros(Math.max(1, given.size()), DRAWN_ROWS);
    if (!given.isEmpty()) {
      for (int i = 0; i < conditions.size(); i++) {
        conditions.data()[i] = (float) random.nextGaussian();
      }
      context = Context.of(conditions);
    }
    Tensor rows = distribution.sample(DRAWN_ROWS, context, random);
    StringBuilder csv = new StringBuilder();
    csv.append(line(Stream.concat(targets.stream(), given.stream()).map(Adoption::quoted)));
    for (int n = 0; n < DRAWN_ROWS; n++) {
      int row = n;
      csv.append(
          line(
              Stream.concat(
                  IntStream.range(0, targets.size()).mapToObj(f -> text(rows.get(f, row))),
                  IntStream.range(0, given.size()).mapToObj(f -> text(conditions.get(f, row))))));
    }
    byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
    try (RereadableSource source =
        RereadableSource.of(TableSource.of(FROM_ITSELF, new ByteArrayInputStream(bytes)))) {
      return model(source);
    }
  }

  private static String line(Stream<String> fields) {
    return String.join(",", fields.toList()) + "\n";
  }

  private static String text(float value) {
    return Float.toString(value);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /// By the rows of a table, by which the model is calibrated, too.
  TableModel with(TableSource table) {
    try (RereadableSource source = RereadableSource.of(table)) {
      TableModel model = model(source);
      return model.withCalibration(Calibrations.by(model, source.source(), workers));
    }
  }

  private TableModel model(RereadableSource source) {
    TrainingTable table =
        TrainingTable.load(
            source.source(),
            ColumnPlan.of(Stream.concat(targets.stream(), given.stream()).toList()),
            given,
            new TrainingTable.Options(Missing.DROP, MEMORY, 0));
    Schema schema =
        new Schema(
            table.schema().targets().stream().map(Adoption::atZero).toList(),
            table.schema().given().stream().map(Adoption::atZero).toList());
    int[] rows = IntStream.range(0, table.rows()).toArray();
    TableModel model =
        new TableModel(
            distribution,
            schema,
            Stream.concat(targets.stream(), given.stream()).toList(),
            provenance(source, table, rows, 0),
            Version.current());
    double logDensity =
        new TableScorer(model, workers)
            .score(source.source(), Missing.DROP, (_, _) -> {})
            .meanLogDensity();
    return new TableModel(
        distribution,
        schema,
        model.order(),
        provenance(source, table, rows, logDensity),
        Version.current());
  }

  /// The distribution takes the cells as they are.
  private static Column atZero(Column column) {
    return new Column(
        column.name(),
        column.kind(),
        0,
        column.count(),
        0,
        column.mean(),
        column.standardDeviation(),
        column.min(),
        column.max(),
        column.distinct(),
        column.decimals());
  }

  private Provenance provenance(
      RereadableSource source, TrainingTable table, int[] rows, double logDensity) {
    return new Provenance(
        new Provenance.Data(
            origin.file(),
            origin.sha256(),
            table.fingerprint(),
            table.rowsRead(),
            table.dropped(),
            table.rows(),
            List.of()),
        Map.of("import", origin.library(), "seed", "0"),
        new Provenance.HeldOut(
            table.rows(),
            source.source().name(),
            logDensity,
            GaussianBaseline.fit(table, rows).meanLogDensity(table, rows)),
        0,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Workers.kernels(),
        List.of(),
        ColumnQuantiles.of(table, rows),
        List.of());
  }
}
