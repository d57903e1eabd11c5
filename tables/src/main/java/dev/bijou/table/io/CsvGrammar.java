package dev.bijou.table.io;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.CsvWriter.CsvWriterBuilder;
import de.siegmar.fastcsv.writer.LineDelimiter;

/// The CSV grammar, for tables and for single lines.
///
/// Reads RFC 4180 and what people write: comma, semicolon or tab; quotes; spaces around fields, which are stripped; any
/// line ending; blank lines, which are skipped. Writes commas, quotes where RFC 4180 needs them, and lines that end in
/// a line feed.
final class CsvGrammar {
  private CsvGrammar() {}

  /// Readers of rows of any number of fields, which are to be stripped by [#isSpace].
  static CsvReaderBuilder reader(char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .trimWhitespacesAroundQuotes(true)
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  /// Writers.
  static CsvWriterBuilder writer() {
    return CsvWriter.builder().lineDelimiter(LineDelimiter.LF);
  }

  /// Whether a character is stripped from the start and the end of a field.
  static boolean isSpace(char c) {
    return c <= ' ' || c == '\u00a0';
  }
}
