package dev.bijou.table.schema;

import dev.bijou.table.io.CellReader;
import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// Reads the cells of a constant column: 0 for the constant, NaN for a missing cell, 1 for any other.
///
/// Cells are compared by value: `1.0` is `1.00`, `TRUE` is `true`, and a date is one however its pattern lets it be
/// written.
///
/// @param text the constant; empty if the cells were missing
/// @param sameValue whether another text has its value
record ConstantReader(String text, Predicate<String> sameValue) implements CellReader {
  private static final List<String> NO_AND_YES =
      List.of("false", "true", "no", "yes", "n", "y", "f", "t", "off", "on");

  /// The reader of a constant.
  static ConstantReader of(String text) {
    if (NumberParser.isNumber(text)) {
      double number = number(text);
      return new ConstantReader(text, other -> number(other) == number);
    }
    if (NO_AND_YES.contains(text.toLowerCase(Locale.ROOT))) {
      return new ConstantReader(text, text::equalsIgnoreCase);
    }
    char[] cell = text.toCharArray();
    if (cell.length > 0 && DateTimes.looksLikeOne(cell, 0, cell.length)) {
      for (String pattern : DateTimes.KNOWN) {
        DateTimes format = DateTimes.of(pattern);
        double seconds = format.seconds(text);
        if (!Double.isNaN(seconds)) {
          return new ConstantReader(text, other -> format.seconds(other) == seconds);
        }
      }
    }
    return new ConstantReader(text, _ -> false);
  }

  private static double number(String text) {
    return NumberParser.parse(text.toCharArray(), 0, text.length());
  }

  @Override
  public double read(char[] cell, int from, int length) {
    if (NumberParser.isMissing(cell, from, length)) {
      return text.isEmpty() ? 0 : Double.NaN;
    }
    String other = new String(cell, from, length);
    return other.equals(text) || sameValue.test(other) ? 0 : 1;
  }

  @Override
  public double read(double number) {
    char[] cell = Double.isNaN(number) ? new char[0] : NumberText.of(number).toCharArray();
    return read(cell, 0, cell.length);
  }

  @Override
  public boolean isNumeric() {
    return false;
  }

  /// A missing cell is one that differs.
  @Override
  public boolean takesMissing() {
    return true;
  }
}
