package dev.bijou.table.io;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a CSV table, see [CsvGrammar], with or without a header row and a byte order mark.
final class CsvTableReader implements TableReader {
  private static final String[] NO_TEXT = {};

  private final String name;
  private final int headerRows; // 1 or 0
  private final CsvDialect dialect;
  private final ColumnPlan plan;
  private final Missing missing;
  private final CsvReader<Boolean> csv;
  private final Iterator<Boolean> records;
  private final Handler handler = new Handler();
  private final List<String> header;
  private final List<String> columns;
  private final CellReader[] cells; // by planned column
  private final boolean[] seenNumber; // by planned column
  private final int capacity;
  private boolean firstWaits; // the first row of data has been read as if it were a header
  private long rowsRead;
  private long dropped;

  /// @param name the name of the table in messages
  /// @param where the names of its columns are
  CsvTableReader(
      String name,
      CsvHeader where,
      InputStream in,
      CsvDialect dialect,
      ColumnPlan plan,
      Missing missing)
      throws IOException {
    this.name = name;
    this.headerRows = where == CsvHeader.NONE ? 0 : 1;
    this.dialect = dialect;
    this.plan = plan;
    this.missing = missing;
    in.skipNBytes(dialect.markBytes());
    csv =
        CsvGrammar.reader(dialect.separator())
            .build(
                handler,
                new InputStreamReader(
                    in, dialect.charset().newDecoder().onMalformedInput(CodingErrorAction.REPORT)));
    records = csv.iterator();
    if (!advance()) {
      throw where.empty(name);
    }
    firstWaits = headerRows == 0;
    header =
        firstWaits ? CsvHeader.numbered(handler.first.size()) : Header.check(name, handler.first);
    List<Integer> positions = plan.positions(name, header);
    columns = positions.stream().map(header::get).toList();
    cells = columns.stream().map(plan.cells()).toArray(CellReader[]::new);
    seenNumber = new boolean[columns.size()];
    capacity = BlockSize.rows(columns.size(), plan.text() ? header.size() : 0);
    handler.slots = new int[header.size()];
    Arrays.fill(handler.slots, -1);
    for (int slot = 0; slot < positions.size(); slot++) {
      handler.slots[positions.get(slot)] = slot;
    }
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
    int rows = 0;
    while (rows < capacity && readRow(values, text, rows)) {
      numbers[rows++] = rowsRead;
    }
    if (rows > 0) {
      return new RowBlock(rows, numbers, values, text);
    }
    if (rowsRead == dropped) {
      throw BlockSize.noRows(name, dropped);
    }
    return null;
  }

  /// Reads the next complete row into the place `at`; false at the end.
  private boolean readRow(double[][] values, String @Nullable [][] text, int at) {
    while (true) {
      handler.values = values;
      handler.at = at;
      handler.fields = text == null ? NO_TEXT : new String[header.size()];
      if (!advance()) {
        return false;
      }
      rowsRead++;
      check();
      if (handler.missing >= 0 && missing == Missing.DROP) {
        dropped++;
        continue;
      }
      if (text != null) {
        text[at] = handler.fields;
      }
      return true;
    }
  }

  private boolean advance() {
    if (firstWaits) {
      firstWaits = false;
      handler.repeatFirst();
      return true;
    }
    try {
      if (!records.hasNext()) {
        return false;
      }
      records.next();
      return true;
    } catch (CsvParseException malformed) {
      throw new TableException(
          where(rowsRead + 1)
              + ": a quoted field is not closed properly; write a quote inside quotes as \"\"",
          malformed);
    } catch (UncheckedIOException failure) {
      if (failure.getCause() instanceof CharacterCodingException) {
        throw new TableException(
            "%s, after row %d: this is not %s text; convert it, for instance with iconv -f latin1 -t utf-8"
                .formatted(name, rowsRead, dialect.charset()),
            failure);
      }
      throw Gzip.damaged(name, rowsRead, failure);
    }
  }

  /// Throws the error of the row just read.
  private void check() {
    if (handler.fieldCount() != header.size()) {
      throw new TableException(
          "%s has %s, but the %s %d; correct the row%s"
              .formatted(
                  where(rowsRead),
                  NumberText.counted(handler.fieldCount(), "field"),
                  headerRows == 0 ? "first row has" : "header names",
                  header.size(),
                  handler.fieldCount() > header.size()
                      ? ", or quote fields that hold a separator"
                      : ""));
    }
    if (!handler.bad.isEmpty()) {
      throw notNumbers();
    }
    if (handler.missing >= 0 && missing == Missing.REFUSE) {
      throw new TableException(
          TableException.Problem.MISSING_CELL,
          "%s, column %s: the cell is missing; fill it, or leave such rows out"
              .formatted(where(rowsRead), Phrases.quote(columns.get(handler.missing))));
    }
  }

  private TableException notNumbers() {
    Cell first = handler.bad.getFirst();
    String text = Phrases.quote(first.text());
    String at =
        where(rowsRead) + ", column " + Phrases.quote(columns.get(first.slot())) + ": " + text;
    String complaint = cells[first.slot()].complaint();
    if (!complaint.isEmpty()) {
      return new TableException(at + " " + complaint);
    }
    if (NumberParser.isInfinite(first.text())) {
      return new TableException(at + " is not finite; correct it or leave the row out");
    }
    if (first.tooLarge()) {
      return new TableException(at + " is too large; values up to 1e38 are accepted");
    }
    String hint = NumberParser.notationHint(first.text());
    if (!hint.isEmpty()) {
      return new TableException(at + " is not a number; " + hint);
    }
    List<Cell> inTextColumns =
        handler.bad.stream().filter(cell -> !seenNumber[cell.slot()]).toList();
    if (inTextColumns.isEmpty()) {
      String wrong = at + " is not a number; correct it";
      return plan.excluding()
          ? plan.notNumbers(wrong + ", or ", List.of(columns.get(first.slot())))
          : new TableException(wrong);
    }
    List<String> names = inTextColumns.stream().map(cell -> columns.get(cell.slot())).toList();
    return plan.notNumbers(
        "%s, %s %s: %s %s; "
            .formatted(
                name,
                names.size() == 1 ? "column" : "columns",
                Phrases.quoted(names),
                Phrases.quoted(inTextColumns.stream().map(Cell::text).toList()),
                names.size() == 1 ? "is not a number" : "are not numbers"),
        names);
  }

  /// The row, with its line where blank lines or line breaks in fields put it elsewhere.
  private String where(long row) {
    return name
        + ", row "
        + row
        + (handler.line() == row + headerRows ? "" : " (line " + handler.line() + ")");
  }

  @Override
  public void close() {
    Closing.quietly(csv);
  }

  /// A cell of a planned column that is not an acceptable number.
  private record Cell(int slot, String text, boolean tooLarge) {}

  /// Receives the fields from the parser and puts the numbers straight into the block.
  private final class Handler extends AbstractBaseCsvCallbackHandler<Boolean> {
    final List<String> first = new ArrayList<>(); // the fields of the first record
    int @Nullable [] slots; // by field: the planned column, or -1; null while the first is read
    double[][] values = {};
    String[] fields = NO_TEXT;
    int at;

    final List<Cell> bad = new ArrayList<>(); // what was wrong with this row
    int missing = -1; // the first planned column that is missing

    @Override
    protected void handleBegin(long line) {
      missing = -1;
    }

    @Override
    protected void handleField(int field, char[] buffer, int offset, int size, boolean quoted) {
      int from = offset;
      int to = offset + size;
      while (from < to && CsvGrammar.isSpace(buffer[from])) {
        from++;
      }
      while (from < to && CsvGrammar.isSpace(buffer[to - 1])) {
        to--;
      }
      int length = to - from;
      if (slots == null) {
        first.add(new String(buffer, from, length));
        return;
      }
      if (field >= slots.length) {
        return;
      }
      if (fields != NO_TEXT) {
        fields[field] = new String(buffer, from, length);
      }
      int slot = slots[field];
      if (slot >= 0) {
        double value = cells[slot].read(buffer, from, length);
        if (Math.abs(value) <= NumberParser.LIMIT) {
          values[slot][at] = value;
          seenNumber[slot] = true;
        } else if (Double.isNaN(value) && NumberParser.isMissing(buffer, from, length)) {
          values[slot][at] = Double.NaN;
          missing = missing < 0 && !cells[slot].takesMissing() ? slot : missing;
        } else {
          bad.add(new Cell(slot, new String(buffer, from, length), !Double.isNaN(value)));
        }
      }
    }

    /// Takes the fields of the first record as those of a row.
    void repeatFirst() {
      handleBegin(line());
      for (int field = 0; field < first.size(); field++) {
        char[] text = first.get(field).toCharArray();
        handleField(field, text, 0, text.length, false);
      }
    }

    @Override
    protected Boolean buildRecord() {
      return true;
    }

    int fieldCount() {
      return getFieldCount();
    }

    long line() {
      return getStartingLineNumber();
    }
  }
}
