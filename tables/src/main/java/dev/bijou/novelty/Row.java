package dev.bijou.novelty;

import java.util.function.IntFunction;

/// A row to be judged.
///
/// @param cells a number for each column of the schema, as [dev.bijou.table.io.RowBlock#column(int)] has them
/// @param text the text of a cell, by its place in the schema: that of a name that the model does not know
record Row(double[] cells, IntFunction<String> text) {
  private static final int LONGEST_TEXT = 40;

  /// A row without text.
  Row(double[] cells) {
    this(cells, _ -> "other");
  }

  /// The text of a cell in one short line.
  String line(int column) {
    return line(text.apply(column));
  }

  /// A text in one short line.
  static String line(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line;
  }
}
