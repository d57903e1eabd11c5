package dev.bijou.cli;

import dev.bijou.flow.Workers;
import dev.bijou.table.TableModel;
import dev.bijou.table.TableSampler;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou sample`: draws rows from a model.
@Command(
    name = "sample",
    description = "Draw rows from a model.",
    footer = {
      "",
      "Writes CSV with the columns in the order of the table that the model was learned from. A model of some columns",
      "given others needs a table of those: N rows are drawn for each of its rows, whose values are repeated in them.",
      "Categories, dates, decimals and missing cells (empty) are written as in that table, and numbers lie in its range.",
      "The same seed gives the same rows, and the first rows of a larger sample.",
      "",
      "Examples:",
      "  bijou sample wine.bijou -n 1000 -o synthetic.csv",
      "  bijou sample posterior.bijou -n 10000 --given observations.csv --seed 7"
    })
final class Sample implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "MODEL", description = "A model that bijou fit wrote.")
  private Path model = Path.of("");

  @Option(
      names = {"-n", "--rows"},
      required = true,
      paramLabel = "N",
      description = "Rows to draw; with --given, for each row of that table.")
  private long rows;

  @Option(
      names = "--given",
      paramLabel = "TABLE",
      description = "Values of the given columns: CSV (also .gz) or Parquet; - for standard input.")
  private @Nullable String given;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.csv",
      description = "File to write to, compressed if it ends in .gz (default: standard output).")
  private @Nullable String output;

  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  Sample(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    if (rows < 0) {
      throw new UsageException("-n is " + rows + ", but must not be negative");
    }
    try (Workers workers = threads.workers()) {
      TableSampler sampler = new TableSampler(TableModel.load(model), seed.value(), workers);
      long drawn = rows;
      if (given == null) {
        sampler.write(rows, shell.tableTo(output));
      } else {
        drawn = sampler.write(rows, shell.table(given), shell.tableTo(output));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      quiet
          .filter(shell.err())
          .println("drew %,d rows in %s".formatted(drawn, Times.text(seconds)));
      return 0;
    }
  }
}
