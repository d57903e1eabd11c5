package dev.bijou.table.compare;

import dev.bijou.table.io.CellReader;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.SchemaInference;
import dev.bijou.table.text.Phrases;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The columns by which tables are compared, of the kinds that the real table has. Keys and free text are left out.
final class ComparedColumns {
  private final List<Column> columns;
  private final List<String> leftOut;
  private final Map<String, NameCodes> codes = new LinkedHashMap<>();

  private ComparedColumns(List<Column> columns, List<String> leftOut) {
    this.columns = columns;
    this.leftOut = leftOut;
    for (Column column : columns) {
      if (column.kind() instanceof Kind.Categorical) {
        codes.put(column.name(), new NameCodes(column.kind().names()));
      }
    }
  }

  /// Infers them.
  ///
  /// Throws a [TableException] if the table cannot be read or has no column to compare.
  static ComparedColumns of(TableSource real, Collection<String> exclude, long seed) {
    SchemaInference.Inferred inferred =
        SchemaInference.of(real, ColumnPlan.allBut(exclude), List.of(), Missing.KEEP, seed);
    List<Column> all =
        inferred.order().stream()
            .map(name ->
                inferred.schema().targets().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow())
            .toList();
    List<Column> compared = all.stream().filter(column -> !isKey(column)).toList();
    if (compared.isEmpty()) {
      throw new TableException(
          real.name() + ": every column is a key or free text, by which rows cannot be compared");
    }
    return new ComparedColumns(
        compared, all.stream().filter(ComparedColumns::isKey).map(Column::name).toList());
  }

  private static boolean isKey(Column column) {
    return column.kind() instanceof Kind.Identifier;
  }

  /// The columns, in the order of the real table.
  List<Column> columns() {
    return columns;
  }

  /// Keys and free text.
  List<String> leftOut() {
    return leftOut;
  }

  /// The place of a column.
  ///
  /// Throws a [TableException] that names the nearest if there is none.
  int indexOf(String table, String name) {
    List<String> names = columns.stream().map(Column::name).toList();
    int at = names.indexOf(name);
    if (at < 0) {
      throw new TableException(
          leftOut.contains(name)
              ? "%s: column %s is a key or free text, which cannot be predicted"
                  .formatted(table, Phrases.quote(name))
              : Phrases.noColumn(table, name, names));
    }
    return at;
  }

  /// Whether the cells are numbers with a distance; else they are codes of names.
  boolean isNumeric(int column) {
    return columns.get(column).kind().isNumeric();
  }

  /// The plan that reads them from a table of the same columns. A missing cell is NaN; names that the real table lacks
  /// have codes of their own.
  ColumnPlan plan() {
    return ColumnPlan.of(columns.stream().map(Column::name).toList())
        .withCells(name -> reader(columns.get(indexOf("", name))));
  }

  private CellReader reader(Column column) {
    @Nullable NameCodes names = codes.get(column.name());
    return names == null ? new Lenient(column.reader()) : names;
  }

  /// The names of a column by their code, so far as tables have been read; those of a constant or a boolean are followed by
  /// one for all others. Empty for numbers.
  List<String> names(int column) {
    @Nullable NameCodes names = codes.get(columns.get(column).name());
    return names == null ? columns.get(column).kind().names() : names.names();
  }

  /// The cells of rows of text, as they would be read from a table.
  ///
  /// @param place of each compared column among the fields of a row
  Cells cells(String name, List<List<String>> rows, int[] place) {
    double[][] cells = new double[columns.size()][rows.size()];
    for (int c = 0; c < cells.length; c++) {
      CellReader reader = reader(columns.get(c));
      for (int row = 0; row < cells[c].length; row++) {
        char[] text = rows.get(row).get(place[c]).toCharArray();
        cells[c][row] = reader.read(text, 0, text.length);
      }
    }
    return new Cells(name, rows.size(), List.of(), cells);
  }

  /// A reader that takes missing cells also where the real table has none.
  private record Lenient(CellReader of) implements CellReader {
    @Override
    public double read(char[] text, int from, int length) {
      return of.read(text, from, length);
    }

    @Override
    public double read(double number) {
      return of.read(number);
    }

    @Override
    public boolean isNumeric() {
      return of.isNumeric();
    }

    @Override
    public boolean takesMissing() {
      return true;
    }

    @Override
    public String complaint() {
      return of.complaint();
    }
  }
}
