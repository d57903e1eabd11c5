package dev.bijou.cli.table;

import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.novelty.Detector;
import dev.bijou.novelty.LineDetector;
import dev.bijou.table.text.NumberText;
import dev.bijou.tensor.Workers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou watch`: judges rows as they arrive.
@Command(
    name = "watch",
    description = "Judge rows from standard input as they arrive, each at once and in order.",
    footer = {
      "",
      """
      Reads CSV (a header, then one row per line; with --header none, rows only) or JSON lines \
      (one object per line), and answers each line with the row and its verdict, as detect does, \
      in the same format. A line that cannot be judged is answered with what is wrong with it, \
      in place of the reason (CSV) or as "error" (JSON); the first ten are also reported on \
      standard error. With --fdr the rate is that among the last 10,000 rows (see --window). \
      Constant columns, keys and free text are watched as detect does; a key is compared with \
      those of the first two million rows. A model of fit --window judges a row by the rows before it \
      of its series; the last rows of 100,000 series are kept (fewer if windows are very long), and \
      the one unheard of for longest is forgotten. Memory does not grow with the number of rows \
      beyond these.\
      """,
      "",
      "Examples:",
      "  tail -n +1 -F payments.csv | bijou watch payments.bijou | grep ',true,'",
      "  bijou watch pumps.bijou --recent 250 <sensors.csv",
      "  kafkacat -C -t payments | bijou watch payments.bijou | jq 'select(.novel)'"
    })
public final class Watch implements Callable<Integer> {
  private static final int BAD_LINES_TOLD = 10;

  private final Shell shell;

  @Parameters(paramLabel = "MODEL", description = "A model that bijou fit wrote.")
  private Path model = Path.of("");

  @Option(
      names = "--json",
      description = "Answer CSV with JSON lines, with the repair and the reasons for all columns.")
  private boolean json;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "The number of rows over which --fdr holds (default: 10000).")
  private int window = LineDetector.Options.DEFAULT_WINDOW;

  @Mixin private NoveltyOptions options = new NoveltyOptions();
  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public Watch(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    PrintStream err = quiet.filter(shell.err());
    if (window < 1) {
      throw new UsageException("--window is %d, but must be at least 1".formatted(window));
    }
    LineDetector.Options answers =
        new LineDetector.Options(
            options.rule(),
            window,
            json,
            options.reasons(),
            options.header().value(),
            options.prefix(),
            options.recent());
    try (Workers workers = threads.workers()) {
      Detector all = Detector.of(options.model(model, shell, workers), options.score());
      Detector detector = options.watches() ? all : all.withoutWatches();
      LineDetector lines = new LineDetector(detector, answers, workers, badLines(err));
      options
          .hopeless(lines.leastPValue(), detector.pValues().rows())
          .ifPresent(line -> err.println("note: " + line));
      long start = System.nanoTime();
      LineDetector.Summary summary = lines.run("standard input", shell.in(), shell.out());
      err.println(line(summary, (System.nanoTime() - start) / 1e9));
      summary.notes().forEach(note -> err.println("note: " + note));
      return 0;
    }
  }

  /// Reports the first bad lines, and that there are more.
  private static Consumer<String> badLines(PrintStream err) {
    int[] told = {0};
    return line -> {
      if (told[0]++ < BAD_LINES_TOLD) {
        err.println("bad " + line);
      } else if (told[0] == BAD_LINES_TOLD + 1) {
        err.println("more bad lines: each is answered, and all are counted at the end");
      }
    };
  }

  private static String line(LineDetector.Summary summary, double seconds) {
    return String.format(
        Locale.ROOT,
        "judged %,d %s in %s (%,.0f rows/s): %,d novel; %,d bad %s%s",
        summary.rows(),
        summary.rows() == 1 ? "row" : "rows",
        NumberText.duration(seconds),
        summary.rows() / seconds,
        summary.novel(),
        summary.bad(),
        summary.bad() == 1 ? "line" : "lines",
        WithoutPast.phrase(summary.withoutPast(), "verdict"));
  }
}
