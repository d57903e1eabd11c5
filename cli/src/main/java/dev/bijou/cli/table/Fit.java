package dev.bijou.cli.table;

import dev.bijou.cli.console.CheckpointOptions;
import dev.bijou.cli.console.Durations;
import dev.bijou.cli.console.Interrupts;
import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.fit.Validation;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.SchemaDraft;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou fit`: learns the density of a table.
@Command(
    name = "fit",
    description = "Learn the density of a table's columns, or of some given the others.",
    footer = {
      "",
      """
      A tenth of the rows or more is held out to decide when to stop and to judge the result. \
      Columns may hold numbers, categories, Booleans and dates; of keys and free text only the form \
      is kept, to be watched. Missing cells (empty, NA, NaN, null, ?) are part of the model unless \
      --missing says otherwise. bijou schema shows how the columns are understood. Ctrl-C saves \
      the best model so far (exit code 130); a second Ctrl-C quits at once.\
      """,
      "",
      """
      With --window, rows are in time, the oldest first, and each is learned given the rows before \
      it: detect, watch and score then do the same with the tables that they get. A date counts by \
      its time of day and its day of week alone. Rows at the beginning of a series, without a full \
      past, are neither learned from nor judged.\
      """,
      "",
      """
      Prints the mean log-density of the held-out rows in nats, the same for a baseline, the \
      time, and the file. The baseline is a Gaussian with full covariance or, if some column is \
      not continuous or not complete, independent columns.\
      """,
      "",
      """
      With --epsilon, the model is differentially private in the rows: DP-SGD with the gradient of \
      each row clipped, and noisy counts of each column. Names, kinds, ranges, grids and \
      categories of columns count as known; give them with --schema where the table must not \
      tell them. The noise is secret, so that no two such fits are the same.\
      """,
      "",
      "Examples:",
      "  bijou fit wine.csv -o wine.bijou",
      "  bijou fit trips.parquet -o trips.bijou --exclude trip_id --budget 10m",
      "  bijou fit people.csv -o people.bijou --schema schema.json",
      "  bijou fit numbers-only.csv -o numbers.bijou --header none",
      "  bijou fit simulations.csv.gz -o posterior.bijou --given x1,x2",
      "  bijou fit sensors.csv -o sensors.bijou --window 8 --by sensor",
      "  bijou fit logs.csv -o logs.bijou --contamination auto --doubted odd.csv",
      "  bijou fit people.csv -o people.bijou --schema schema.json --epsilon 3"
    })
public final class Fit implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      paramLabel = "TABLE",
      description = "CSV (also .gz) or Parquet; - for standard input.")
  private String table = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "MODEL",
      description = "File to write the model to.")
  private String output = "";

  @Option(
      names = "--given",
      split = ",",
      paramLabel = "COL",
      description = "Columns to condition on: learn p(other columns | given columns).")
  private List<String> given = List.of();

  @Option(
      names = "--exclude",
      split = ",",
      paramLabel = "COL",
      description = "Columns to leave out.")
  private List<String> exclude = List.of();

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "What the columns hold: the output of bijou schema, as you have edited it.")
  private @Nullable Path schema;

  @Option(
      names = "--flow",
      paramLabel = "NAME",
      description =
          "neural-spline (default), neural-spline-coupling, masked-autoregressive, inverse-autoregressive, real-nvp.")
  private String flow = FlowName.NEURAL_SPLINE.toString();

  @Option(
      names = "--members",
      paramLabel = "N",
      description =
          "Flows whose densities are averaged (default: depends on the size of the table).")
  private @Nullable Integer members;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the table, at most.")
  private @Nullable Integer epochs;

  @Option(names = "--budget", paramLabel = "TIME", description = "Time to learn for: 90s, 10m, 2h.")
  private @Nullable String budget;

  @Option(
      names = "--validation",
      paramLabel = "TABLE|FRACTION",
      description =
          "Rows to hold out: a share of the table (default: 0.1, up to 0.25 from 20,000 rows on) or another table.")
  private @Nullable String validation;

  @Mixin private RowsInTime inTime = new RowsInTime();
  @Mixin private Contaminated contaminated = new Contaminated();
  @Mixin private Privately privately = new Privately();
  @Mixin private TableHeader header = new TableHeader();
  @Mixin private CheckpointOptions checkpoint = new CheckpointOptions();
  @Mixin private MissingCells missing = new MissingCells();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public Fit(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    TableFitOptions options = options();
    Outputs.requireWritable(Path.of(output));
    checkpoint.require();
    contaminated.require();
    requireAlone();
    try (Workers workers = threads.workers()) {
      FitProgress progress =
          new FitProgress(quiet.filter(shell.err()), shell.terminal(), System::nanoTime);
      progress.doing("reading " + table);
      if (privately.isWanted()) {
        return privately.learn(header.table(shell, table), options, workers, progress, saved());
      }
      TableFit fit = read(options, progress);
      fit.notes().forEach(note -> progress.note("note: " + Advice.on(note)));
      fit.findings().forEach(finding -> progress.note("note: " + Advice.on(finding)));
      progress.note(
          "learning %s from %,d rows, %s"
              .formatted(
                  columns(fit),
                  fit.trainingRows(),
                  fit.isHeldOutInParts()
                      ? "a tenth held out from each flow"
                      : "%,d held out".formatted(fit.heldOutRows())));
      return learn(fit, workers, progress);
    }
  }

  private TableFit read(TableFitOptions options, FitProgress progress) {
    try {
      return TableFit.read(header.table(shell, table), options);
    } finally {
      progress.clear();
    }
  }

  private void requireAlone() {
    Map<String, Boolean> others = new LinkedHashMap<>();
    others.put("--given", !given.isEmpty());
    others.put("--members", members != null);
    others.put("--budget", budget != null);
    others.put("--checkpoint", checkpoint.file().isPresent());
    others.put("--window", inTime.value().isPresent());
    others.put(
        "--contamination", !(contaminated.known() instanceof TableFitOptions.Contamination.None));
    privately.require(others);
  }

  private int learn(TableFit fit, Workers workers, FitProgress progress) {
    try (Interrupts interrupts =
        shell
            .interrupts()
            .apply(() -> progress.note("stopping to save the best model; again to quit at once"))) {
      TableFit.Learned learned = fit.learn(workers, progress.listener(interrupts));
      progress.clear();
      saved().save(learned.model());
      contaminated.write(learned.doubted());
      report(learned, fit, progress);
      if (!interrupts.requested()) {
        return 0;
      }
      progress.note("interrupted: " + output + " is the best model so far");
      return interrupts.exitCode();
    }
  }

  private TableFitOptions options() {
    if (schema != null && !given.isEmpty()) {
      throw new UsageException(
          "the schema says what is given: move the columns there, or leave --given out");
    }
    try {
      return new TableFitOptions(
          new FitOptions(
              FlowName.of(flow),
              optional(members),
              optional(epochs),
              budget == null ? Optional.empty() : Optional.of(Durations.parse(budget)),
              seed.value()),
          given,
          exclude,
          Optional.ofNullable(schema).map(SchemaDraft::read),
          missing.learning(),
          validation(),
          contaminated.known(),
          checkpoint.file(),
          TableFitOptions.standard().memoryLimit(),
          inTime.value());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private Validation validation() {
    if (validation == null) {
      return new Validation.Usual();
    }
    double share;
    try {
      share = Double.parseDouble(validation);
    } catch (NumberFormatException _) {
      return new Validation.Table(header.table(shell, validation));
    }
    return new Validation.Fraction(share);
  }

  private static String columns(TableFit fit) {
    int targets =
        (int) fit.schema().targets().stream().filter(column -> column.kind().isModelled()).count();
    int givens = fit.schema().given().size();
    return "the density of %,d column%s%s%s"
        .formatted(
            targets,
            targets == 1 ? "" : "s",
            givens == 0 ? "" : " given %,d".formatted(givens),
            fit.schema().window().map(rows -> " (in time: the " + rows.before() + ")").orElse(""));
  }

  private SavedModel saved() {
    return new SavedModel(shell, output);
  }

  private void report(TableFit.Learned learned, TableFit fit, FitProgress progress) {
    TableModel model = learned.model();
    Provenance.HeldOut heldOut = model.provenance().heldOut();
    saved().figures(heldOut, model, contaminated.line(learned.doubted(), fit.rows()), "");
    List<String> shortfall =
        model.provenance().shortfall().stream()
            .map(reason -> Advice.on(reason, fit.findings()))
            .toList();
    if (!shortfall.isEmpty()) {
      progress.note(
          "the model does not beat the %s baseline: ".formatted(heldOut.baseline())
              + String.join("; ", shortfall));
    } else {
      endings(model.provenance().members()).forEach(progress::note);
    }
  }

  /// Why members may not have learned all they could, one line each. An interrupt is reported elsewhere.
  static List<String> endings(List<Provenance.Member> members) {
    List<String> lines = new ArrayList<>();
    add(
        "DIVERGED",
        "diverged and kept the best weights; columns may have extreme values",
        members,
        lines);
    add(
        "BUDGET",
        "learned until the time was up; a larger --budget may give a better model",
        members,
        lines);
    return lines;
  }

  private static void add(
      String ended, String what, List<Provenance.Member> members, List<String> lines) {
    long count = members.stream().filter(member -> member.ended().equals(ended)).count();
    if (count > 0) {
      lines.add(
          (members.size() == 1
                  ? "the model "
                  : "%d of %d members ".formatted(count, members.size()))
              + what);
    }
  }
}
