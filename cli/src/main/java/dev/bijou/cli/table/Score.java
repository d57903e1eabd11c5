package dev.bijou.cli.table;

import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.RowCount;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.table.io.Missing;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou score`: adds the log-density to every row of a table.
@Command(
    name = "score",
    description = "Add the log-density of each row of a table as a last column, log_density.",
    footer = {
      "",
      """
      Writes CSV: the columns of TABLE unchanged, then log_density in nats, in the units of the \
      table. TABLE needs the columns of the model, in any order; other columns are copied. A \
      category that the model does not know has the probability that is reserved for unknown \
      ones, and is counted in a note. A cell may be missing where the model has learned from \
      missing cells; with --missing drop, a row with any other missing cell is kept, with an \
      empty log_density.\
      """,
      "",
      "Examples:",
      "  bijou score wine.bijou new-wine.csv -o scored.csv",
      "  bijou score numbers.bijou numbers-only.csv --header none -o scored.csv",
      "  zcat huge.csv.gz | bijou score wine.bijou - | sort -t, -k12 -g | head"
    })
public final class Score implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model that bijou fit wrote.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "TABLE",
      description = "CSV (also .gz) or Parquet; - for standard input.")
  private String table = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.csv",
      description = "File to write to, compressed if it ends in .gz (default: standard output).")
  private @Nullable String output;

  @Mixin private Prefix prefix = new Prefix();
  @Mixin private TableHeader header = new TableHeader();
  @Mixin private MissingCells missing = new MissingCells();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public Score(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    PrintStream err = quiet.filter(shell.err());
    try (Workers workers = threads.workers()) {
      TableScorer scorer = new TableScorer(TableModel.load(model), workers);
      RowCount progress = new RowCount(err, shell.terminal(), System::nanoTime);
      TableScorer.Summary summary =
          scorer.score(
              header.table(shell, table),
              missing.drop() ? Missing.KEEP : Missing.REFUSE,
              prefix.value() + TableScorer.LOG_DENSITY,
              shell.tableTo(output),
              progress::show);
      progress.clear();
      err.println(line(summary, (System.nanoTime() - start) / 1e9));
      UnseenNotes.print(summary.unseen(), err);
      return 0;
    }
  }

  private static String line(TableScorer.Summary summary, double seconds) {
    long unscored = summary.rows() - summary.scored() - summary.withoutPast();
    return String.format(
        Locale.ROOT,
        "scored %,d rows in %s (%,.0f rows/s), mean log-density "
            + (Math.abs(summary.meanLogDensity()) < 1e9 ? "%.4f" : "%.4e")
            + " nats%s%s",
        summary.scored(),
        NumberText.duration(seconds),
        summary.rows() / seconds,
        summary.meanLogDensity(),
        unscored == 0 ? "" : "; %,d with a missing cell have none".formatted(unscored),
        WithoutPast.phrase(summary.withoutPast(), "score"));
  }
}
