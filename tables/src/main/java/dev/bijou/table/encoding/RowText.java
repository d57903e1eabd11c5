package dev.bijou.table.encoding;

import dev.bijou.table.io.CellReader;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.TableException;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.NumberParser;
import dev.bijou.table.text.NumberText;
import dev.bijou.table.text.Phrases;
import dev.bijou.table.window.PastCells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// Reads rows one by one, each from the text of its fields: the cells of a model's columns as doubles, in the order of
/// the schema. Safe for any number of threads.
public final class RowText {
  private static final int NONE = -1; // a past cell, which is in no field

  private final List<Column> columns;
  private final List<CellReader> readers; // of each column's cells
  private final List<DoubleUnaryOperator> after; // what is made of what they read
  private final int[] positions; // of the schema's columns in the header, or NONE
  private final int fields;

  private RowText(
      List<Column> columns,
      List<CellReader> readers,
      List<DoubleUnaryOperator> after,
      int[] positions,
      int fields) {
    this.columns = columns;
    this.readers = readers;
    this.after = after;
    this.positions = positions;
    this.fields = fields;
  }

  /// Reads rows that have these fields. Cells of the rows before stay NaN.
  ///
  /// Throws a [TableException] if they lack a column that the schema needs.
  ///
  /// @param table the name of the table in messages
  /// @param header the names of the fields, all different
  public static RowText of(Schema schema, String table, List<String> header) {
    ColumnPlan.of(schema.needed()).positions(table, header);
    List<Column> columns = schema.columns();
    List<CellReader> readers = new ArrayList<>();
    List<DoubleUnaryOperator> after = new ArrayList<>();
    int[] positions = new int[columns.size()];
    for (int c = 0; c < positions.length; c++) {
      Column column = columns.get(c);
      ColumnPlan.Added added =
          schema.window().flatMap(rows -> rows.find(column.name())).orElse(null);
      if (added instanceof ColumnPlan.Wave wave) {
        readers.add(schema.reader(wave.of()));
        after.add(wave::at);
        positions[c] = header.indexOf(wave.of());
      } else {
        readers.add(column.reader());
        after.add(DoubleUnaryOperator.identity());
        positions[c] = added == null ? header.indexOf(column.name()) : NONE;
      }
    }
    return new RowText(columns, readers, after, positions, header.size());
  }

  /// Reads rows that have the columns of the schema, targets and then given columns, and nothing else.
  public static RowText of(Schema schema) {
    List<Column> columns = schema.columns();
    int[] positions = new int[columns.size()];
    Arrays.setAll(positions, i -> i);
    return new RowText(
        columns,
        columns.stream().map(Column::reader).toList(),
        Collections.nCopies(positions.length, DoubleUnaryOperator.identity()),
        positions,
        positions.length);
  }

  /// What fills in the cells of the rows before, where a schema is of rows in time.
  public static Optional<PastCells> past(Schema schema) {
    List<String> names = schema.columns().stream().map(Column::name).toList();
    return schema
        .window()
        .map(window -> {
          List<PastCells.Cell> cells = new ArrayList<>();
          for (ColumnPlan.Added added : window.added()) {
            if (added instanceof ColumnPlan.Past(String of, int back)) {
              cells.add(new PastCells.Cell(names.indexOf(added.name()), names.indexOf(of), back));
            }
          }
          return new PastCells(window.rows() - 1, cells);
        });
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
      cells[c] =
          positions[c] == NONE ? Double.NaN : after.get(c).applyAsDouble(cell(c, text(row, c)));
    }
    return cells;
  }

  /// The text of a cell; empty for one of the rows before.
  ///
  /// @param row the fields of a row
  /// @param column its place in the schema
  public String text(List<String> row, int column) {
    return positions[column] == NONE ? "" : row.get(positions[column]).strip();
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
