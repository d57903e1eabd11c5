package dev.bijou.cli.table;

import dev.bijou.cli.console.Interrupts;
import dev.bijou.cli.console.StatusLine;
import dev.bijou.table.text.NumberText;
import dev.bijou.train.FlowFit;
import dev.bijou.train.TrainingEvent;
import dev.bijou.train.TrainingListener;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Shows the progress of a fit: a bar that is redrawn on a terminal, or a line every few seconds elsewhere.
final class FitProgress {
  private static final int BAR_CELLS = 12;
  private static final long LINE_PAUSE_NANOS = 2_000_000_000L;
  private static final long BAR_PAUSE_NANOS = 100_000_000L;
  private static final int LINES_WANTED = 50; // before the pauses grow

  private final StatusLine line;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long start;
  private long shown;
  private final Pace pace = new Pace();

  /// How fast the members learn.
  private static final class Pace {
    private long memberStart;
    private double memberStartProgress =
        -1; // not 0 if the fit was resumed; −1 before the first round
    private long finishedNanos;
    private int finished;

    void start(long now) {
      memberStart = now;
      memberStartProgress = -1;
    }

    void finish(long now) {
      finishedNanos += now - memberStart;
      finished++;
    }

    /// Seconds left if this member uses up its schedule and the others take as long as those before; NaN if it is too
    /// early to tell.
    double secondsLeft(long now, double progress, int membersToCome) {
      if (memberStartProgress < 0) {
        memberStartProgress = progress < 0.1 ? 0 : progress;
      }
      double advance = progress - memberStartProgress;
      double whole = advance < 0.005 ? Double.NaN : (now - memberStart) / advance;
      double next = finished == 0 ? whole : (double) finishedNanos / finished;
      return (whole * (1 - progress) + next * membersToCome) / 1e9;
    }
  }

  FitProgress(PrintStream err, boolean terminal, LongSupplier nanoTime) {
    this.line = new StatusLine(err, terminal);
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.shown = terminal ? start - BAR_PAUSE_NANOS : start;
  }

  void accept(FlowFit.Event event) {
    long now = nanoTime.getAsLong();
    switch (event) {
      case FlowFit.Event.MemberStarted _ -> pace.start(now);
      case FlowFit.Event.Training training -> {
        switch (training.event()) {
          case TrainingEvent.Validated round -> show(training, round, now);
          case TrainingEvent.RolledBack back ->
              note(
                  "step %,d: the loss was not finite; back to the best weights with half the step"
                      .formatted(back.step()));
          case TrainingEvent.Finished _ -> pace.finish(now);
          case TrainingEvent.Started _ -> {}
        }
      }
    }
  }

  private void show(FlowFit.Event.Training training, TrainingEvent.Validated round, long now) {
    double left = pace.secondsLeft(now, round.progress(), training.members() - training.member());
    long pause =
        terminal ? BAR_PAUSE_NANOS : Math.max(LINE_PAUSE_NANOS, (now - start) / LINES_WANTED);
    if (now - shown < pause) {
      return;
    }
    shown = now;
    double done = (training.member() - 1 + Math.min(1, round.progress())) / training.members();
    String text =
        text(training, round, done)
            + (left >= 0 ? ", at most " + NumberText.duration(left) + " left" : "");
    if (terminal) {
      line.draw(bar(done) + " " + text);
    } else {
      line.print(text);
    }
  }

  private static String text(
      FlowFit.Event.Training training, TrainingEvent.Validated round, double done) {
    String member =
        training.members() == 1
            ? ""
            : "flow %d/%d, ".formatted(training.member(), training.members());
    return String.format(
        Locale.ROOT,
        "%3.0f %%  %sepoch %.0f, held out %.3f (best %.3f)",
        100 * done,
        member,
        round.epoch(),
        round.validation(),
        round.best());
  }

  private static String bar(double done) {
    int full = (int) Math.round(BAR_CELLS * done);
    return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
  }

  /// Shows on a terminal what is being done, until the next text replaces it.
  void doing(String what) {
    line.draw(what);
  }

  /// Prints a line; the bar is drawn again after it.
  void note(String text) {
    line.print(text);
  }

  /// Takes the bar away.
  void clear() {
    line.clear();
  }

  /// Shows what a fit does until it is interrupted.
  TrainingListener<FlowFit.Event> listener(Interrupts interrupts) {
    return new TrainingListener<>() {
      @Override
      public void event(FlowFit.Event event) {
        accept(event);
      }

      @Override
      public void note(String line) {
        FitProgress.this.note("note: " + line);
      }

      @Override
      public boolean stop() {
        return interrupts.requested();
      }
    };
  }
}
