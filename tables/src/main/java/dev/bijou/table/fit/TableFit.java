package dev.bijou.table.fit;

import dev.bijou.distribution.Distribution;
import dev.bijou.storage.CheckpointFile;
import dev.bijou.storage.CheckpointWriter;
import dev.bijou.storage.FileClaim;
import dev.bijou.storage.Version;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.ReadingNote;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.watch.Watched;
import dev.bijou.tensor.Workers;
import dev.bijou.train.Execution;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Learns the density of a table: infers what its columns hold, leaves out those that cannot be modelled, looks for
/// what limits a density, holds rows out, fits, and judges the result by the held-out rows.
///
/// {@snippet class="dev.bijou.table.TablesTest" region="fit"}
public final class TableFit {
  private static final Duration CHECKPOINT_PAUSE = Duration.ofSeconds(10);

  private final TableFitOptions options;
  private final Schema schema;
  private final List<String> order;
  private final RowEncoder encoder;
  private final HeldOutRows heldOut;
  private final Baseline baseline;
  private final int trainingRows;
  private final Provenance.Data data;
  private final Watched watched;
  private final List<Provenance.Quantiles> quantiles;
  private final List<Finding> findings;
  private final List<ReadingNote> notes;
  private final long startNanos;

  /// Keeps only the encoded rows, so that they do not take their memory twice.
  private TableFit(TableFitOptions options, FitTable table, long startNanos) {
    this.options = options;
    this.schema = table.rows().schema();
    this.order = table.order();
    this.encoder = RowEncoder.of(schema);
    this.heldOut = HeldOutRows.of(encoder, table);
    this.baseline = heldOut.baseline(table);
    this.trainingRows = table.heldOut().trainingRows().length;
    this.quantiles = ColumnQuantiles.of(table.rows(), table.heldOut().trainingRows());
    this.data = table.data();
    this.watched = table.watched();
    this.findings = table.findings();
    this.notes = table.notes();
    this.startNanos = startNanos;
  }

  /// Reads and examines a table.
  ///
  /// Throws a [dev.bijou.table.io.TableException] if it cannot be used: it cannot be read, has a cell that is not of
  /// its column's kind, has fewer than two rows, or nothing in it varies.
  public static TableFit read(TableSource source, TableFitOptions options) {
    long start = System.nanoTime();
    return new TableFit(options, FitTable.read(source, options), start);
  }

  /// The columns of the model.
  public Schema schema() {
    return schema;
  }

  /// The number of rows to learn from.
  public int trainingRows() {
    return trainingRows;
  }

  /// The number of held-out rows.
  public int heldOutRows() {
    return heldOut.rows();
  }

  /// Whether each flow holds out another part of the rows, which the others learn from.
  public boolean isHeldOutInParts() {
    return heldOut.parts().size() > 1;
  }

  /// What the user should know about how the table was read.
  public List<ReadingNote> notes() {
    return notes;
  }

  /// What limits a density of this table.
  public List<Finding> findings() {
    return findings;
  }

  /// Learns.
  public TableModel run(Workers workers) {
    return run(workers, new TrainingListener<>() {});
  }

  /// Learns, from the start or from the checkpoint of the options if there is one.
  ///
  /// Throws a [dev.bijou.ModelFileException] if the checkpoint belongs to another fit, cannot be read, or is being
  /// written by another fit.
  public TableModel run(Workers workers, TrainingListener<FlowFit.Event> listener) {
    try (FileClaim _ = options.checkpoint().map(FileClaim::of).orElse(null)) {
      return learn(workers, listener);
    }
  }

  private TableModel learn(Workers workers, TrainingListener<FlowFit.Event> listener) {
    LearningCurves curves = new LearningCurves();
    Optional<CheckpointFile<FitCheckpoint>> file = options.checkpoint().map(this::checkpointFile);
    Optional<FitCheckpoint> earlier = file.flatMap(CheckpointFile::read);
    earlier.ifPresent(checkpoint -> curves.restore(checkpoint.members()));
    Optional<CheckpointWriter<FitCheckpoint>> checkpoints =
        file.map(
            to -> new CheckpointWriter<>(to, CHECKPOINT_PAUSE, listener::note, System::nanoTime));
    FlowFit.Result result =
        flowFit()
            .run(
                Execution.of(
                    workers,
                    System::nanoTime,
                    listener::stop,
                    event -> {
                      curves.accept(event);
                      listener.event(event);
                    },
                    state -> {
                      // A round that a stop has cut short is not kept: a fit that resumed from
                      // it would validate where the uninterrupted one does not.
                      if (!listener.stop()) {
                        checkpoints.ifPresent(
                            to -> to.accept(new FitCheckpoint(curves.members(), state)));
                      }
                    }),
                earlier.map(FitCheckpoint::state));
    Distribution distribution = result.distribution();
    checkpoints.ifPresent(CheckpointWriter::flush);
    HeldOutRows.Judged judged = heldOut.judge(result, workers);
    List<Provenance.Member> learned = curves.members();
    TableModel model =
        new TableModel(
            distribution,
            schema,
            order,
            new Provenance(
                data,
                options.described(),
                new Provenance.HeldOut(
                    judged.calibration().rows(),
                    judged.calibration().source(),
                    judged.logDensity(),
                    baseline.logDensity(),
                    baseline.name()),
                (System.nanoTime() - startNanos) / 1e9,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Workers.kernels(),
                result.chosen().stream().map(learned::get).toList(),
                quantiles,
                findings.stream().map(Finding::message).toList()),
            Optional.empty(),
            watched,
            Version.current());
    return model.withCalibration(judged.calibration());
  }

  private FlowFit flowFit() {
    return FlowFit.of(heldOut.splits(), options.fit(), encoder.layout());
  }

  private CheckpointFile<FitCheckpoint> checkpointFile(Path path) {
    Map<String, String> identity = new LinkedHashMap<>(options.described());
    identity.put("fingerprint of the data", data.fingerprint());
    identity.put("version of Bijou", Version.current());
    if (options.schema().isPresent()) {
      identity.put("schema", Integer.toHexString(schema.toJson().toString().hashCode()));
    }
    return new CheckpointFile<>(path, FitCheckpoint.KIND, identity);
  }
}
