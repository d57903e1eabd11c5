package dev.bijou.table.fit;

import dev.bijou.distribution.Distribution;
import dev.bijou.flow.Dataset;
import dev.bijou.novelty.NoveltyScore;
import dev.bijou.novelty.PValues;
import dev.bijou.novelty.side.RowSides;
import dev.bijou.storage.CheckpointFile;
import dev.bijou.storage.CheckpointWriter;
import dev.bijou.storage.FileClaim;
import dev.bijou.storage.Version;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.io.RereadableSource;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.ReadingNote;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.SchemaInference;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.table.score.Scores;
import dev.bijou.table.watch.Watched;
import dev.bijou.tensor.Workers;
import dev.bijou.train.Execution;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Learns the density of a table: infers what its columns hold, leaves out those that cannot be modelled, looks for
/// what limits a density, holds rows out, fits, and judges the result by the held-out rows.
///
/// {@snippet class="dev.bijou.table.TablesTest" region="fit"}
public final class TableFit {
  // Why this file is long: it is where programs begin, so each way to a model has its few lines
  // here.
  private static final Duration CHECKPOINT_PAUSE = Duration.ofSeconds(10);

  private final TableFitOptions options;
  private final Schema schema;
  private final List<String> order;
  private final RowEncoder encoder;
  private final Optional<FitTable> table; // only for a first look
  private final Optional<FitRows> rows; // only without
  private final Provenance.Data data;
  private final int heldOutRows;
  private final int splits;
  private final int count;
  private final Watched watched;
  private final List<Finding> findings;
  private final List<ReadingNote> notes;
  private final long startNanos;

  /// Keeps only the encoded rows, so that they do not take their memory twice, unless they have to be divided anew.
  private TableFit(TableFitOptions options, FitTable table, long startNanos) {
    boolean looks = !(options.contamination() instanceof TableFitOptions.Contamination.None);
    this.options = options;
    this.schema = table.rows().schema();
    this.order = table.order();
    this.encoder = RowEncoder.of(schema);
    this.table = looks ? Optional.of(table) : Optional.empty();
    this.rows = looks ? Optional.empty() : Optional.of(FitRows.of(encoder, table));
    this.data = table.data();
    this.heldOutRows = table.heldOut().rows();
    this.splits = table.heldOut().splits().size();
    this.count = table.rows().rows();
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

  /// Reads and examines a sample of a table whose rows are elsewhere, and of which is known what it holds. Its flow is learned
  /// there, see [Execution.Parts] and [#model(FlowFit.Result, List, Workers)].
  ///
  /// Throws a [dev.bijou.table.io.TableException] if the table cannot be used.
  ///
  /// @param inferred from all rows of the table
  /// @param options with a table of held-out rows, see [Validation.Table]
  public static TableFit ofSample(
      TableSource sample, SchemaInference.Inferred inferred, TableFitOptions options) {
    long start = System.nanoTime();
    return new TableFit(options, FitTable.ofSample(sample, options, inferred), start);
  }

  /// The rows that the flows learn from, encoded, and the held-out ones.
  ///
  /// @throws IllegalStateException if the fit looks at the rows first
  public FlowFit.Split split() {
    return rows.orElseThrow(() -> new IllegalStateException("no rows yet"))
        .heldOut()
        .splits()
        .getFirst();
  }

  /// Where a distribution was learned that is no work of a fit.
  ///
  /// @param file the name of the file that it was read from, without its folder
  /// @param sha256 of the bytes of that file, in lower-case hexadecimal digits
  /// @param library what wrote the file
  public record Elsewhere(String file, String sha256, String library) {
    /// A file with its SHA-256.
    ///
    /// Throws a [dev.bijou.table.io.TableException] if it cannot be read.
    public static Elsewhere of(Path file, String library) {
      try (RereadableSource source = RereadableSource.of(TableSource.of(file))) {
        return new Elsewhere(source.source().fileName(), source.sha256(), library);
      }
    }
  }

  /// Makes the model of a table of a distribution that was learned elsewhere and takes the cells of its columns as they
  /// are.
  ///
  /// Throws a [dev.bijou.table.io.TableException] if the table cannot be read or lacks a column.
  ///
  /// @param targets the names of the columns that are its features
  /// @param given the names of the columns that are its context
  /// @param table rows to calibrate the model with, which it should not have learned from, and to describe the columns
  ///     with; without a table the model is not calibrated, and the columns are described by rows drawn from it
  public static TableModel adopt(
      Distribution distribution,
      List<String> targets,
      List<String> given,
      Elsewhere origin,
      Optional<TableSource> table,
      Workers workers) {
    Adoption adoption =
        new Adoption(
            distribution,
            targets,
            given,
            new Adoption.Origin(origin.file(), origin.sha256(), origin.library()),
            workers);
    return table.isPresent() ? adoption.with(table.get()) : adoption.withoutTable();
  }

  /// The columns of the model.
  public Schema schema() {
    return schema;
  }

  /// The number of rows of the table that are learned from or held out in it; of a very large one, a sample.
  public int rows() {
    return count;
  }

  /// The number of rows to learn from, those included that will be doubted.
  public int trainingRows() {
    return data.trainingRows();
  }

  /// The number of held-out rows.
  public int heldOutRows() {
    return heldOutRows;
  }

  /// Whether each flow holds out another part of the rows, which the others learn from.
  public boolean isHeldOutInParts() {
    return splits > 1;
  }

  /// What the user should know about how the table was read.
  public List<ReadingNote> notes() {
    return notes;
  }

  /// What limits a density of this table.
  public List<Finding> findings() {
    return findings;
  }

  /// The mean log-density of the held-out rows under the baseline, in nats; empty before a first look at the rows.
  public OptionalDouble baseline() {
    return rows.stream().mapToDouble(all -> all.baseline().logDensity()).findFirst();
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
    return learn(workers, listener).model();
  }

  /// What was learned.
  ///
  /// @param model the model
  /// @param doubted the rows that it was not learned from because they look like anomalies, in the order of the table; none
  ///     unless the options look for them
  public record Learned(TableModel model, List<Doubted> doubted) {
    /// Copies the list.
    public Learned {
      doubted = List.copyOf(doubted);
    }
  }

  /// A row that was not learned from.
  ///
  /// @param row its number in the table, from 1
  /// @param novelty by the model, in nats
  /// @param pValue by the model
  public record Doubted(long row, float novelty, double pValue) {}

  /// The same as [#run], and says which rows are doubted.
  public Learned learn(Workers workers, TrainingListener<FlowFit.Event> listener) {
    try (FileClaim _ = options.checkpoint().map(FileClaim::of).orElse(null)) {
      Optional<CheckpointFile<FitCheckpoint>> file = FitCheckpoint.file(options, schema, data);
      Learning learning =
          new Learning(
              workers,
              listener,
              file.map(to ->
                  new CheckpointWriter<>(to, CHECKPOINT_PAUSE, listener::note, System::nanoTime)));
      Optional<FitCheckpoint> earlier = file.flatMap(CheckpointFile::read);
      if (table.isPresent()) {
        return lookAndLearn(table.get(), learning, earlier);
      }
      FitRows all = rows.orElseThrow();
      Learning.Learned learned = learning.run(fit(all, options.fit()), 0, 0, earlier, List.of());
      return new Learned(model(all, learned, workers), List.of());
    }
  }

  /// The trainings of the fit, see [FlowFit#groups()]: each can be done in a process of its own that has read the table.
  ///
  /// @throws IllegalStateException if the fit looks at the rows first
  public List<List<Integer>> groups() {
    return parts().groups();
  }

  /// Does one training of the fit, see [FlowFit#train].
  ///
  /// @throws IllegalStateException if the fit looks at the rows first
  public Trained train(
      int number, List<Trained> before, Workers workers, TrainingListener<FlowFit.Event> listener) {
    LearningCurves curves = new LearningCurves();
    FlowFit.State.Done done =
        parts()
            .train(
                number,
                before.stream().map(Trained::done).toList(),
                Execution.of(
                    workers,
                    System::nanoTime,
                    listener::stop,
                    event -> {
                      curves.accept(event);
                      listener.event(event);
                    },
                    _ -> {}));
    return new Trained(done, curves.members().getLast());
  }

  /// A training that is done.
  ///
  /// @param done its weights and its end
  /// @param curve how it went
  public record Trained(FlowFit.State.Done done, Provenance.Member curve) {}

  /// The model of the trainings of all groups, in order: what [#run] would find.
  ///
  /// @throws IllegalStateException if the fit looks at the rows first
  public TableModel model(List<Trained> trained, Workers workers) {
    FlowFit.Result result = parts().result(trained.stream().map(Trained::done).toList(), workers);
    List<Provenance.Member> curves = trained.stream().map(Trained::curve).toList();
    return model(rows.orElseThrow(), new Learning.Learned(result, curves), workers);
  }

  /// The model of flows that were learned elsewhere.
  ///
  /// @param result the flows, which have not learned from the held-out rows
  /// @param curves how they have learned
  /// @throws IllegalStateException if the fit looks at the rows first
  public TableModel model(FlowFit.Result result, List<Provenance.Member> curves, Workers workers) {
    return model(
        rows.orElseThrow(() -> new IllegalStateException("no rows yet")),
        new Learning.Learned(result, curves),
        workers);
  }

  private FlowFit parts() {
    return fit(
        rows.orElseThrow(
            () -> new IllegalStateException("a first look at the rows is not divided into parts")),
        options.fit());
  }

  /// Looks at the rows first, and learns from those that it does not doubt. A look that is interrupted, or runs out of time,
  /// is the best there is.
  private Learned lookAndLearn(FitTable table, Learning learning, Optional<FitCheckpoint> earlier) {
    Workers workers = learning.workers();
    int looking = FirstLook.parts(table.rows().rows());
    int trainings = FlowFit.trainings(data.trainingRows(), encoder.layout(), options.fit());
    List<FirstLook.Seen> seen = new ArrayList<>(earlier.map(FitCheckpoint::seen).orElse(List.of()));
    Optional<FitCheckpoint> from = earlier;
    Doubts doubts = Doubts.of(options.contamination(), table.rows(), seen);
    while (seen.size() < FirstLook.LOOKS) {
      FirstLook look = FirstLook.of(encoder, table, options, doubts.weights());
      int after = (FirstLook.LOOKS - seen.size() - 1) * looking + trainings;
      Learning.Learned looked = learning.run(look.fit(), seen.size() * looking, after, from, seen);
      if (learning.listener().stop() || looked.result().chosen().size() < look.parts()) {
        return new Learned(model(look.rows(), looked, workers), List.of());
      }
      seen.add(look.judge(looked.result(), workers));
      doubts = Doubts.of(options.contamination(), table.rows(), seen);
      from = Optional.empty();
    }
    doubts = doubts.toLearn(options.contamination(), table.rows());
    FitRows left = FitRows.of(encoder, table.without(doubts.doubted()), doubts.weights());
    Learning.Learned learned =
        learning.run(
            fit(left, FirstLook.left(options.fit(), seen)),
            FirstLook.LOOKS * looking,
            0,
            from,
            seen);
    TableModel model = model(left, learned, workers);
    return new Learned(model, doubted(model, table.rows(), doubts.rows(), workers));
  }

  private TableModel model(FitRows rows, Learning.Learned learned, Workers workers) {
    FlowFit.Result result = learned.result();
    HeldOutRows.Judged judged = rows.heldOut().judge(result, workers);
    TableModel model =
        new TableModel(
            result.distribution(),
            schema,
            order,
            new Provenance(
                rows.data(),
                options.described(),
                new Provenance.HeldOut(
                    judged.calibration().rows(),
                    judged.calibration().source(),
                    judged.logDensity(),
                    rows.baseline().logDensity(),
                    rows.baseline().name()),
                (System.nanoTime() - startNanos) / 1e9,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Workers.kernels(),
                result.chosen().stream().map(learned.members()::get).toList(),
                rows.quantiles(),
                findings.stream().map(Finding::message).toList()),
            Optional.empty(),
            watched,
            Version.current());
    return Ties.measured(
        model.withCalibration(judged.calibration()), options.fit().seed(), workers);
  }

  /// What the model says of the rows that it was not learned from.
  private List<Doubted> doubted(
      TableModel model, TrainingTable table, int[] rows, Workers workers) {
    if (rows.length == 0) {
      return List.of();
    }
    Dataset data = HeldOutRows.dataset(encoder, table, rows);
    Scores scores = Scores.of(model.distribution(), data, workers);
    RowSides sides = RowSides.of(model);
    PValues pValues = PValues.of(model.calibration().orElseThrow(), NoveltyScore.COMBINED);
    return IntStream.range(0, rows.length)
        .mapToObj(i -> {
          float novelty = pValues.novelty(sides.of(encoder.cells(data, i), scores, i));
          return new Doubted(table.number(rows[i]), novelty, pValues.of(novelty));
        })
        .sorted(Comparator.comparingLong(Doubted::row))
        .toList();
  }

  private FlowFit fit(FitRows rows, FitOptions fit) {
    return FlowFit.of(rows.heldOut().splits(), fit, encoder.layout());
  }
}
