package dev.bijou.cli.table;

import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.conditional.ConditionalSampler;
import dev.bijou.conditional.Where;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
      """
      Writes CSV with the columns in the order of the table that the model was learned from. A \
      conditional model needs a table of its given columns: N rows are drawn for each row of \
      that table, whose values are repeated in them. Categories, dates, decimals and missing \
      cells (empty) are written as in the table that was learned from, and numbers lie in its \
      range. The same seed gives the same rows, and the first rows of a larger sample.\
      """,
      "",
      """
      --where draws rows that satisfy conditions on any columns of the model: =, !=, <, <=, >, \
      >= and a value, or several values separated by | after = or !=. ? is a missing cell; put \
      quotes around what contains a comma. Rows are drawn exactly if enough draws of the model \
      satisfy the conditions, and otherwise from weighted particles, whose effective sample size \
      is reported. In a conditional model, every given column is set with =.\
      """,
      "",
      "Examples:",
      "  bijou sample wine.bijou -n 1000 -o synthetic.csv",
      "  bijou sample posterior.bijou -n 10000 --given observations.csv --seed 7",
      "  bijou sample people.bijou -n 1000 --where 'age>60,sex=F,city=Rome|Oslo'"
    })
public final class Sample implements Callable<Integer> {
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
      names = "--where",
      paramLabel = "CONDITIONS",
      description = "Draw rows that satisfy these: age>60,sex=F. May be repeated; all must hold.")
  private List<String> where = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.csv",
      description = "File to write to, compressed if it ends in .gz (default: standard output).")
  private @Nullable String output;

  @Mixin private TableHeader header = new TableHeader();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public Sample(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    if (rows < 0) {
      throw new UsageException("-n is " + rows + ", but must not be negative");
    }
    if (given != null && !where.isEmpty()) {
      throw new UsageException(
          "--given and --where exclude each other; set the given columns with --where too");
    }
    PrintStream err = quiet.filter(shell.err());
    try (Workers workers = threads.workers()) {
      TableModel loaded = TableModel.load(model);
      loaded.requireRowsAlone("does not draw any");
      TableSampler sampler = new TableSampler(loaded, seed.value(), workers);
      long drawn = rows;
      String how = "";
      if (!where.isEmpty()) {
        Where conditions = Where.parse(loaded.schema(), String.join(",", where));
        ConditionalSampler.Summary summary =
            new ConditionalSampler(loaded, seed.value(), workers)
                .write(conditions, rows, shell.tableTo(output));
        how = ", " + how(summary);
        warning(summary).ifPresent(line -> err.println("warning: " + line));
      } else if (given == null) {
        sampler.write(rows, shell.tableTo(output));
      } else {
        drawn = sampler.write(rows, header.table(shell, given), shell.tableTo(output));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      err.println("drew %,d rows in %s%s".formatted(drawn, NumberText.duration(seconds), how));
      return 0;
    }
  }

  private static String how(ConditionalSampler.Summary summary) {
    return switch (summary) {
      case ConditionalSampler.Summary.Exact exact ->
          "exactly: %.3g %% of the draws of the model satisfy the conditions"
              .formatted(100 * exact.share());
      case ConditionalSampler.Summary.Weighted weighted ->
          "from %,d weighted particles: effective sample size %,.0f"
              .formatted(weighted.particles(), weighted.effective());
    };
  }

  private static Optional<String> warning(ConditionalSampler.Summary summary) {
    return summary instanceof ConditionalSampler.Summary.Weighted weighted && weighted.isPoor()
        ? Optional.of(
            "the effective sample size is small for %,d rows: they are alike, and rare kinds of rows are left out"
                .formatted(weighted.rows()))
        : Optional.empty();
  }
}
