package dev.bijou.cli.table;

import dev.bijou.table.model.Unseen;
import java.io.PrintStream;
import java.util.List;

/// Reports the categories of a table that a model does not know.
final class UnseenNotes {
  private static final int MOST_SHOWN = 40;

  private UnseenNotes() {}

  /// One line for each column that has any.
  static void print(List<Unseen> all, PrintStream err) {
    all.forEach(unseen -> err.println("note: " + note(unseen)));
  }

  private static String note(Unseen unseen) {
    return "%,d cell%s of column \"%s\" %s not known to the model, such as \"%s\"; %s scored as unseen"
        .formatted(
            unseen.cells(),
            unseen.cells() == 1 ? "" : "s",
            unseen.column(),
            unseen.cells() == 1 ? "is" : "are",
            shortened(unseen.example()),
            unseen.cells() == 1 ? "it is" : "they are");
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
  }
}
