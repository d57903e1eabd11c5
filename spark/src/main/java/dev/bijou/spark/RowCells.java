package dev.bijou.spark;

import dev.bijou.table.io.TableException;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.text.Phrases;
import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/// The cells of a table in the rows of a DataFrame: some of its columns, or the numbers of a vector.
///
/// Numbers, booleans and text are cells as they are. Dates and timestamps are cells as Parquet files have them: a timestamp
/// is a point in UTC, and one without a time zone is as it is written.
///
/// @param header the names of the cells
/// @param places of their columns in a row; of a vector, its own alone
/// @param vector whether the cells are the numbers of a vector
record RowCells(List<String> header, int[] places, boolean vector) implements Serializable {

  /// The cells in some columns.
  ///
  /// Throws a [TableException] that names what is absent, or of a type without meaning.
  static RowCells ofColumns(StructType schema, List<String> names) {
    requireColumns(schema, names);
    return new RowCells(
        List.copyOf(names), names.stream().mapToInt(schema::fieldIndex).toArray(), false);
  }

  /// The cells in a column of vectors.
  ///
  /// Throws a [TableException] if there is none of that name, or it has other things.
  ///
  /// @param header names for the numbers of a vector
  static RowCells ofVector(StructType schema, String column, List<String> header) {
    requireVector(schema, column);
    return new RowCells(List.copyOf(header), new int[] {schema.fieldIndex(column)}, true);
  }

  static void requireColumns(StructType schema, List<String> names) {
    List<String> known = List.of(schema.fieldNames());
    List<String> absent = names.stream().filter(name -> !known.contains(name)).toList();
    if (!absent.isEmpty()) {
      throw new TableException(
          absent.size() == 1
              ? Phrases.noColumn("the DataFrame", absent.getFirst(), known)
              : "the DataFrame has no columns %s; it has %s"
                  .formatted(Phrases.quoted(absent), Phrases.quoted(known)));
    }
    for (String name : names) {
      if (Collections.frequency(known, name) > 1) {
        throw new TableException(
            "the DataFrame has several columns %s; rename them".formatted(Phrases.quote(name)));
      }
      DataType type = schema.apply(name).dataType();
      if (!isCell(type)) {
        throw new TableException(
            "column %s is of type %s, which is no cell of a table; take its parts as columns, or leave it out of inputCols"
                .formatted(Phrases.quote(name), type.simpleString()));
      }
    }
  }

  /// Throws a [TableException] if a column of a model is absent, or of a type that its cells cannot be read from.
  static void requireReadable(StructType schema, List<Column> columns) {
    requireColumns(schema, columns.stream().map(Column::name).toList());
    for (Column column : columns) {
      DataType type = schema.apply(column.name()).dataType();
      boolean time =
          type instanceof DateType
              || type instanceof TimestampType
              || type instanceof TimestampNTZType;
      String learned =
          switch (column.kind()) {
            case Kind.Continuous _, Kind.Integral _ when time || type instanceof BooleanType ->
                "numbers";
            case Kind.DateTime _ when type instanceof NumericType || type instanceof BooleanType ->
                "points in time";
            default -> "";
          };
      if (!learned.isEmpty()) {
        throw new TableException(
            "column %s is of type %s, but the model learned %s there; cast it, or use the model of this table"
                .formatted(Phrases.quote(column.name()), type.simpleString(), learned));
      }
    }
  }

  static void requireVector(StructType schema, String column) {
    List<String> known = List.of(schema.fieldNames());
    if (!known.contains(column)) {
      throw new TableException(Phrases.noColumn("the DataFrame", column, known));
    }
    DataType type = schema.apply(column).dataType();
    if (!type.equals(SQLDataTypes.VectorType())) {
      throw new TableException(
          "column %s is of type %s, but featuresCol is one of vectors; name plain columns with inputCols"
              .formatted(Phrases.quote(column), type.simpleString()));
    }
  }

  /// Whether values of a type can be cells.
  static boolean isCell(DataType type) {
    return type instanceof NumericType
        || type instanceof BooleanType
        || type instanceof StringType
        || type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  /// The names of all columns of cells.
  static List<String> all(StructType schema) {
    return Arrays.stream(schema.fields()).map(StructField::name).toList();
  }

  /// Names for the numbers of vectors: `features[0]`, `features[1]`, …
  static List<String> vectorNames(String column, int size) {
    return IntStream.range(0, size).mapToObj(i -> column + "[" + i + "]").toList();
  }

  /// The cells of a row, null where missing.
  ///
  /// Throws a [TableException] as [#require] does.
  @Nullable Object[] of(Row row) {
    if (vector) {
      return ofVector(row);
    }
    @Nullable Object[] cells = new @Nullable Object[places.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cell(row.get(places[i]));
    }
    return cells;
  }

  /// Throws a [TableException] if the vector of a row has another size than the others.
  void require(Row row) {
    if (vector && row.get(places[0]) instanceof Vector numbers && numbers.size() != header.size()) {
      throw new TableException(
          "a vector of %s has %d numbers, but others have %d; make all of one size"
              .formatted(BlockRows.NAME, numbers.size(), header.size()));
    }
  }

  /// The number of rows.
  ///
  /// Throws a [TableException] as [#require] does.
  long count(JavaRDD<Row> rows) {
    long count = 0;
    for (Counted part : rows.mapPartitions(new Count(this)).collect()) {
      if (!part.problem.isEmpty()) {
        throw new TableException(part.problem);
      }
      count += part.rows;
    }
    return count;
  }

  /// How many rows a partition has, and what is wrong with one of them, if anything.
  private record Counted(long rows, String problem) implements Serializable {}

  private record Count(RowCells cells) implements FlatMapFunction<Iterator<Row>, Counted> {
    @Override
    public Iterator<Counted> call(Iterator<Row> rows) {
      long count = 0;
      try {
        for (; rows.hasNext(); count++) {
          cells.require(rows.next());
        }
      } catch (TableException problem) {
        return List.of(new Counted(count, String.valueOf(problem.getMessage()))).iterator();
      }
      return List.of(new Counted(count, "")).iterator();
    }
  }

  private @Nullable Object[] ofVector(Row row) {
    require(row);
    @Nullable Object[] cells = new @Nullable Object[header.size()];
    if (row.get(places[0]) instanceof Vector numbers) {
      for (int i = 0; i < cells.length; i++) {
        cells[i] = numbers.apply(i);
      }
    }
    return cells;
  }

  private static @Nullable Object cell(@Nullable Object value) {
    return switch (value) {
      case Date date -> date.toLocalDate();
      case Timestamp time -> time.toInstant();
      case null, default -> value;
    };
  }

  /// The columns that the cells come from, in their order.
  List<String> columns(StructType schema) {
    List<String> columns = new ArrayList<>();
    for (int place : places) {
      columns.add(schema.fieldNames()[place]);
    }
    return columns;
  }
}
