package dev.bijou.table.model;

/// Cells of a column with names that a model does not know; their rows are scored with the probability that it reserves
/// for unseen names.
///
/// @param column the column
/// @param cells how many there are
/// @param example one of the names; empty if text is not kept
public record Unseen(String column, long cells, String example) {
  private static final int MOST_SHOWN = 40;

  /// The same in words, in one line.
  public String note() {
    return "%,d cell%s of column \"%s\" %s not known to the model%s; %s scored as unseen"
        .formatted(
            cells,
            cells == 1 ? "" : "s",
            column,
            cells == 1 ? "is" : "are",
            example.isEmpty() ? "" : ", such as \"" + shortened(example) + "\"",
            cells == 1 ? "it is" : "they are");
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
  }
}
