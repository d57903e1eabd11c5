package dev.bijou.cli.table;

import dev.bijou.table.model.Unseen;
import java.io.PrintStream;
import java.util.List;

/// Reports the categories of a table that a model does not know.
final class UnseenNotes {
  private UnseenNotes() {}

  /// One line for each column that has any.
  static void print(List<Unseen> all, PrintStream err) {
    all.forEach(unseen -> err.println("note: " + unseen.note()));
  }
}
