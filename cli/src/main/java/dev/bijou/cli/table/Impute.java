package dev.bijou.cli.table;

import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.RowCount;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.conditional.TableImputer;
import dev.bijou.table.model.TableModel;
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

/// `bijou impute`: fills missing cells.
@Command(
    name = "impute",
    description = "Fill the missing cells of a table from the other cells of their rows.",
    footer = {
      "",
      """
      Writes CSV: TABLE with each missing cell of a column of the model filled in, by the median \
      of its distribution given the other cells of the row or, for a category, by the most \
      probable one, in the notation of the table. The model need not have learned from missing \
      cells. TABLE needs the columns of the model, in any order; other columns are copied. A \
      cell is missing if it is empty or one of ?, NA, N/A, NaN, null.\
      """,
      "",
      """
      A filled cell looks more certain than it is. With --draws N every row is written N times, \
      each time with its missing cells drawn at random, and numbered in a last column, \
      imputation. Compute what you want from each of the N tables: how much the results differ \
      shows what the missing cells leave uncertain (multiple imputation, Rubin, 1987).\
      """,
      "",
      "Examples:",
      "  bijou impute people.bijou people.csv -o complete.csv",
      "  bijou impute people.bijou people.csv --draws 20 --seed 1 -o twenty.csv.gz"
    })
public final class Impute implements Callable<Integer> {
  private static final int MOST_DRAWS = 10_000;

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
      paramLabel = "OUT",
      description =
          "File to write to, compressed if it ends in .gz; Parquet if its extension is parquet (default: standard output).")
  private @Nullable String output;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "Write every row N times, its missing cells drawn at random.")
  private @Nullable Integer draws;

  @Mixin private TableHeader header = new TableHeader();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public Impute(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    if (draws != null && (draws < 1 || draws > MOST_DRAWS)) {
      throw new UsageException(
          "--draws is %d, but must lie in 1 … %,d".formatted(draws, MOST_DRAWS));
    }
    PrintStream err = quiet.filter(shell.err());
    try (Workers workers = threads.workers()) {
      TableModel loaded = TableModel.load(model);
      TableImputer imputer = new TableImputer(loaded, seed.value(), workers);
      RowCount progress = new RowCount(err, shell.terminal(), System::nanoTime);
      TableImputer.Summary summary =
          imputer.write(
              header.table(shell, table),
              draws == null ? 0 : draws,
              shell.tableTo(output, loaded.schema()),
              progress::show);
      progress.clear();
      err.println(line(summary, (System.nanoTime() - start) / 1e9));
      return 0;
    }
  }

  private static String line(TableImputer.Summary summary, double seconds) {
    return String.format(
        Locale.ROOT,
        "filled %,d %s in %,d of %,d rows in %s",
        summary.cells(),
        summary.cells() == 1 ? "cell" : "cells",
        summary.filled(),
        summary.rows(),
        NumberText.duration(seconds));
  }
}
