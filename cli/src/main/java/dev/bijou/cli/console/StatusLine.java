package dev.bijou.cli.console;

import java.io.PrintStream;

/// The last line of a terminal, which is drawn again and again and gives way to lines that stay. It is not drawn
/// elsewhere.
public final class StatusLine {
  private static final String CLEAR = "\r\u001b[K";
  private static final String NO_WRAP = "\u001b[?7l"; // a line too long for the terminal is cut
  private static final String WRAP = "\u001b[?7h";

  private final PrintStream err;
  private final boolean terminal;
  private boolean drawn;

  public StatusLine(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /// Draws a text on a terminal, instead of the one before.
  public void draw(String text) {
    if (terminal) {
      err.print(CLEAR + NO_WRAP + text + WRAP);
      err.flush();
      drawn = true;
    }
  }

  /// Prints a line that stays.
  public void print(String line) {
    clear();
    err.println(line);
  }

  /// Takes away what was drawn.
  public void clear() {
    if (drawn) {
      err.print(CLEAR);
      err.flush();
      drawn = false;
    }
  }
}
