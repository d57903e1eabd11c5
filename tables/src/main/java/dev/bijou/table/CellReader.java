package dev.bijou.table;

import java.util.List;

/// Turns the cells of a column into doubles.
interface CellReader {
  /// Numbers, of which none may be missing.
  CellReader NUMBERS = new Numbers(false);

  /// The double that the text stands for: NaN if the cell is missing or cannot be read, more than
  /// [NumberParser#LIMIT] in magnitude if it is too large.
  double read(char[] text, int from, int length);

  /// The double that a number stands for, in a format that has numbers; NaN if the cell is missing.
  default double read(double number) {
    return number;
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

  /// The reader of the cells of a column.
  static CellReader of(Column column) {
    boolean missing = column.missing() > 0;
    return switch (column.kind()) {
      case Kind.Continuous _, Kind.Integral _ -> missing ? new Numbers(true) : NUMBERS;
      case Kind.Categorical _ -> new Names(column.kind().names(), false);
      case Kind.Binary _ -> new Names(column.kind().names(), true);
      case Kind.DateTime(String pattern, double _) -> new Dates(DateTimes.of(pattern), missing);
      case Kind.Constant _, Kind.Identifier _ ->
          throw new IllegalArgumentException(
              "column " + Phrases.quote(column.name()) + " is not part of the model");
    };
  }

  /// Decimal numbers.
  record Numbers(boolean takesMissing) implements CellReader {
    @Override
    public double read(char[] text, int from, int length) {
      return NumberParser.parse(text, from, length);
    }
  }

  /// Names, by their position; one that is not listed has the position after the last.
  final class Names implements CellReader {
    private final TextCounts names = new TextCounts(Integer.MAX_VALUE);

    /// @param anyCase whether names may be written in upper or lower case
    Names(List<String> listed, boolean anyCase) {
      listed.forEach(names::add);
      this.anyCase = anyCase;
      this.size = listed.size();
    }

    private final boolean anyCase;
    private final int size;

    @Override
    public double read(char[] text, int from, int length) {
      int at = names.find(text, from, length);
      if (at >= 0) {
        return at;
      }
      if (NumberParser.isMissing(text, from, length)) {
        return Double.NaN;
      }
      return anyCase ? inAnyCase(new String(text, from, length)) : size;
    }

    private int inAnyCase(String text) {
      for (int i = 0; i < size; i++) {
        if (names.text(i).equalsIgnoreCase(text)) {
          return i;
        }
      }
      return size;
    }

    @Override
    public double read(double number) {
      if (Double.isNaN(number)) {
        return number;
      }
      char[] text = NumberText.of(number).toCharArray();
      return read(text, 0, text.length);
    }

    @Override
    public boolean isNumeric() {
      return false;
    }

    @Override
    public boolean takesMissing() {
      return true;
    }
  }

  /// Points in time.
  record Dates(DateTimes format, boolean takesMissing) implements CellReader {
    @Override
    public double read(char[] text, int from, int length) {
      return DateTimes.looksLikeOne(text, from, length)
          ? format.seconds(new String(text, from, length))
          : Double.NaN;
    }

    @Override
    public boolean isNumeric() {
      return false;
    }

    @Override
    public String complaint() {
      return "is not a point in time written as %s; correct it".formatted(format.pattern());
    }
  }
}
