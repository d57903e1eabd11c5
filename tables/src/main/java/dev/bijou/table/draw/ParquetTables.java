package dev.bijou.table.draw;

import dev.bijou.table.io.TableWriter;
import dev.bijou.table.io.parquet.Field;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import java.util.List;
import java.util.function.Function;

/// Tables with the columns of a schema as Parquet files.
public final class ParquetTables {
  private ParquetTables() {}

  /// Opens a file, given the names of the columns.
  ///
  /// @param name path of the file
  /// @param schema of some of the columns; the others are text
  public static Function<List<String>, TableWriter> to(String name, Schema schema) {
    return header -> TableWriter.toParquet(name, fields(schema, header));
  }

  private static List<Field> fields(Schema schema, List<String> header) {
    return header.stream()
        .map(name ->
            schema.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .map(ParquetTables::of)
                .orElseGet(() -> Field.text(name)))
        .toList();
  }

  private static Field of(Column column) {
    Field.Type type =
        switch (column.kind()) {
          case Kind.Continuous _ -> Field.Type.NUMBER;
          case Kind.Integral _ ->
              column.decimals() == 0 ? Field.Type.WHOLE_NUMBER : Field.Type.NUMBER;
          case Kind.Binary(String no, String yes) ->
              no.equals("false") && yes.equals("true")
                  ? Field.Type.TRUTH
                  : no.equals("0") && yes.equals("1") ? Field.Type.WHOLE_NUMBER : Field.Type.TEXT;
          case Kind.DateTime(String pattern, double _) -> {
            // Parquet has no zones of its own; what has one stays as it is written.
            boolean zoned = pattern.endsWith("XXX");
            boolean day = !pattern.contains("H");
            yield zoned ? Field.Type.TEXT : day ? Field.Type.DATE : Field.Type.TIMESTAMP;
          }
          case Kind.Categorical _, Kind.Constant _, Kind.Identifier _ -> Field.Type.TEXT;
        };
    return new Field(
        column.name(), type, type == Field.Type.TEXT ? _ -> Double.NaN : column::value);
  }
}
