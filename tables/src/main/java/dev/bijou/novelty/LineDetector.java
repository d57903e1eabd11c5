package dev.bijou.novelty;

import dev.bijou.OutputException;
import dev.bijou.novelty.rank.Ranks;
import dev.bijou.novelty.rank.RecentRows;
import dev.bijou.table.encoding.RowText;
import dev.bijou.table.io.CsvHeader;
import dev.bijou.table.io.CsvLines;
import dev.bijou.table.io.TableException;
import dev.bijou.table.score.Scores;
import dev.bijou.table.window.PastCells;
import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Answers a stream of rows line by line: each with its verdict, at once and in order, in bounded memory.
///
/// The stream is CSV, of which the first line is the header (unless the options say that there is none) and each
/// further line a row, or JSON lines. The answers to CSV begin with their header, and a row is answered by the row and
/// its verdict, in the format of the input. A line that cannot be judged is answered too, with what is wrong with it.
/// Blank lines are skipped. For a model of rows in time, a row is judged by the rows of its series before it, as far as
/// [dev.bijou.table.window.PastCells] remembers them; one without enough of them is answered without a verdict, and lines that cannot be judged
/// are no part of the past. The lines that have arrived together are judged together, so that a fast stream is answered
/// in batches; the verdicts are the same.
public final class LineDetector {
  private static final int TASK_LINES = 64;

  private final Detector detector;
  private final Optional<FalseDiscoveries> discoveries;
  private final Options options;
  private final Workers workers;
  private final Consumer<String> badLines;
  private final Optional<PastCells> past; // of rows in time
  private final Optional<RecentRows> recent;
  private final Watches watches;

  /// How to answer.
  ///
  /// @param rule which rows are novel; by a false discovery rate, among the last `window` rows
  /// @param window the window of a false discovery rate, in rows
  /// @param json whether CSV is answered by JSON lines, with all reasons; JSON lines always are
  /// @param reasons whether novel rows are answered with reasons, which take most of the time
  /// @param header whether the first line of CSV names the columns
  /// @param prefix what the names of the fields of a verdict begin with, usually nothing
  /// @param recent how many rows before it, of its series, a row is ranked among, at least 20; empty for held-out rows
  public record Options(
      NoveltyRule rule,
      int window,
      boolean json,
      boolean reasons,
      CsvHeader header,
      String prefix,
      OptionalInt recent) {
    /// The default window of a false discovery rate, in rows.
    public static final int DEFAULT_WINDOW = 10_000;

    /// The default: [Detector#DEFAULT_ALPHA], answers in the format of the input, with reasons.
    public static Options standard() {
      return new Options(
          new NoveltyRule.Alpha(Detector.DEFAULT_ALPHA),
          DEFAULT_WINDOW,
          false,
          true,
          CsvHeader.FIRST,
          "",
          OptionalInt.empty());
    }

    /// The same with another rule.
    public Options withRule(NoveltyRule other) {
      return new Options(other, window, json, reasons, header, prefix, recent);
    }

    /// The same with another window of a false discovery rate.
    public Options withWindow(int rows) {
      return new Options(rule, rows, json, reasons, header, prefix, recent);
    }

    /// The same, with or without JSON for CSV.
    public Options withJson(boolean wanted) {
      return new Options(rule, window, wanted, reasons, header, prefix, recent);
    }

    /// The same, with or without reasons.
    public Options withReasons(boolean wanted) {
      return new Options(rule, window, json, wanted, header, prefix, recent);
    }

    /// The same for CSV with or without a header.
    public Options withHeader(CsvHeader other) {
      return new Options(rule, window, json, reasons, other, prefix, recent);
    }

    /// The same with another prefix.
    public Options withPrefix(String other) {
      return new Options(rule, window, json, reasons, header, other, recent);
    }

    /// The same with rows that are ranked among the last ones.
    ///
    /// @throws IllegalArgumentException if these are too few
    public Options withRecent(int rows) {
      RecentRows.requireRows(rows);
      return new Options(rule, window, json, reasons, header, prefix, OptionalInt.of(rows));
    }
  }

  /// The summary of a stream.
  ///
  /// @param rows rows with a verdict
  /// @param novel rows called novel
  /// @param bad lines that could not be judged
  /// @param withoutPast rows without a verdict because rows before them are needed that are not there
  /// @param notes what could not be watched, one line each
  public record Summary(long rows, long novel, long bad, long withoutPast, List<String> notes) {
    /// A summary without notes.
    public Summary(long rows, long novel, long bad) {
      this(rows, novel, bad, 0, List.of());
    }
  }

  /// @param detector judges the rows; the rule of the options replaces its alpha
  /// @param options how to answer
  /// @param workers the threads to use
  /// @param badLines told of every line that could not be judged, and why
  public LineDetector(
      Detector detector, Options options, Workers workers, Consumer<String> badLines) {
    this.options = options;
    this.workers = workers;
    this.badLines = badLines;
    this.past = RowText.past(detector.schema());
    OptionalInt rows = options.recent();
    this.recent =
        rows.isEmpty()
            ? Optional.empty()
            : Optional.of(new RecentRows(rows.getAsInt(), detector.pValues().calibration()));
    this.watches = detector.watches(rows);
    switch (options.rule()) {
      case NoveltyRule.Alpha(double alpha) -> {
        this.detector = detector.withAlpha(alpha);
        this.discoveries = Optional.empty();
      }
      case NoveltyRule.FalseDiscoveryRate(double q) -> {
        this.detector = detector;
        this.discoveries =
            Optional.of(FalseDiscoveries.ofStream(watches.ranked(), q, options.window()));
      }
    }
  }

  /// The least p-value that the density of a row can give it.
  public double leastPValue() {
    return watches.least();
  }

  /// Answers a stream to its end.
  ///
  /// Throws a [TableException] if the stream cannot be read, is empty, or its header is unusable or lacks a column of
  /// the model; an [OutputException] if answers cannot be written.
  ///
  /// @param name the name of the stream in messages
  public Summary run(String name, InputStream in, OutputStream out) {
    LineBatches batches = new LineBatches(name, in);
    List<LineBatches.Line> lines = batches.next();
    if (lines.isEmpty()) {
      throw new TableException(
          name + " is empty; it needs a header and rows as CSV, or rows as JSON lines");
    }
    LineBatches.Line first = lines.getFirst();
    if (first.tooLong()) {
      throw new TableException(name + ": the first line is " + Answer.tooLong());
    }
    Verdict.Text text = new Verdict.Text(options.prefix());
    LineFormat format;
    if (first.text().stripLeading().startsWith("{")) {
      List<String> watched =
          watches.watched().columns().stream().map(column -> column.name()).toList();
      format = new LineFormat.JsonLines(detector.schema(), watched, text);
    } else {
      CsvLines csv = new CsvLines(name, first.text(), options.header());
      LineFormat.Csv answers =
          new LineFormat.Csv(detector.schema(), name, csv, options.json(), text);
      CsvLines.Text header = new CsvLines.Text();
      answers.writeHeader(header);
      write(header.toString(), out);
      lines = options.header() == CsvHeader.FIRST ? lines.subList(1, lines.size()) : lines;
      format = answers;
    }
    WatchedCells cells = new WatchedCells(watches.watched(), name, format.names(), true);
    long rows = 0;
    long novel = 0;
    long bad = 0;
    long withoutPast = 0;
    // The batch of the header may hold no more, which does not end the stream.
    for (boolean more = true; more; more = !(lines = batches.next()).isEmpty()) {
      for (Answer answer : answers(lines, format, cells, out)) {
        if (!answer.hasPast) {
          withoutPast++;
        } else if (answer.verdict == null) {
          bad++;
          badLines.accept("line " + answer.line.number() + ": " + answer.error);
        } else {
          rows++;
          novel += answer.verdict.novel() ? 1 : 0;
        }
      }
    }
    return new Summary(rows, novel, bad, withoutPast, cells.notes());
  }

  private List<Answer> answers(
      List<LineBatches.Line> lines, LineFormat format, WatchedCells cells, OutputStream out) {
    List<Answer> answers = new ArrayList<>(lines.size());
    lines.forEach(line -> answers.add(new Answer(line)));
    int tasks = Math.ceilDiv(lines.size(), TASK_LINES);
    if (past.isPresent()) { // which is filled in line by line
      workers.run(tasks, (task, _) -> part(answers, task).forEach(answer -> answer.parse(format)));
      answers.forEach(answer -> answer.fill(past.get()));
      workers.run(tasks, (task, _) -> judge(part(answers, task), cells));
    } else {
      workers.run(
          tasks,
          (task, _) -> {
            part(answers, task).forEach(answer -> answer.parse(format));
            judge(part(answers, task), cells);
          });
    }
    // In the order of the stream, hence here.
    for (Answer answer : answers) {
      if (answer.verdict != null) {
        watch(answer, cells);
      }
    }
    if (options.reasons()) {
      explain(answers, format.allReasons());
    }
    String[] texts = new String[tasks];
    workers.run(tasks, (task, _) -> texts[task] = Answer.text(part(answers, task), format));
    write(String.join("", texts), out);
    return answers;
  }

  /// Adds what is watched beside the density, and what the last rows say.
  private void watch(Answer answer, WatchedCells cells) {
    LineFormat.Parsed parsed = Objects.requireNonNull(answer.parsed);
    Verdict plain = Objects.requireNonNull(answer.verdict);
    Ranks.Standing own = plain.standing();
    if (recent.isPresent()) {
      RecentRows.Admitted admitted = recent.get().admit(parsed.series(), plain.novelty());
      own = admitted.standing();
      answer.others = own.pValue() <= limit() ? admitted.ranks() : null;
    }
    List<Watches.Signal> signals = new ArrayList<>(answer.signals);
    signals.addAll(cells.copies(answer.line.number(), parsed.named()));
    Watches.Judged judged = watches.judge(own, parsed.row().cells(), parsed.row()::line, signals);
    Verdict verdict = plain.with(judged, detector.alpha());
    answer.judged = judged;
    answer.verdict =
        discoveries
            .map(window -> verdict.with(window.admit(watches.rank(judged.pValue()))))
            .orElse(verdict);
  }

  /// The largest p-value of a reason that is worth telling.
  private double limit() {
    return switch (options.rule()) {
      case NoveltyRule.Alpha(double alpha) -> alpha;
      case NoveltyRule.FalseDiscoveryRate(double q) -> q;
    };
  }

  private static List<Answer> part(List<Answer> answers, int task) {
    return answers.subList(task * TASK_LINES, Math.min(answers.size(), (task + 1) * TASK_LINES));
  }

  private void judge(List<Answer> answers, WatchedCells cells) {
    List<Answer> good = new ArrayList<>(answers.size());
    List<double[]> rows = new ArrayList<>(answers.size());
    for (Answer answer : answers) {
      if (answer.parsed != null && answer.hasPast) {
        good.add(answer);
        rows.add(answer.parsed.row().cells());
      }
    }
    Scores scores = detector.scores(rows);
    for (int i = 0; i < good.size(); i++) {
      Answer answer = good.get(i);
      answer.verdict = detector.verdict(rows.get(i), scores, i);
      answer.signals = cells.forms(Objects.requireNonNull(answer.parsed).named());
    }
  }

  /// Adds reasons to novel rows.
  private void explain(List<Answer> answers, boolean all) {
    List<Answer> novel =
        answers.stream()
            .filter(answer -> answer.verdict != null && answer.verdict.novel())
            .toList();
    Explanations explanations = detector.explanations(all);
    workers.run(
        novel.size(),
        (task, _) -> {
          Answer answer = novel.get(task);
          Row row = Objects.requireNonNull(answer.parsed).row();
          Watches.Judged judged = Objects.requireNonNull(answer.judged);
          Ranks others = answer.others;
          Explanations own = others == null ? explanations : explanations.among(others);
          Explanation found = own.of(row, judged, limit());
          answer.verdict = Objects.requireNonNull(answer.verdict).with(found);
        });
  }

  private static void write(String text, OutputStream out) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new OutputException("standard output", e);
    }
  }
}
