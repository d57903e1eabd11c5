package dev.bijou.cli;

import dev.bijou.train.FitEvent;
import dev.bijou.train.TrainingEvent;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Shows how a fit gets on: a bar that is redrawn on a terminal, and elsewhere a line every few seconds.
final class FitProgress {
  private static final int BAR_CELLS = 20;
  private static final long LINE_PAUSE_NANOS = 2_000_000_000L;
  private static final long BAR_PAUSE_NANOS = 100_000_000L;
  private static final int LINES_WANTED = 50; // before the pauses grow
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream err;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long start;
  private long shown;
  private boolean drawn;
  private double firstDone = -1; // where this run began, not 0 if it was resumed
  private long firstNanos;

  FitProgress(PrintStream err, boolean terminal, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.shown = terminal ? start - BAR_PAUSE_NANOS : start;
  }

  void accept(FitEvent event) {
    if (event instanceof FitEvent.Training training) {
      switch (training.event()) {
        case TrainingEvent.Validated round -> show(training, round);
        case TrainingEvent.RolledBack back ->
            note("step %,d: the loss was not finite; back to the best weights with half the step".formatted(back.step()));
        case TrainingEvent.Started _, TrainingEvent.Finished _ -> {}
      }
    }
  }

  private void show(FitEvent.Training training, TrainingEvent.Validated round) {
    long now = nanoTime.getAsLong();
    double done = (training.member() - 1 + round.progress()) / training.members();
    if (firstDone < 0) {
      firstDone = done;
      firstNanos = now;
    }
    long pause = terminal ? BAR_PAUSE_NANOS : Math.max(LINE_PAUSE_NANOS, (now - start) / LINES_WANTED);
    if (now - shown < pause) {
      return;
    }
    shown = now;
    String text = text(training, round, done) + left(done, now);
    if (terminal) {
      err.print(CLEAR + bar(done) + " " + text);
      err.flush();
      drawn = true;
    } else {
      err.println(text);
    }
  }

  private static String text(FitEvent.Training training, TrainingEvent.Validated round, double done) {
    String member = training.members() == 1 ? "" : "member %d/%d, ".formatted(training.member(), training.members());
    return String.format(
        Locale.ROOT,
        "%3.0f %%  %sepoch %.0f, held out %.3f (best %.3f)",
        100 * done,
        member,
        round.epoch(),
        round.validation(),
        round.best());
  }

  /// The time that is left at the pace so far; early stopping makes it less.
  private String left(double done, long now) {
    return done <= firstDone
        ? ""
        : ", at most " + Times.text((now - firstNanos) / 1e9 * (1 - done) / (done - firstDone)) + " left";
  }

  private static String bar(double done) {
    int full = (int) Math.round(BAR_CELLS * done);
    return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
  }

  /// Prints a line; the bar is drawn again after it.
  void note(String line) {
    clear();
    err.println(line);
  }

  /// Takes the bar away.
  void clear() {
    if (drawn) {
      err.print(CLEAR);
      err.flush();
      drawn = false;
    }
  }
}
