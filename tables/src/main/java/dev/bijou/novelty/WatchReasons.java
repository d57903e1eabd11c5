package dev.bijou.novelty;

import dev.bijou.table.schema.Column;
import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import dev.bijou.table.watch.TextForm;
import dev.bijou.table.watch.WatchedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The sentences of what is watched beside the density.
final class WatchReasons {
  private static final int MOST_USUAL = 3;
  private static final double COVERED = 0.9;

  private WatchReasons() {}

  /// `gear = 7: always 1.11 in the rows learned from`.
  ///
  /// @param cell its text, empty if it is missing
  /// @param surprise −log of its probability
  static Reason constant(Column column, String cell, double surprise) {
    String always = column.text(0);
    String clause =
        (always.isEmpty() ? "always missing" : "always " + always) + " in the rows learned from";
    String subject = column.name() + (cell.isEmpty() ? " is missing" : " = " + cell);
    return new Reason(
        column.name(),
        cell,
        surprise,
        new Expectation.Watched("constant", always, subject + ": " + clause));
  }

  /// `card = "0000-XX": no such form in 12,000 rows (usual: 9999-9999)`.
  ///
  /// @param form of the cell
  static Reason form(WatchedColumn column, String cell, String form, double pValue) {
    String usual = usual(column);
    long own = column.rowsOf(form);
    boolean known = column.forms().containsKey(form);
    String of =
        (own == 0 ? "none" : (known ? "" : "at most ") + NumberText.count(own))
            + " of "
            + NumberText.counted(column.rows(), "row");
    String clause =
        form.isEmpty()
            ? ": as in " + of
            : column.level() == TextForm.CLASSES
                ? ": " + column.level().inWords(form) + " in " + of
                : own == 0
                    ? ": no such form in " + NumberText.counted(column.rows(), "row")
                    : ": such a form in " + of;
    return reason(column, cell, "form", usual, pValue, clause + " (usual: " + usual + ")");
  }

  /// The most frequent forms, which nine in ten rows have.
  private static String usual(WatchedColumn column) {
    List<String> usual = new ArrayList<>();
    long rows = 0;
    for (Map.Entry<String, Long> form : column.forms().entrySet()) {
      if (rows >= COVERED * column.rows() || usual.size() == MOST_USUAL) {
        break;
      }
      usual.add(form.getKey().isEmpty() ? "nothing" : column.level().inWords(form.getKey()));
      rows += form.getValue();
    }
    return usual.isEmpty() ? "none" : String.join("; ", usual);
  }

  /// `note = "…": 4,012 signs, usual are 3 to 280`.
  static Reason length(WatchedColumn column, String cell, int length, double pValue) {
    String usual =
        NumberText.count(column.lengths().getFirst())
            + " to "
            + NumberText.count(column.lengths().getLast());
    String digits = column.countsDigits() ? "" : " (a number as one)";
    return reason(
        column,
        cell,
        "length",
        usual,
        pValue,
        ": %s%s, in %s they were %s"
            .formatted(
                NumberText.counted(length, "sign"),
                digits,
                NumberText.counted(column.rows(), "row"),
                usual));
  }

  /// `order_id = 17 stands in row 5 as well`.
  static Reason copy(WatchedColumn column, String cell, long row, double pValue) {
    return reason(
        column,
        cell,
        "key",
        "a new key",
        pValue,
        " stands in row %s as well".formatted(NumberText.count(row)));
  }

  private static Reason reason(
      WatchedColumn column, String cell, String kind, String usual, double pValue, String clause) {
    String line = Row.line(cell);
    String shown =
        cell.isEmpty()
            ? " is missing"
            : " = " + (NumberParser.isNumber(cell) ? line : Phrases.quote(line));
    return new Reason(
        column.name(),
        line,
        -Math.log(pValue),
        new Expectation.Watched(kind, usual, column.name() + shown + clause));
  }
}
