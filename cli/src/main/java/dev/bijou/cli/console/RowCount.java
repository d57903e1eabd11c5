package dev.bijou.cli.console;

import dev.bijou.table.text.NumberText;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/// Shows on a terminal how many rows are done, and elsewhere nothing.
public final class RowCount {
  private static final long PAUSE_NANOS = 500_000_000L;

  private final StatusLine line;
  private final LongSupplier nanoTime;
  private long shown;

  public RowCount(PrintStream err, boolean terminal, LongSupplier nanoTime) {
    this.line = new StatusLine(err, terminal);
    this.nanoTime = nanoTime;
    this.shown = nanoTime.getAsLong();
  }

  public void show(long rows) {
    long now = nanoTime.getAsLong();
    if (now - shown >= PAUSE_NANOS) {
      line.draw(NumberText.counted(rows, "row"));
      shown = now;
    }
  }

  public void clear() {
    line.clear();
  }
}
