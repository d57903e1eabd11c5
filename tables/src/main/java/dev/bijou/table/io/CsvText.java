package dev.bijou.table.io;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/// Text in memory, line by line: rows as [TableWriter] writes them, and lines that are not CSV.
public final class CsvText {
  private final StringWriter text = new StringWriter();
  private final CsvWriter csv = CsvGrammar.writer().build(text);

  /// No line yet.
  public CsvText() {}

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
