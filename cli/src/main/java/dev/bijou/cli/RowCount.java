package dev.bijou.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/// Shows on a terminal how many rows are done, and elsewhere nothing.
final class RowCount {
  private static final long PAUSE_NANOS = 500_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream err;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private long shown;
  private boolean drawn;

  RowCount(PrintStream err, boolean terminal, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.shown = nanoTime.getAsLong();
  }

  void show(long rows) {
    long now = nanoTime.getAsLong();
    if (terminal && now - shown >= PAUSE_NANOS) {
      err.print(CLEAR + "%,d rows".formatted(rows));
      err.flush();
      shown = now;
      drawn = true;
    }
  }

  void clear() {
    if (drawn) {
      err.print(CLEAR);
      err.flush();
    }
  }
}
