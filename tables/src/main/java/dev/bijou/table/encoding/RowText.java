package dev.bijou.table.encoding;

import dev.bijou.table.io.CellReader;
import dev.bijou.table.io.TableException;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import java.util.Arrays;
import java.util.List;

/// Reads rows one by one, each from the text of its fields: the cells of a model's columns as doubles, in the order of
/// the schema. Safe for any number of threads.
public final class RowText {
  private final List<Column> columns;
  private final List<CellReader> readers; // of each column's cells
  private final int[] positions; // of the schema's columns in the header
  private final int fields;

  private RowText(List<Column> columns, int[] positions, int fields) {
    this.columns = columns;
    this.readers = columns.stream().map(Column::reader).toList();
    this.positions = positions;
    this.fields = fields;
  }

  /// Reads rows that have these fields.
  ///
  /// Throws a [TableException] if they lack a column of the schema.
  ///
  /// @param table the name of the table in messages
  /// @param header the names of the fields, all different
  public static RowText of(Schema schema, String table, List<String> header) {
    int[] positions =
        schema.plan().positions(table, header).stream().mapToInt(Integer::intValue).toArray();
    return new RowText(schema.columns(), positions, header.size());
  }

  /// Reads rows that have the columns of the schema, targets and then given columns, and nothing else.
  public static RowText of(Schema schema) {
    int[] positions = new int[schema.columns().size()];
    Arrays.setAll(positions, i -> i);
    return new RowText(schema.columns(), positions, positions.length);
  }

  /// The cells of a row: NaN for a missing one, the code after the last for a name that the model does not know. A
  /// number beyond what the model can take counts as the largest that it can.
  ///
  /// Throws a [TableException] that names the column if a cell cannot be read, or is missing where the model allows
  /// none, or if the row has another number of fields than the table has columns.
  public double[] parse(List<String> row) {
    if (row.size() != fields) {
      throw new TableException(
          "%s, but there are %s"
              .formatted(
                  NumberText.counted(row.size(), "field"), NumberText.counted(fields, "column")));
    }
    double[] cells = new double[positions.length];
    for (int c = 0; c < cells.length; c++) {
      cells[c] = cell(c, text(row, c));
    }
    return cells;
  }

  /// The text of a cell.
  ///
  /// @param row the fields of a row
  /// @param column its place in the schema
  public String text(List<String> row, int column) {
    return row.get(positions[column]).strip();
  }

  private double cell(int column, String text) {
    CellReader reader = readers.get(column);
    char[] characters = text.toCharArray();
    double value = reader.read(characters, 0, characters.length);
    if (!Double.isNaN(value)) {
      return Math.clamp(value, -NumberParser.LIMIT, NumberParser.LIMIT);
    }
    String at = "column " + Phrases.quote(columns.get(column).name()) + ": ";
    if (NumberParser.isMissing(characters, 0, characters.length)) {
      if (reader.takesMissing()) {
        return value;
      }
      throw new TableException(at + "the cell is missing");
    }
    if (!reader.complaint().isEmpty()) {
      throw new TableException(at + Phrases.quote(text) + " " + reader.complaint());
    }
    if (NumberParser.isInfinite(text)) {
      throw new TableException(at + Phrases.quote(text) + " is not finite");
    }
    String hint = NumberParser.notationHint(text);
    throw new TableException(
        at + Phrases.quote(text) + " is not a number" + (hint.isEmpty() ? "" : "; " + hint));
  }
}
