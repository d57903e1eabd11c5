package dev.bijou.cli.table;

import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.conditional.Where;
import dev.bijou.table.compare.NearRows;
import dev.bijou.table.draw.TableDraw;
import dev.bijou.table.draw.TableForm;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
      """
      --like draws a table to put in the place of another one: as many rows, its columns in its \
      order, dates and decimals as it has them. --balance draws each value of a column equally \
      often, each with what goes with it. --private names the table that was learned from: rows \
      nearer to one of its rows than its own rows are to each other, all but the nearest two \
      in a hundred, are drawn again. Distances are those of bijou compare. This is no guarantee as \
      differential privacy is one; see bijou fit --epsilon.\
      """,
      "",
      "Examples:",
      "  bijou sample wine.bijou -n 1000 -o synthetic.csv",
      "  bijou sample posterior.bijou -n 10000 --given observations.csv --seed 7",
      "  bijou sample people.bijou -n 1000 --where 'age>60,sex=F,city=Rome|Oslo'",
      "  bijou sample people.bijou --like p.csv --private p.csv",
      "  bijou sample people.bijou -n 1000000 -o people.parquet",
      "  bijou sample people.bijou -n 1000 --balance income -o balanced.csv"
    })
public final class Sample implements Callable<Integer> {
  private static final double QUANTILE = 0.02;
  private static final double MOST_QUANTILE = 0.5;

  private final Shell shell;

  @Parameters(paramLabel = "MODEL", description = "A model that bijou fit wrote.")
  private Path model = Path.of("");

  @Option(
      names = {"-n", "--rows"},
      paramLabel = "N",
      description =
          "Rows to draw; with --given, for each row of that table (default: with --like, as many as it has).")
  private @Nullable Long rows;

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
      names = "--like",
      paramLabel = "TABLE",
      description = "Draw as many rows as this table has, with its columns, in its form.")
  private @Nullable String like;

  @Option(
      names = "--balance",
      paramLabel = "COLUMN",
      description = "Draw each value of this column equally often: of names, or of few numbers.")
  private @Nullable String balance;

  @Option(
      names = "--private",
      paramLabel = "TABLE",
      description = "Draw rows again that are too near to one of these, which were learned from.")
  private @Nullable String real;

  @Option(
      names = "--private-quantile",
      paramLabel = "Q",
      description =
          "How near is too near: the quantile of the distance of a row of --private to the closest other (default: 0.02).")
  private @Nullable Double quantile;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description =
          "File to write to, compressed if it ends in .gz; Parquet if its extension is parquet (default: standard output).")
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
    requireUsable();
    PrintStream err = quiet.filter(shell.err());
    try (Workers workers = threads.workers()) {
      TableModel loaded = TableModel.load(model);
      loaded.requireRowsAlone("does not draw any");
      DrawnLines said = new DrawnLines(err);
      long drawn =
          given == null
              ? draw(loaded, workers, said)
              : new TableSampler(loaded, seed.value(), workers)
                  .write(
                      Objects.requireNonNull(rows),
                      header.table(shell, given),
                      shell.tableTo(output, loaded.schema()));
      said.end(drawn, (System.nanoTime() - start) / 1e9);
      return 0;
    }
  }

  private long draw(TableModel loaded, Workers workers, DrawnLines said) {
    Optional<Where> conditions =
        where.isEmpty()
            ? Optional.empty()
            : Optional.of(Where.parse(loaded.schema(), String.join(",", where)));
    TableForm form =
        like == null ? TableForm.of(loaded) : TableForm.like(header.table(shell, like), loaded);
    Optional<NearRows> near =
        Optional.ofNullable(real)
            .map(name -> NearRows.of(header.table(shell, name), form.order(), quantile(), workers));
    TableDraw.Drawn drawn =
        new TableDraw(loaded, form, conditions, Optional.ofNullable(balance), near)
            .write(
                rows == null ? form.rows() : rows,
                seed.value(),
                workers,
                shell.tableTo(output, loaded.schema()));
    said.leftOut(form);
    said.how(drawn, Optional.ofNullable(balance));
    near.ifPresent(rowsOf -> said.near(drawn, rowsOf, quantile(), loaded));
    return drawn.rows();
  }

  private double quantile() {
    return quantile == null ? QUANTILE : quantile;
  }

  private void requireUsable() {
    if (rows == null && like == null) {
      throw new UsageException(
          "say how many rows to draw: with -n N, or as many as a table has with --like TABLE");
    }
    if (rows != null && rows < 0) {
      throw new UsageException("-n is " + rows + ", but must not be negative");
    }
    if (given != null && !where.isEmpty()) {
      throw new UsageException(
          "--given and --where exclude each other; set the given columns with --where too");
    }
    for (String other : given == null ? List.<String>of() : named()) {
      throw new UsageException(
          "--given and %s exclude each other; draw for one row with --where, which sets the given columns"
              .formatted(other));
    }
    if (quantile != null && real == null) {
      throw new UsageException("--private-quantile needs --private TABLE");
    }
    if (!(quantile() > 0 && quantile() <= MOST_QUANTILE)) {
      throw new UsageException(
          "--private-quantile is %s, but must lie between 0 and %s"
              .formatted(NumberText.of(quantile()), NumberText.of(MOST_QUANTILE)));
    }
    if (TableSource.STANDARD_INPUT.equals(like) && TableSource.STANDARD_INPUT.equals(real)) {
      throw new UsageException("only one of the tables can be standard input");
    }
  }

  /// The options that do not go with given rows.
  private List<String> named() {
    List<String> all = new ArrayList<>();
    if (like != null) {
      all.add("--like");
    }
    if (balance != null) {
      all.add("--balance");
    }
    if (real != null) {
      all.add("--private");
    }
    return all;
  }
}
