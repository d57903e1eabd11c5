package dev.bijou.cli.table;

import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.StatusLine;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.report.comparison.ComparisonReport;
import dev.bijou.storage.Version;
import dev.bijou.table.compare.CompareOptions;
import dev.bijou.table.compare.Comparison;
import dev.bijou.table.compare.ComparisonJson;
import dev.bijou.table.compare.TableComparison;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou compare`: judges drawn rows beside real ones.
@Command(
    name = "compare",
    description = "Compare drawn rows with real ones: can they be told apart, and do they leak?",
    footer = {
      "",
      """
      REAL are the rows that were learned from, DRAWN those to judge, whoever drew them, with the \
      same columns. Prints the figures, each with its meaning: C2ST, how well boosted trees tell \
      drawn rows from real ones in cross-validation (an area of 0.5 and a score of 1 mean that \
      they cannot); Shape and Trend as SDMetrics defines them; the columns and pairs that give \
      drawn rows away; and how close drawn rows come to real ones.\
      """,
      "",
      """
      With --test, real rows that were not learned from, also whether drawn rows are nearer to \
      REAL than those are (two in a hundred is neutral) and whether the nearest drawn row tells what was \
      learned from; with --target too, how well a column is predicted after learning from DRAWN \
      instead of REAL; with --model too, whether the log-density tells what was learned from.\
      """,
      "",
      """
      The kinds of columns are those of REAL; its keys and free text are left out. Of longer tables \
      a random sample of --rows is looked at.\
      """,
      "",
      "Examples:",
      "  bijou compare wine.csv drawn.csv --report compared.html",
      "  bijou compare train.csv drawn.csv --test test.csv --target income",
      "  bijou compare train.csv drawn.csv --test test.csv --model m.bijou --json"
    })
public final class Compare implements Callable<Integer> {
  private static final int FEWEST_ROWS = 100;
  private static final int MOST_ROWS = 1_000_000;

  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "REAL",
      description =
          "The rows that were learned from: CSV (also .gz) or Parquet; - for standard input.")
  private String real = "";

  @Parameters(index = "1", paramLabel = "DRAWN", description = "The rows to judge, likewise.")
  private String drawn = "";

  @Option(
      names = "--test",
      paramLabel = "TABLE",
      description = "Real rows that were not learned from, likewise.")
  private @Nullable String test;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "Predict this column in the rows of --test.")
  private @Nullable String target;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "The model that drew the rows: whether its log-density tells what was learned from.")
  private @Nullable Path model;

  @Option(
      names = "--exclude",
      paramLabel = "COL",
      split = ",",
      description = "Columns to leave out.")
  private List<String> exclude = List.of();

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "Look at most at N rows of a table (default: 50,000), and ask at most N, and 10,000, for their closest.")
  private int rows = CompareOptions.ROWS;

  @Option(names = "--json", description = "Print a JSON object instead.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "OUT.html",
      description = "Also write an HTML page: the figures, and the columns and pairs in pictures.")
  private @Nullable Path report;

  @Mixin private TableHeader header = new TableHeader();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public Compare(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    requireUsable();
    PrintStream err = quiet.filter(shell.err());
    StatusLine status = new StatusLine(err, shell.terminal());
    try (Workers workers = threads.workers()) {
      TableComparison work =
          new TableComparison(
              header.table(shell, real),
              header.table(shell, drawn),
              Optional.ofNullable(test).map(name -> header.table(shell, name)),
              Optional.ofNullable(model).map(TableModel::load),
              new CompareOptions(
                  exclude,
                  Optional.ofNullable(target),
                  rows,
                  Math.min(rows, CompareOptions.SOUGHT),
                  seed.value()),
              workers,
              status::draw);
      Comparison comparison;
      try {
        comparison = work.run();
      } finally {
        status.clear();
      }
      if (report != null) {
        Outputs.text(report.toString(), ComparisonReport.of(comparison, Version.current()));
      }
      shell.print(json ? ComparisonJson.of(comparison) : ComparisonLines.of(comparison));
      comparison.notes().forEach(note -> err.println("note: " + note));
      err.println(
          "compared %s with %s in %s"
              .formatted(
                  NumberText.counted(comparison.drawn().rows(), "drawn row"),
                  NumberText.counted(comparison.real().rows(), "real row"),
                  NumberText.duration((System.nanoTime() - start) / 1e9)));
      return 0;
    }
  }

  private void requireUsable() {
    if (rows < FEWEST_ROWS || rows > MOST_ROWS) {
      throw new UsageException(
          "--rows is %d, but must lie in %d … %,d".formatted(rows, FEWEST_ROWS, MOST_ROWS));
    }
    if (test == null && target != null) {
      throw new UsageException(
          "--target needs --test TABLE: rows that were not learned from, to predict the column in");
    }
    if (test == null && model != null) {
      throw new UsageException(
          "--model needs --test TABLE: rows that the model has not learned from, to tell from REAL");
    }
    if (report != null) {
      Outputs.requireWritable(report);
    }
    List<String> streams = new ArrayList<>(List.of(real, drawn));
    if (test != null) {
      streams.add(test);
    }
    if (streams.stream().filter(TableSource.STANDARD_INPUT::equals).count() > 1) {
      throw new UsageException("only one of the tables can be standard input");
    }
  }
}
