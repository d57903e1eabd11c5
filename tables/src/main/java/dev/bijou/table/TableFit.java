package dev.bijou.table;

import dev.bijou.distribution.Distribution;
import dev.bijou.file.CheckpointFile;
import dev.bijou.file.CheckpointWriter;
import dev.bijou.file.FileClaim;
import dev.bijou.file.Version;
import dev.bijou.flow.Dataset;
import dev.bijou.flow.Evaluation;
import dev.bijou.flow.Scores;
import dev.bijou.flow.Workers;
import dev.bijou.kernel.KernelChoice;
import dev.bijou.train.Execution;
import dev.bijou.train.FitEvent;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowFit;
import dev.bijou.train.FlowName;
import dev.bijou.train.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Learns the density of a table: finds out what its columns hold, leaves out those that no model has, looks for what
/// limits a density, holds rows out, fits, and judges the result by the rows held out.
///
/// ```java
/// TableFit fit = TableFit.read(TableSource.of("wine.csv"), TableFit.Options.standard());
/// fit.notes().forEach(System.err::println);
/// TableModel model = fit.run(workers);
/// ```
public final class TableFit {
  private static final int FEWEST_ROWS = 2;
  private static final Duration CHECKPOINT_PAUSE = Duration.ofSeconds(10);

  private final Options options;
  private final Schema schema;
  private final List<String> order;
  private final RowEncoder encoder;
  private final Dataset training;
  private final Dataset validation;
  private final double baseline;
  private final Provenance.Data data;
  private final String heldOutSource;
  private final List<Provenance.Quantiles> quantiles;
  private final List<Finding> findings;
  private final List<String> notes;
  private final long startNanos;

  /// What to learn, and from what.
  ///
  /// @param fit what may be said about the fit itself
  /// @param given the columns to condition on
  /// @param exclude the columns to leave out
  /// @param schema what is known of the columns beforehand; it names those to read and those given, so that `given` has
  ///     to be empty then
  /// @param missing what to do about missing cells: with [Missing#KEEP], their probability is part of the model
  /// @param validation the rows to judge by
  /// @param checkpoint a file from which an interrupted fit can go on
  /// @param memoryLimit bytes that the rows may take; a larger table is represented by a random sample of its rows
  public record Options(
      FitOptions fit,
      List<String> given,
      List<String> exclude,
      Optional<SchemaDraft> schema,
      Missing missing,
      Validation validation,
      Optional<Path> checkpoint,
      long memoryLimit) {

    /// Copies the lists.
    ///
    /// @throws IllegalArgumentException if columns are given beside a schema
    public Options {
      given = List.copyOf(given);
      exclude = List.copyOf(exclude);
      if (schema.isPresent() && !given.isEmpty()) {
        throw new IllegalArgumentException(
            "the schema says what is given: move the columns there, or leave --given out");
      }
    }

    /// All columns, missing cells modelled, [Validation.Usual] rows held out, a quarter of the heap for the table.
    public static Options standard() {
      return new Options(
          FitOptions.standard(),
          List.of(),
          List.of(),
          Optional.empty(),
          Missing.KEEP,
          new Validation.Usual(),
          Optional.empty(),
          Runtime.getRuntime().maxMemory() / 4);
    }

    /// The same with other options of the fit itself.
    public Options withFit(FitOptions other) {
      return new Options(
          other, given, exclude, schema, missing, validation, checkpoint, memoryLimit);
    }

    /// The same, conditioned on these columns.
    public Options withGiven(String... columns) {
      return new Options(
          fit, List.of(columns), exclude, schema, missing, validation, checkpoint, memoryLimit);
    }

    /// The same without these columns.
    public Options withExclude(String... columns) {
      return new Options(
          fit, given, List.of(columns), schema, missing, validation, checkpoint, memoryLimit);
    }

    /// The same with a schema.
    public Options withSchema(SchemaDraft draft) {
      return new Options(
          fit, given, exclude, Optional.of(draft), missing, validation, checkpoint, memoryLimit);
    }

    /// The same with another way to treat rows that have a missing cell.
    public Options withMissing(Missing other) {
      return new Options(fit, given, exclude, schema, other, validation, checkpoint, memoryLimit);
    }

    /// The same with a checkpoint, from which the fit goes on if the file exists.
    public Options withCheckpoint(Path file) {
      return new Options(
          fit, given, exclude, schema, missing, validation, Optional.of(file), memoryLimit);
    }

    /// The same with other rows to judge by.
    public Options withValidation(Validation other) {
      return new Options(fit, given, exclude, schema, missing, other, checkpoint, memoryLimit);
    }

    /// The options that decide what is learned, by the names of the command line's.
    Map<String, String> described() {
      Map<String, String> described = new LinkedHashMap<>();
      described.put("flow", fit.flow().toString());
      described.put("seed", Long.toString(fit.seed()));
      fit.members().ifPresent(members -> described.put("members", Integer.toString(members)));
      fit.epochs().ifPresent(epochs -> described.put("epochs", Integer.toString(epochs)));
      fit.budget().ifPresent(budget -> described.put("budget", budget.toMillis() / 1000.0 + "s"));
      if (!given.isEmpty()) {
        described.put("given", String.join(",", given));
      }
      if (!exclude.isEmpty()) {
        described.put("exclude", String.join(",", exclude));
      }
      if (missing != Missing.KEEP) {
        described.put("missing", missing.name().toLowerCase(Locale.ROOT));
      }
      described.put("validation", validation.described());
      return described;
    }
  }

  /// The rows that a fit is judged by. They decide when to stop, and p-values go by them.
  public sealed interface Validation {
    /// A random tenth of the table; of one of 20,000 to 100,000 rows more, up to a quarter or 10,000 rows, which it can
    /// spare: p-values err by about ±½ / √rows.
    record Usual() implements Validation {
      private static final double SHARE = 0.1;
      private static final double MOST = 0.25;
      private static final int SPARING = 20_000; // rows below which each is needed to learn from
      private static final double ENOUGH = 10_000; // rows held out

      double share(int rows) {
        return rows < SPARING ? SHARE : Math.clamp(ENOUGH / rows, SHARE, MOST);
      }

      @Override
      public String described() {
        return "usual";
      }
    }

    /// A random part of the table.
    ///
    /// @param share of its rows, between 0 and 1
    record Fraction(double share) implements Validation {
      /// @throws IllegalArgumentException unless 0 < share < 1
      public Fraction {
        if (!(share > 0 && share < 1)) {
          throw new IllegalArgumentException(
              "validation is %s, but must lie between 0 and 1".formatted(share));
        }
      }

      @Override
      public String described() {
        return NumberText.of(share);
      }
    }

    /// Another table.
    ///
    /// @param source where it is
    record Table(TableSource source) implements Validation {
      @Override
      public String described() {
        return fileName(source);
      }
    }

    /// As the command line has it.
    String described();
  }

  private TableFit(
      Options options,
      TrainingTable table,
      List<String> order,
      HeldOut heldOut,
      Provenance.Data data,
      List<Finding> findings,
      List<String> notes,
      long startNanos) {
    this.options = options;
    this.schema = table.schema();
    this.order = order;
    this.encoder = new RowEncoder(schema);
    this.training = dataset(encoder, table, heldOut.trainingRows());
    this.validation = dataset(encoder, heldOut.table(), heldOut.rows());
    this.baseline =
        encoder.isPlain()
            ? GaussianBaseline.fit(table, heldOut.trainingRows())
                .meanLogDensity(heldOut.table(), heldOut.rows())
            : IndependentBaseline.fit(encoder.layout(), training).meanLogDensity(validation);
    this.data = data;
    this.heldOutSource = heldOut.source();
    this.quantiles = ColumnQuantiles.of(table, heldOut.trainingRows());
    this.findings = findings;
    this.notes = notes;
    this.startNanos = startNanos;
  }

  /// Reads and examines a table.
  ///
  /// Throws a [TableException] if it cannot be used: it cannot be read, has a cell that is not of its column's kind, has
  /// fewer than two rows, or nothing in it varies.
  public static TableFit read(TableSource source, Options options) {
    long start = System.nanoTime();
    try (HashedSource hashed = HashedSource.of(source)) {
      return read(source, hashed, options, start);
    }
  }

  private static TableFit read(
      TableSource source, HashedSource hashed, Options options, long start) {
    SchemaInference.Inferred inferred = infer(hashed.source(), options);
    if (inferred.rows() < FEWEST_ROWS) {
      throw new TableException(
          source.name()
              + " has one row; a density needs at least two, and some hundred to mean anything");
    }
    List<Column> leftOut =
        inferred.schema().columns().stream().filter(column -> !column.kind().isModelled()).toList();
    for (Column column : inferred.schema().given()) {
      if (column.kind() instanceof Kind.Identifier) {
        throw new TableException(
            "%s: nothing can be learned given %s, a key or free text"
                .formatted(source.name(), Phrases.quote(column.name())));
      }
    }
    if (leftOut.stream().map(Column::name).toList().containsAll(targets(inferred.schema()))) {
      throw new TableException(
          source.name()
              + ": no column varies except those given or excluded; there is no density to learn");
    }
    Schema schema = inferred.schema().without(leftOut.stream().map(Column::name).toList());
    TrainingTable all = TrainingTable.load(hashed.source(), schema, reading(options));
    List<String> constant = Diagnosis.constantColumns(all.schema());
    if (all.schema().targets().stream().allMatch(Column::isConstant)) {
      throw new TableException(
          source.name()
              + ": no column varies except those given or excluded; there is no density to learn");
    }
    List<Finding> findings = new ArrayList<>(Diagnosis.of(all));
    List<Column> unread =
        leftOut.stream().filter(column -> !constant.contains(column.name())).toList();
    if (!unread.isEmpty()) {
      findings.addFirst(new Finding.LeftOut(unread));
    }
    TrainingTable table = all.without(constant);
    HeldOut heldOut = HeldOut.of(source, table, options);
    List<String> notes = new ArrayList<>(table.notes());
    if (heldOut.table() != table) {
      notes.addAll(heldOut.table().notes());
    }
    findings.forEach(finding -> notes.add(finding.message()));
    List<String> modelled = table.schema().columns().stream().map(Column::name).toList();
    Provenance.Data data =
        new Provenance.Data(
            fileName(source),
            hashed.sha256(),
            table.fingerprint(),
            table.rowsRead(),
            table.dropped(),
            heldOut.trainingRows().length,
            leftOut.stream().map(Column::name).toList());
    requireFlow(source, table.schema(), options);
    return new TableFit(
        options,
        table,
        inferred.order().stream().filter(modelled::contains).toList(),
        heldOut,
        data,
        List.copyOf(findings),
        List.copyOf(notes),
        start);
  }

  /// Cells that may be absent need a flow of splines.
  private static void requireFlow(TableSource source, Schema schema, Options options) {
    FlowName flow = options.fit().flow();
    boolean splines = flow == FlowName.NEURAL_SPLINE || flow == FlowName.NEURAL_SPLINE_COUPLING;
    if (!splines && !schema.isPlain() && new RowEncoder(schema).layout().hasAbsences()) {
      List<String> columns =
          schema.targets().stream()
              .filter(column -> column.kind().isNumeric())
              .filter(column -> column.missing() > 0 || !column.kind().atoms().isEmpty())
              .map(Column::name)
              .toList();
      throw new TableException(
          "%s: %s has missing cells or values that stand very often, which %s cannot model; leave --flow out"
              .formatted(source.name(), Phrases.quoted(columns), flow));
    }
  }

  private static SchemaInference.Inferred infer(TableSource source, Options options) {
    long seed = options.fit().seed();
    if (options.schema().isEmpty()) {
      return SchemaInference.infer(
          source,
          ColumnPlan.allBut(options.exclude()),
          options.given(),
          ColumnDraft::of,
          options.missing(),
          seed);
    }
    SchemaDraft draft = options.schema().get();
    List<String> wanted =
        draft.names().stream().filter(name -> !options.exclude().contains(name)).toList();
    return SchemaInference.infer(
        source,
        ColumnPlan.of(wanted),
        draft.givenNames().stream().filter(wanted::contains).toList(),
        draft.byName(),
        options.missing(),
        seed);
  }

  /// Where the schema has no missing cells there are none, or their rows are to be dropped.
  private static TrainingTable.Options reading(Options options) {
    return new TrainingTable.Options(
        options.missing() == Missing.DROP ? Missing.DROP : Missing.REFUSE,
        options.memoryLimit(),
        options.fit().seed());
  }

  private static List<String> targets(Schema schema) {
    return schema.targets().stream().map(Column::name).toList();
  }

  /// The rows held out.
  ///
  /// @param table the table they are in
  /// @param rows their numbers there
  /// @param trainingRows the numbers of the rows to learn from
  /// @param source where they come from, in words
  private record HeldOut(TrainingTable table, int[] rows, int[] trainingRows, String source) {

    static HeldOut of(TableSource source, TrainingTable table, Options options) {
      return switch (options.validation()) {
        case Validation.Usual usual -> of(source, table, options, usual.share(table.rows()));
        case Validation.Fraction(double share) -> of(source, table, options, share);
        case Validation.Table(TableSource other) -> {
          TrainingTable held =
              TrainingTable.load(
                  other,
                  table.schema(),
                  new TrainingTable.Options(
                      reading(options).missing(), options.memoryLimit() / 4, options.fit().seed()));
          yield new HeldOut(held, all(held), all(table), fileName(other));
        }
      };
    }

    private static HeldOut of(
        TableSource source, TrainingTable table, Options options, double share) {
      Split split = Split.of(table, share, options.fit().seed());
      if (split.training().length == 0 || split.validation().length == 0) {
        throw new TableException(
            source.name() + ": all rows are copies of one; there is no density to learn");
      }
      return new HeldOut(
          table,
          split.validation(),
          split.training(),
          "a random %s of the rows of %s".formatted(NumberText.percent(share), fileName(source)));
    }

    private static int[] all(TrainingTable table) {
      return IntStream.range(0, table.rows()).toArray();
    }
  }

  private static String fileName(TableSource source) {
    if (!source.isRepeatable()) {
      return source.name();
    }
    Path name = Path.of(source.name()).getFileName();
    return name == null ? source.name() : name.toString();
  }

  private static Dataset dataset(RowEncoder encoder, TrainingTable table, int[] rows) {
    Dataset data = new Dataset(encoder.features(), encoder.contextFeatures());
    int targets = table.targets().columns();
    float[] cells = new float[targets + table.given().columns()];
    float[] row = new float[data.width()];
    for (int number : rows) {
      table.targets().row(number, cells, 0);
      table.given().row(number, cells, targets);
      encoder.encode(cells, row);
      data.add(row);
    }
    return data;
  }

  /// The columns that the model will have.
  public Schema schema() {
    return schema;
  }

  /// The number of rows to learn from.
  public int trainingRows() {
    return training.size();
  }

  /// The number of rows held out.
  public int heldOutRows() {
    return validation.size();
  }

  /// What the user should know about the table, one line each.
  public List<String> notes() {
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
  /// Throws a [dev.bijou.file.ModelFileException] if the checkpoint belongs to another fit, cannot be read, or is being
  /// written by another fit.
  public TableModel run(Workers workers, TrainingListener<FitEvent> listener) {
    try (FileClaim _ = options.checkpoint().map(FileClaim::of).orElse(null)) {
      return learn(workers, listener);
    }
  }

  private TableModel learn(Workers workers, TrainingListener<FitEvent> listener) {
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
                      // Once a stop was asked for, the round has been cut short: a fit that goes on
                      // from there would
                      // validate where the uninterrupted one does not.
                      if (!listener.stop()) {
                        checkpoints.ifPresent(
                            to -> to.accept(new FitCheckpoint(curves.members(), state)));
                      }
                    }),
                earlier.map(FitCheckpoint::state));
    checkpoints.ifPresent(CheckpointWriter::flush);
    Distribution distribution = result.distribution();
    Scores scores = Evaluation.scores(distribution, validation, workers);
    float[] logDensity = scores.logDensity();
    double heldOut = IntStream.range(0, logDensity.length).mapToDouble(i -> logDensity[i]).sum();
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
                    logDensity.length,
                    heldOutSource,
                    heldOut / logDensity.length,
                    baseline,
                    encoder.isPlain()
                        ? Provenance.HeldOut.GAUSSIAN
                        : Provenance.HeldOut.INDEPENDENT),
                (System.nanoTime() - startNanos) / 1e9,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                KernelChoice.chosen().reason(),
                result.chosen().stream().map(learned::get).toList(),
                quantiles,
                findings.stream().map(Finding::message).toList()),
            Optional.empty());
    return model.withCalibration(calibration(model, scores));
  }

  private Calibration calibration(TableModel model, Scores scores) {
    RowSides sides = RowSides.of(model);
    List<float[]> rows = new ArrayList<>();
    for (int row : Calibration.kept(validation.size())) {
      rows.add(sides.of(encoder.cells(validation, row), scores, row));
    }
    return Calibration.of(heldOutSource, sides.names(), rows);
  }

  private FlowFit flowFit() {
    return FlowFit.of(training, validation, options.fit(), encoder.layout());
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
