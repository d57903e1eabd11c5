package dev.bijou.table.io;

import dev.bijou.table.text.NumberParser;
import java.time.temporal.TemporalAccessor;

/// Turns the cells of a column into doubles.
public interface CellReader {
  /// Numbers, of which none may be missing.
  CellReader NUMBERS = new Numbers(false);

  /// The double that the text stands for: NaN if the cell is missing or cannot be read, more than
  /// [NumberParser#LIMIT] in magnitude if it is too large.
  double read(char[] text, int from, int length);

  /// The double that a number stands for, in a format that has numbers; NaN if the cell is missing.
  default double read(double number) {
    return number;
  }

  /// The double that a point in time stands for.
  ///
  /// @param text of it
  default double read(TemporalAccessor time, String text) {
    return read(text.toCharArray(), 0, text.length());
  }

  /// Whether numbers are read as they are, rather than as text.
  default boolean isNumeric() {
    return true;
  }

  /// Whether a cell may be missing.
  boolean takesMissing();

  /// What is wrong with text that cannot be read and what to do; empty if it should have been a number.
  default String complaint() {
    return "";
  }

  /// Decimal numbers.
  record Numbers(boolean takesMissing) implements CellReader {
    @Override
    public double read(char[] text, int from, int length) {
      return NumberParser.parse(text, from, length);
    }
  }
}
