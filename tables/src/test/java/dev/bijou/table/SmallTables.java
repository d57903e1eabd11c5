package dev.bijou.table;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableReader;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.TrainingTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.function.Executable;

/// Small tables for the tests.
public final class SmallTables {
  public static final TrainingTable.Options OPTIONS =
      new TrainingTable.Options(Missing.REFUSE, 1 << 28, 1);

  private SmallTables() {}

  public static TableSource csv(String text) {
    return csv(text.getBytes(StandardCharsets.UTF_8));
  }

  public static TableSource csv(byte[] bytes) {
    return TableSource.of("t.csv", new ByteArrayInputStream(bytes));
  }

  /// A table with a header and generated rows.
  public static TableSource csv(String header, int rows, IntFunction<String> row) {
    StringBuilder text = new StringBuilder(header).append('\n');
    IntStream.range(0, rows).mapToObj(row).forEach(line -> text.append(line).append('\n'));
    return csv(text.toString());
  }

  public static TrainingTable load(TableSource source, String... given) {
    return TrainingTable.load(source, ColumnPlan.all(), List.of(given), OPTIONS);
  }

  public static String line(double... values) {
    List<String> fields = new ArrayList<>();
    for (double value : values) {
      fields.add(String.format(Locale.ROOT, "%.9g", value));
    }
    return String.join(",", fields);
  }

  /// All rows of a table as lists of numbers.
  public static List<List<Double>> rows(TableReader reader) {
    List<List<Double>> rows = new ArrayList<>();
    try (reader) {
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        for (int row = 0; row < block.rows(); row++) {
          List<Double> cells = new ArrayList<>();
          for (int c = 0; c < reader.columns().size(); c++) {
            cells.add(block.column(c)[row]);
          }
          rows.add(cells);
        }
      }
    }
    return rows;
  }

  public static List<List<Double>> rows(String text) {
    return rows(csv(text).open(ColumnPlan.all(), Missing.REFUSE));
  }

  /// The message with which a table is refused.
  public static String refusal(Executable reading) {
    String message = assertThrows(TableException.class, reading).getMessage();
    if (message.lines().count() != 1) {
      throw new AssertionError("not one line: " + message);
    }
    return message;
  }

  public static String refusal(String text) {
    return refusal(() -> rows(text));
  }

  public static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static int[] range(int count) {
    return IntStream.range(0, count).toArray();
  }
}
