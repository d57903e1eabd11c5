package dev.bijou.cli.table;

import dev.bijou.cli.console.Outputs;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.RowCount;
import dev.bijou.cli.console.Seed;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.novelty.NoveltyRule;
import dev.bijou.novelty.PValues;
import dev.bijou.novelty.TableDetector;
import dev.bijou.novelty.Verdict;
import dev.bijou.report.NoveltyReport;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou detect`: finds the rows of a table that do not belong, and says why.
@Command(
    name = "detect",
    description = "Find the rows of a table that do not belong, with a p-value and the reason.",
    footer = {
      "",
      """
      Writes CSV: the columns of TABLE unchanged, then log_density (nats), novelty (the higher, \
      the more unusual), p_value (the share of held-out rows that look at least as unusual), \
      novel (true or false) and reason: of a novel row the fewest cells, up to three, that have to \
      change before its p-value is above 0.1, and what they would have to be. TABLE \
      needs the columns of the model, in any order; other columns are copied. A category that \
      the model does not know has the probability that is reserved for unknown ones. A cell may be missing where the model has learned from missing cells; with --missing \
      drop, a row with any other missing cell is kept, with these fields empty.\
      """,
      "",
      """
      Watched beside the density: a column that was constant in the rows learned from (another \
      value is novel, whatever the rest), and of keys and free text, which are no part of the \
      density, the form, the length, and whether a key stands twice in TABLE. --no-watch judges \
      by the density alone.\
      """,
      "",
      """
      With --fdr the table is read twice; standard input goes through a temporary file. Finding \
      the reasons takes most of the time if many rows are novel; --no-reasons leaves them out.\
      """,
      "",
      "Examples:",
      "  bijou detect wine.bijou new-wine.csv -o judged.csv",
      "  bijou detect wine.bijou new.csv --fdr 0.1 --report page.html -o judged.csv",
      "  bijou detect wine.bijou judged.csv --prefix again_ -o twice.csv",
      "  bijou detect wine.bijou new.csv --json | jq 'select(.novel) | .repair'"
    })
public final class Detect implements Callable<Integer> {
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
      description = "File to write to, compressed if it ends in .gz (default: standard output).")
  private @Nullable String output;

  @Option(
      names = "--json",
      description =
          "Write a JSON object for each row instead, with the repair and the reasons for all columns.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "OUT.html",
      description =
          "Also write an HTML page: scores, p-values, the top novelties with their reasons, drift.")
  private @Nullable String report;

  @Mixin private NoveltyOptions options = new NoveltyOptions();
  @Mixin private MissingCells missing = new MissingCells();
  @Mixin private Seed seed = new Seed();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public Detect(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    PrintStream err = quiet.filter(shell.err());
    NoveltyRule rule = options.rule();
    try (Workers workers = threads.workers()) {
      TableModel loaded = options.model(model, shell, workers);
      PValues pValues = PValues.of(loaded.calibration().orElseThrow(), options.score());
      NoveltyReport.Builder page = new NoveltyReport.Builder(loaded.schema(), seed.value());
      TableDetector detector =
          new TableDetector(
              loaded,
              options.score(),
              rule,
              reasons(),
              options.watches(),
              options.recent(),
              workers);
      options
          .hopeless(detector.leastPValue(), pValues.rows())
          .ifPresent(line -> err.println("note: " + line));
      RowCount progress = new RowCount(err, shell.terminal(), System::nanoTime);
      TableSource source = options.header().table(shell, table);
      TableDetector.Summary summary;
      try (Answers answers = new Answers(source.name(), workers)) {
        summary =
            detector.detect(
                source,
                missing.drop() ? Missing.KEEP : Missing.REFUSE,
                header -> {
                  answers.open(header);
                  return (block, verdicts) -> {
                    answers.write(block.rows(), block::number, block::text, verdicts);
                    if (report != null) {
                      page.add(block, verdicts);
                    }
                    progress.show(block.number(block.rows() - 1));
                  };
                });
        if (report != null) {
          Outputs.text(report, page.build(name(), table, loaded, pValues, rule, summary));
        }
        answers.commit();
      }
      progress.clear();
      err.println(line(summary, rule, (System.nanoTime() - start) / 1e9));
      UnseenNotes.print(summary.unseen(), err);
      summary.notes().forEach(note -> err.println("note: " + note));
      return 0;
    }
  }

  private TableDetector.Reasons reasons() {
    if (!options.reasons()) {
      return TableDetector.Reasons.NONE;
    }
    return json || report != null ? TableDetector.Reasons.ALL : TableDetector.Reasons.FIRST;
  }

  private String name() {
    Path file = model.getFileName();
    return file == null ? model.toString() : file.toString();
  }

  private static String line(TableDetector.Summary summary, NoveltyRule rule, double seconds) {
    String by =
        switch (rule) {
          case NoveltyRule.Alpha(double alpha) -> "p at most " + alpha;
          case NoveltyRule.FalseDiscoveryRate(double q) ->
              summary.threshold() == 0
                  ? "a false discovery rate of %s".formatted(q)
                  : "p at most %.3g for a false discovery rate of %s"
                      .formatted(summary.threshold(), q);
        };
    long unjudged = summary.rows() - summary.judged() - summary.withoutPast();
    return String.format(
        Locale.ROOT,
        "judged %,d %s in %s (%,.0f rows/s): %,d novel, %s%s%s",
        summary.judged(),
        summary.judged() == 1 ? "row" : "rows",
        NumberText.duration(seconds),
        summary.rows() / seconds,
        summary.novel(),
        by,
        unjudged == 0 ? "" : "; %,d with a missing cell have no verdict".formatted(unjudged),
        WithoutPast.phrase(summary.withoutPast(), "verdict"));
  }

  /// Writes the judged rows.
  private final class Answers implements AutoCloseable {
    private final String source;
    private final Workers workers;
    private final Verdict.Text texts = new Verdict.Text(options.prefix());
    private List<String> header = List.of();
    private @Nullable TableWriter writer;

    Answers(String source, Workers workers) {
      this.source = source;
      this.workers = workers;
    }

    void open(List<String> names) {
      header = names;
      writer =
          json
              ? shell.linesTo(output)
              : shell.tableTo(output).apply(TableScorer.extended(source, names, texts.columns()));
    }

    void write(
        int rows,
        IntToLongFunction number,
        IntFunction<List<String>> text,
        List<Optional<Verdict>> verdicts) {
      TableWriter opened = Optional.ofNullable(writer).orElseThrow();
      if (json) {
        opened.lines(
            rows,
            workers,
            row -> texts.json(number.applyAsLong(row), header, text.apply(row), verdicts.get(row)));
        return;
      }
      opened.rows(
          rows,
          workers,
          row -> {
            List<String> line = new ArrayList<>(text.apply(row));
            line.addAll(Verdict.Text.fields(verdicts.get(row)));
            return line;
          });
    }

    void commit() {
      Optional.ofNullable(writer).orElseThrow().commit();
    }

    @Override
    public void close() {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
