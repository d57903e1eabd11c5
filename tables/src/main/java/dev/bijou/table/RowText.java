package dev.bijou.table;

import java.util.Arrays;
import java.util.List;

/// Reads rows one by one, each from the text of its fields: the cells of a model's columns as doubles, in the order of
/// the schema. Safe for any number of threads.
public final class RowText {
  private final List<Column> columns;
  private final int[] positions; // of the schema's columns in the header
  private final int fields;

  private RowText(List<Column> columns, int[] positions, int fields) {
    this.columns = columns;
    this.positions = positions;
    this.fields = fields;
  }

  /// Reads rows that have these fields.
  ///
  /// Throws a [TableException] if the names are unusable, or lack a column of the schema.
  ///
  /// @param table what messages call the table
  public static RowText of(Schema schema, String table, List<String> header) {
    List<String> names = Header.check(table, header);
    int[] positions =
        schema.plan().positions(table, names).stream().mapToInt(Integer::intValue).toArray();
    return new RowText(schema.columns(), positions, names.size());
  }

  /// Reads rows that have the columns of the schema, targets and then given columns, and nothing else.
  public static RowText of(Schema schema) {
    int[] positions = new int[schema.columns().size()];
    Arrays.setAll(positions, i -> i);
    return new RowText(schema.columns(), positions, positions.length);
  }

  /// The cells of a row. A number beyond what the model can take counts as the largest that it can.
  ///
  /// Throws a [TableException] that names the column if a cell is missing or cannot be read, or if the row has another
  /// number of fields than the header.
  public double[] parse(List<String> row) {
    if (row.size() != fields) {
      throw new TableException(
          "%s, but the header names %d".formatted(Phrases.counted(row.size(), "field"), fields));
    }
    double[] cells = new double[positions.length];
    for (int c = 0; c < cells.length; c++) {
      cells[c] = cell(columns.get(c), row.get(positions[c]).strip());
    }
    return cells;
  }

  private static double cell(Column column, String text) {
    char[] characters = text.toCharArray();
    double value = NumberParser.parse(characters, 0, characters.length);
    if (!Double.isNaN(value)) {
      return Math.clamp(value, -NumberParser.LIMIT, NumberParser.LIMIT);
    }
    String at = "column " + Phrases.quote(column.name()) + ": ";
    if (NumberParser.isMissing(characters, 0, characters.length)) {
      throw new TableException(at + "the cell is missing");
    }
    if (NumberParser.isInfinite(text)) {
      throw new TableException(at + Phrases.quote(text) + " is not finite");
    }
    String hint = NumberParser.notationHint(text);
    throw new TableException(
        at + Phrases.quote(text) + " is not a number" + (hint.isEmpty() ? "" : "; " + hint));
  }
}
