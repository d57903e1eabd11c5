package dev.bijou.table.io;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// CSV of which each line is a row, as a stream brings them one by one: the same CSV as that of [TableSource] and
/// [TableWriter], but for line breaks within a field. Safe for any number of threads.
public final class CsvLines {
  private final CsvReaderBuilder reader;
  private final List<String> header;
  private final List<String> names;

  /// Lines that follow a first one, which shows the separator.
  ///
  /// Throws a [TableException] if the first line cannot be read, or holds unusable names.
  ///
  /// @param name the name of the stream in messages
  /// @param first the header or, where there is none, the first row
  /// @param where whether there is a header
  public CsvLines(String name, String first, CsvHeader where) {
    reader = CsvGrammar.reader(CsvDialect.separator(first));
    List<String> fields =
        fields(first)
            .orElseThrow(() ->
                new TableException(
                    name + ": a quoted field in the first line is not closed properly"));
    header =
        switch (where) {
          case FIRST -> fields;
          case NONE -> CsvHeader.numbered(fields.size());
        };
    names = Header.check(name, header);
  }

  /// The names of the fields as the header has them.
  public List<String> header() {
    return header;
  }

  /// The names of the fields, also of one to which the header gives none.
  public List<String> names() {
    return names;
  }

  /// The fields of a line, without the spaces around them; empty if the line is not one row, as where a quoted field is
  /// not closed.
  public Optional<List<String>> fields(String line) {
    try {
      Iterator<List<String>> rows = reader.build(new Fields(), line).iterator();
      if (!rows.hasNext()) {
        return Optional.empty();
      }
      List<String> fields = rows.next();
      return rows.hasNext() ? Optional.empty() : Optional.of(fields);
    } catch (CsvParseException malformed) {
      return Optional.empty();
    }
  }

  /// Collects the fields of rows.
  private static final class Fields extends AbstractBaseCsvCallbackHandler<List<String>> {
    private List<String> fields = new ArrayList<>();

    @Override
    protected void handleBegin(long line) {
      fields = new ArrayList<>();
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
      fields.add(new String(buffer, from, to - from));
    }

    @Override
    protected List<String> buildRecord() {
      return fields;
    }
  }

  /// Text in memory, line by line: rows as [TableWriter] writes them, and lines that are not CSV.
  public static final class Text {
    private final StringWriter text = new StringWriter();
    private final CsvWriter csv = CsvGrammar.writer().build(text);

    /// No line yet.
    public Text() {}

    /// Adds a row.
    public void row(List<String> fields) {
      csv.writeRecord(fields);
    }

    /// Adds a line as it is, without its end.
    public void line(String line) {
      flush();
      text.append(line).append('\n');
    }

    /// All lines so far.
    @Override
    public String toString() {
      flush();
      return text.toString();
    }

    private void flush() {
      try {
        csv.flush();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }
}
