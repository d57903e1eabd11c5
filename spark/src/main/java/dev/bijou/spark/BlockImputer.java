package dev.bijou.spark;

import dev.bijou.conditional.TableImputer;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/// Fills the missing cells in the rows of a partition, block by block.
///
/// @param model the bytes of its file
/// @param cells which the model reads
/// @param schema of the rows
/// @param seed of chains
record BlockImputer(Broadcast<byte[]> model, RowCells cells, StructType schema, long seed)
    implements MapPartitionsFunction<Row, Row> {
  private static final int ROWS = 1024;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    TableModel open = OpenModels.of(model.value(), "the model");
    return new Iterator<>() {
      private Iterator<Row> done = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        if (!done.hasNext() && rows.hasNext()) {
          List<Row> some = new ArrayList<>();
          while (some.size() < ROWS && rows.hasNext()) {
            some.add(rows.next());
          }
          done = filled(open, some).iterator();
        }
        return done.hasNext();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return done.next();
      }
    };
  }

  private List<Row> filled(TableModel open, List<Row> rows) {
    List<Column> targets = open.schema().targets();
    List<Column> columns = open.schema().columns();
    List<Integer> numbers = new ArrayList<>();
    List<double[]> before = new ArrayList<>();
    TableReader.Rows all = new Cells(this, rows);
    try (TableReader reader =
        TableSource.of(BlockRows.NAME, all).open(open.schema().plan(), Missing.KEEP)) {
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        for (int i = 0; i < block.rows(); i++) {
          double[] row = block.cells(i);
          if (isToFill(row, columns, targets.size())) {
            numbers.add((int) block.number(i) - 1);
            before.add(row);
          }
        }
      }
    }
    double[][] after =
        new TableImputer(open, seed, TaskThread.own()).fill(before.toArray(double[][]::new));
    List<Row> result = new ArrayList<>(rows);
    for (int i = 0; i < after.length; i++) {
      Row row = rows.get(numbers.get(i));
      @Nullable Object[] values = new @Nullable Object[row.size()];
      for (int c = 0; c < values.length; c++) {
        values[c] = row.get(c);
      }
      for (int c = 0; c < targets.size(); c++) {
        if (Double.isNaN(before.get(i)[c])) {
          int place = cells.places()[c];
          values[place] = value(schema.fields()[place].dataType(), targets.get(c), after[i][c]);
        }
      }
      result.set(numbers.get(i), RowFactory.create(values));
    }
    return result;
  }

  private static boolean isToFill(double[] row, List<Column> columns, int targets) {
    return IntStream.range(0, targets).anyMatch(c -> Double.isNaN(row[c]))
        && IntStream.range(targets, row.length)
            .noneMatch(c -> Double.isNaN(row[c]) && !columns.get(c).takesMissing());
  }

  /// A cell as a value of a type.
  private static Object value(DataType type, Column column, double cell) {
    String text = column.text(cell);
    return switch (type) {
      case DecimalType decimal ->
          new BigDecimal(text).setScale(decimal.scale(), RoundingMode.HALF_EVEN);
      case DataType whole when whole.equals(DataTypes.ByteType) -> (byte) Math.rint(number(text));
      case DataType whole when whole.equals(DataTypes.ShortType) -> (short) Math.rint(number(text));
      case DataType whole when whole.equals(DataTypes.IntegerType) -> (int) Math.rint(number(text));
      case DataType whole when whole.equals(DataTypes.LongType) -> (long) Math.rint(number(text));
      case DataType real when real.equals(DataTypes.FloatType) -> (float) number(text);
      case DataType real when real.equals(DataTypes.DoubleType) -> number(text);
      case DataType bool when bool.equals(DataTypes.BooleanType) -> Boolean.valueOf(text);
      case DataType date when date.equals(DataTypes.DateType) ->
          Date.valueOf(LocalDate.ofInstant(instant(column, cell), ZoneOffset.UTC));
      case DataType time when time.equals(DataTypes.TimestampType) ->
          Timestamp.from(instant(column, cell));
      case DataType time when time.equals(DataTypes.TimestampNTZType) ->
          LocalDateTime.ofInstant(instant(column, cell), ZoneOffset.UTC);
      default -> text;
    };
  }

  /// The point in time of a cell, which a column of few of them knows by their text.
  private static Instant instant(Column column, double cell) {
    if (column.kind() instanceof Kind.DateTime) {
      return Instant.ofEpochMilli(Math.round(cell * 1000));
    }
    String text = column.text(cell);
    return text.indexOf('T') < 0
        ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
        : text.endsWith("Z")
            ? Instant.parse(text)
            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  /// The rows as a table; one with a cell that cannot be read is left out.
  private record Cells(BlockImputer how, List<Row> rows) implements TableReader.Rows {
    @Override
    public List<String> header() {
      return how.cells.header();
    }

    @Override
    public Iterator<@Nullable Object[]> iterator() {
      return rows.stream().map(how.cells::of).iterator();
    }

    @Override
    public void refused(long row, TableException problem) {
      // stays as it is
    }
  }
}
