package dev.bijou.cli.speech;

import dev.bijou.cli.console.StatusLine;
import dev.bijou.table.text.NumberText;
import dev.bijou.train.TrainingEvent;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Shows the progress of a training on sound: a line that is redrawn on a terminal, or a line every few seconds
/// elsewhere.
final class LearningProgress {
  private static final long LINE_PAUSE_NANOS = 10_000_000_000L;
  private static final int LINES_WANTED = 200; // before the pauses grow

  private final StatusLine line;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final DoubleFunction<String> score;
  private final long start;
  private long shown;
  private Duration before = Duration.ZERO;
  private long stepBefore;

  /// @param score the text for a held-out log-density
  LearningProgress(
      PrintStream err, boolean terminal, LongSupplier nanoTime, DoubleFunction<String> score) {
    this.line = new StatusLine(err, terminal);
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.score = score;
    this.start = nanoTime.getAsLong();
    this.shown = start - LINE_PAUSE_NANOS;
  }

  /// @param secondsPerStep seconds of sound in a step
  void accept(TrainingEvent event, double secondsPerStep) {
    switch (event) {
      case TrainingEvent.Started started ->
          note(String.format(Locale.ROOT, "%,d parameters", started.parameters()));
      case TrainingEvent.Validated round -> show(round, secondsPerStep);
      case TrainingEvent.RolledBack back ->
          note(
              String.format(
                  Locale.ROOT,
                  "step %,d: the loss was not finite; back to the best weights with half the step",
                  back.step()));
      case TrainingEvent.Finished _ -> {}
    }
  }

  private void show(TrainingEvent.Validated round, double secondsPerStep) {
    double seconds = round.elapsed().minus(before).toNanos() / 1e9;
    double speed = (round.step() - stepBefore) * secondsPerStep / seconds;
    boolean first = before.isZero();
    before = round.elapsed();
    stepBefore = round.step();
    long now = nanoTime.getAsLong();
    long pause = terminal ? 0 : Math.max(LINE_PAUSE_NANOS, (now - start) / LINES_WANTED);
    if (!first && now - shown < pause) {
      return;
    }
    shown = now;
    String text =
        String.format(
            Locale.ROOT,
            "step %,d, %s: held out %s, learning %s; %.1f h heard, %.1f × real time",
            round.step(),
            NumberText.duration(round.elapsed().toNanos() / 1e9),
            score.apply(round.validation()),
            number(round.training(), 3),
            round.step() * secondsPerStep / 3600,
            speed);
    if (terminal) {
      line.draw(text);
    } else {
      line.print(text);
    }
  }

  /// A number, with an exponent if it is so large that something must have gone wrong.
  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + (Math.abs(value) < 1000 ? "f" : "e"), value);
  }

  /// Shows on a terminal what is being done, until the next text replaces it.
  void doing(String what) {
    line.draw(what);
  }

  /// Reads a folder, and shows so meanwhile.
  <R> R reading(Path folder, Supplier<R> read) {
    doing("reading " + folder);
    try {
      return read.get();
    } finally {
      clear();
    }
  }

  /// Prints a line.
  void note(String text) {
    line.print(text);
  }

  /// Takes the line away that is redrawn.
  void clear() {
    line.clear();
  }
}
