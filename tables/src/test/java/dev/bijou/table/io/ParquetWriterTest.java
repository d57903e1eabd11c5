package dev.bijou.table.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.bijou.table.io.parquet.Field;
import dev.bijou.tensor.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parquet files, read back by the reader of tables.
class ParquetWriterTest {
  private static final List<Field> FIELDS =
      List.of(
          Field.text("näme"),
          new Field("number", Field.Type.NUMBER, Double::parseDouble),
          new Field("whole", Field.Type.WHOLE_NUMBER, Double::parseDouble),
          new Field("truth", Field.Type.TRUTH, text -> text.equals("true") ? 1 : 0),
          new Field("day", Field.Type.DATE, Double::parseDouble),
          new Field("time", Field.Type.TIMESTAMP, Double::parseDouble));

  @TempDir private Path folder;

  private static List<String> written(int i) {
    return i % 7 == 3
        ? List.of("", "", "", "", "", "")
        : List.of(
            i % 2 == 0 ? "Zoë, \"" + i + "\"" : "b",
            Double.toString(Math.sin(i) * 1e9),
            Long.toString(i * 10_000_000_000L - 5),
            Boolean.toString(i % 3 == 0),
            Long.toString((i % 100_000 - 50) * 86_400L),
            (i - 3) + ".250001");
  }

  @Test
  void comesBackAsItWasWritten() {
    int rows = 70_000; // more than a group
    String file = folder.resolve("t.parquet").toString();
    try (TableWriter writer = TableWriter.toParquet(file, FIELDS);
        Workers workers = new Workers(1)) {
      writer.row(written(0));
      writer.rows(rows - 1, workers, i -> written(i + 1));
      assertFalse(Files.exists(Path.of(file)), "half a file");
      writer.commit();
    }
    List<List<String>> texts = new ArrayList<>();
    List<double[]> numbers = new ArrayList<>();
    try (TableReader reader =
        TableSource.of(file)
            .open(ColumnPlan.of(List.of("number", "whole")).withText(), Missing.KEEP)) {
      assertEquals(FIELDS.stream().map(Field::name).toList(), reader.header());
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        for (int row = 0; row < block.rows(); row++) {
          texts.add(block.text(row));
          numbers.add(new double[] {block.column(0)[row], block.column(1)[row]});
        }
      }
    }
    assertEquals(rows, texts.size());
    for (int i = 0; i < rows; i++) {
      List<String> own = written(i);
      if (own.getFirst().isEmpty()) {
        assertEquals(own, texts.get(i));
        continue;
      }
      assertEquals(own.get(0), texts.get(i).get(0));
      assertArrayEquals(
          new double[] {Double.parseDouble(own.get(1)), Long.parseLong(own.get(2))},
          numbers.get(i));
      assertEquals(own.get(3), texts.get(i).get(3));
    }
    assertEquals("1969-11-12", texts.get(0).get(4));
    assertEquals("1969-12-31T23:59:56.749999", texts.get(0).get(5));
    assertEquals("1970-01-01T00:00:01.250001", texts.get(4).get(5));
  }

  @Test
  void anUnfinishedFileIsNotThereAndAnEmptyOneHasNoRows() throws Exception {
    String file = folder.resolve("t.parquet").toString();
    try (TableWriter writer = TableWriter.toParquet(file, FIELDS)) {
      writer.row(written(1));
    }
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }
}
