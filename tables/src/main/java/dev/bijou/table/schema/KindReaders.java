package dev.bijou.table.schema;

import dev.bijou.table.io.CellReader;
import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import java.time.temporal.TemporalAccessor;
import java.util.List;

/// How the cells of each kind of column are read.
final class KindReaders {
  private KindReaders() {}

  /// The reader of the cells of a column.
  ///
  /// Throws an [IllegalArgumentException] for keys and free text.
  ///
  /// @param column its name
  /// @param missing whether numbers and dates may be missing
  static CellReader of(String column, Kind kind, boolean missing) {
    return switch (kind) {
      case Kind.Continuous _, Kind.Integral _ ->
          missing ? new CellReader.Numbers(true) : CellReader.NUMBERS;
      case Kind.Categorical _ -> new Names(kind.names(), false);
      case Kind.Binary _ -> new Names(kind.names(), true);
      case Kind.DateTime(String pattern, double _) -> new Dates(DateTimes.of(pattern), missing);
      case Kind.Constant(String text) -> ConstantReader.of(text);
      case Kind.Identifier _ ->
          throw new IllegalArgumentException(
              "column " + Phrases.quote(column) + " is not part of the model");
    };
  }

  /// Names, by their position; one that is not listed has the position after the last.
  private static final class Names implements CellReader {
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
  private record Dates(DateTimes format, boolean takesMissing) implements CellReader {
    @Override
    public double read(char[] text, int from, int length) {
      return DateTimes.looksLikeOne(text, from, length)
          ? format.seconds(new String(text, from, length))
          : Double.NaN;
    }

    @Override
    public double read(TemporalAccessor time, String text) {
      double seconds = DateTimes.seconds(time);
      return Double.isNaN(seconds) ? CellReader.super.read(time, text) : seconds;
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
