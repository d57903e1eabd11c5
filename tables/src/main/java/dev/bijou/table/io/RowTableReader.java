package dev.bijou.table.io;

import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads rows that a program has: numbers and booleans (0 or 1) as numbers, all else as text, as the Parquet reader does.
/// Text where numbers are wanted is read as that of CSV is.
final class RowTableReader implements TableReader {
  private static final char[] NO_TEXT = {};

  private final String name;
  private final TableReader.Rows source;
  private final Iterator<@Nullable Object[]> rows;
  private final ColumnPlan plan;
  private final Missing missing;
  private final List<String> header;
  private final List<String> columns;
  private final int[] places; // of the planned columns in a row
  private final CellReader[] cells;
  private final int capacity;
  private long rowsRead;
  private long dropped;

  /// @param name the name of the table in messages
  RowTableReader(String name, TableReader.Rows source, ColumnPlan plan, Missing missing) {
    this.name = name;
    this.source = source;
    this.plan = plan;
    this.missing = missing;
    this.header = Header.names(name, source.header());
    this.places = plan.positions(name, header).stream().mapToInt(Integer::intValue).toArray();
    this.columns = Arrays.stream(places).mapToObj(header::get).toList();
    this.cells = columns.stream().map(plan.cells()).toArray(CellReader[]::new);
    this.capacity = BlockSize.rows(columns.size(), plan.text() ? header.size() : 0);
    this.rows = source.iterator();
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public long dropped() {
    return dropped;
  }

  @Override
  public @Nullable RowBlock next() {
    long[] numbers = new long[capacity];
    double[][] values = new double[columns.size()][capacity];
    String[][] text = plan.text() ? new String[capacity][] : null;
    int count = 0;
    while (count < capacity && rows.hasNext()) {
      @Nullable Object[] row = rows.next();
      rowsRead++;
      if (read(row, values, count)) {
        if (text != null) {
          text[count] = texts(row);
        }
        numbers[count++] = rowsRead;
      }
    }
    if (count > 0) {
      return new RowBlock(count, numbers, values, text);
    }
    if (rowsRead == dropped) {
      throw BlockSize.noRows(name, dropped);
    }
    return null;
  }

  /// Reads a row into the place `at`; false if it is left out.
  private boolean read(@Nullable Object[] row, double[][] values, int at) {
    for (int c = 0; c < places.length; c++) {
      Object cell = row[places[c]];
      double value = value(cell, cells[c]);
      values[c][at] = value;
      boolean tooLarge =
          cell instanceof Number number && Math.abs(number.doubleValue()) > NumberParser.LIMIT;
      if (Math.abs(value) <= NumberParser.LIMIT && !tooLarge) {
        continue;
      }
      if (!isMissing(cell)) {
        source.refused(rowsRead, new TableException(where(c) + complaint(cell, value, cells[c])));
        return false;
      }
      if (!cells[c].takesMissing() && missing == Missing.REFUSE) {
        throw new TableException(
            TableException.Problem.MISSING_CELL,
            where(c) + "the cell is missing; fill it, or leave such rows out");
      }
      if (!cells[c].takesMissing() && missing == Missing.DROP) {
        dropped++;
        return false;
      }
    }
    return true;
  }

  private static double value(@Nullable Object cell, CellReader reader) {
    return switch (cell) {
      case null -> reader.isNumeric() ? Double.NaN : reader.read(NO_TEXT, 0, 0);
      case Number number when reader.isNumeric() -> number.doubleValue();
      case Boolean bool when reader.isNumeric() -> bool ? 1 : 0;
      case Number number when Double.isNaN(number.doubleValue()) -> reader.read(NO_TEXT, 0, 0);
      case TemporalAccessor time -> reader.read(time, text(time));
      default -> {
        char[] text = text(cell).strip().toCharArray();
        yield reader.read(text, 0, text.length);
      }
    };
  }

  private static boolean isMissing(@Nullable Object cell) {
    return switch (cell) {
      case null -> true;
      case Number number -> Double.isNaN(number.doubleValue());
      default -> {
        char[] text = text(cell).strip().toCharArray();
        yield NumberParser.isMissing(text, 0, text.length);
      }
    };
  }

  private String where(int column) {
    return name + ", row " + rowsRead + ", column " + Phrases.quote(columns.get(column)) + ": ";
  }

  private static String complaint(@Nullable Object cell, double value, CellReader reader) {
    String text = Phrases.quote(text(cell));
    if (NumberParser.isInfinite(text(cell))) {
      return text + " is not finite; correct it or leave the row out";
    }
    if (!reader.complaint().isEmpty()) {
      return text + " " + reader.complaint();
    }
    return Double.isNaN(value)
        ? text + " is not a number; correct it"
        : text + " is too large; values up to 1e38 are accepted";
  }

  private String[] texts(@Nullable Object[] row) {
    String[] fields = new String[row.length];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = text(row[i]);
    }
    return fields;
  }

  /// A cell as text; empty if it is missing.
  static String text(@Nullable Object cell) {
    return switch (cell) {
      case null -> "";
      case Double number -> number.isNaN() ? "" : NumberText.of(number);
      case Float number -> number.isNaN() ? "" : NumberText.of(number);
      case BigDecimal number -> number.toPlainString();
      case LocalDateTime time -> TimeText.of(time);
      default -> cell.toString();
    };
  }

  @Override
  public void close() {
    // the rows belong to whoever has them
  }
}
