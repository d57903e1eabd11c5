package dev.bijou.table.io;

import static dev.bijou.table.SmallTables.refusal;
import static dev.bijou.table.SmallTables.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files are written by make_parquet.py.
class ParquetTableReaderTest {
  @TempDir static Path folder;

  @BeforeAll
  static void useTheInflaterOfTheJdk() {
    System.setProperty("hardwood.uselibdeflate", "false");
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = ParquetTableReaderTest.class.getResourceAsStream(name + ".parquet")) {
      return in.readAllBytes();
    }
  }

  private static TableSource file(String name) throws IOException {
    return TableSource.of(Files.write(folder.resolve(name + ".parquet"), bytes(name)));
  }

  private static void assertNumbers(int rows, TableReader reader) {
    assertEquals(List.of("f64", "f32", "i32", "i64"), reader.header());
    List<List<Double>> cells = rows(reader);
    assertEquals(rows, cells.size());
    for (int i = 0; i < rows; i++) {
      assertEquals(
          List.of(i % 50 / 8.0, -(i % 50) / 4.0, i % 7.0, 1.7e9 + i % 5), cells.get(i), "row " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd"})
  void readsEveryCommonCompression(String codec) throws IOException {
    assertNumbers(100, file(codec).open(ColumnPlan.all(), Missing.REFUSE));
  }

  @Test
  void saysWhichCompressionIsNotRead() throws IOException {
    String message = refusal(() -> rows(file("lz4").open(ColumnPlan.all(), Missing.REFUSE)));
    assertTrue(
        message.contains("lz4.parquet uses a feature of Parquet that is not supported: "), message);
    assertTrue(message.contains("LZ4"), message);
  }

  @Test
  void readsAcrossRowGroups() throws IOException {
    assertNumbers(10_000, file("row_groups").open(ColumnPlan.all(), Missing.REFUSE));
  }

  @Test
  void readsFromAStream() throws IOException {
    TableSource source =
        TableSource.of("standard input", new ByteArrayInputStream(bytes("row_groups")));
    assertNumbers(10_000, source.open(ColumnPlan.all(), Missing.REFUSE));
  }

  @Test
  void readsWantedColumnsInTheirOrder() throws IOException {
    List<List<Double>> cells =
        rows(file("none").open(ColumnPlan.of(List.of("i64", "f32")), Missing.REFUSE));
    assertEquals(List.of(1.7e9 + 3, -0.75), cells.get(3));
    assertTrue(
        refusal(() -> file("none").open(ColumnPlan.of(List.of("F64")), Missing.REFUSE))
            .endsWith(
                " has no column \"F64\"; did you mean \"f64\"? It has \"f64\", \"f32\", \"i32\", \"i64\""));
  }

  @Test
  void readsEveryKindOfNumber() throws IOException {
    List<String> names =
        List.of("i8", "u16", "u32", "u64", "f16", "flag", "money", "big", "dotted.name");
    assertEquals(
        List.of(
            List.of(-8.0, 1.0, 1.0, 1.0, 0.5, 1.0, 12.34, 12345678901234567890.5, 1.5),
            List.of(
                8.0, 65535.0, 4294967295.0, 18446744073709551615.0, -2.0, 0.0, -0.05, -1.5, 2.5)),
        rows(file("kinds").open(ColumnPlan.of(names), Missing.REFUSE)));
  }

  @Test
  void keepsEveryKindAsText() throws IOException {
    TableReader reader =
        file("kinds").open(ColumnPlan.of(List.of("i8")).withText(), Missing.REFUSE);
    RowBlock block = reader.next();
    assertEquals(
        List.of(
            "-8",
            "1",
            "1",
            "1",
            "0.5",
            "true",
            "12.34",
            "12345678901234567890.5",
            "1.5",
            "a, \"b\"",
            "low",
            "2020-02-29",
            "01:02:03",
            "2020-01-02T03:04:05Z",
            "2020-01-02T03:04:05"),
        block.text(0));
    assertEquals(
        List.of(
            "8",
            "65535",
            "4294967295",
            "18446744073709551615",
            "-2",
            "false",
            "-0.05",
            "-1.5",
            "2.5",
            "ü",
            "high",
            "1969-12-31",
            "23:59:59.500",
            "2020-01-02T03:04:05Z",
            "2020-01-02T03:04:05"),
        block.text(1));
    assertNull(reader.next());
    reader.close();
    RowBlock old =
        file("int96").open(ColumnPlan.of(List.of("x")).withText(), Missing.REFUSE).next();
    assertEquals(List.of("2020-01-02T03:04:05.600", "1"), old.text(0));
  }

  @Test
  void namesColumnsThatHoldNoNumbers() throws IOException {
    assertEquals(
        folder.resolve("kinds.parquet")
            + ", columns \"text\", \"level\", \"day\", \"time\", \"utc\", \"local\" hold text and dates and times"
            + " and timestamps, not numbers;"
            + " leave them out",
        refusal(() -> file("kinds").open(ColumnPlan.all(), Missing.REFUSE)));
    assertEquals(
        folder.resolve("int96.parquet")
            + ", column \"when\" holds timestamps, not numbers; leave it out",
        refusal(() -> file("int96").open(ColumnPlan.all(), Missing.REFUSE)));
  }

  @Test
  void leavesNestedColumnsAlone() throws IOException {
    assertEquals(
        List.of(List.of(1.0)),
        rows(file("nested").open(ColumnPlan.of(List.of("x")), Missing.REFUSE)));
    assertTrue(
        refusal(() -> file("nested").open(ColumnPlan.all(), Missing.REFUSE))
            .endsWith("leave them out"));
    assertTrue(
        refusal(() -> file("nested").open(ColumnPlan.of(List.of("x")).withText(), Missing.REFUSE))
            .contains("column \"tags\""));
  }

  @Test
  void nullAndNanAreMissing() throws IOException {
    assertTrue(
        refusal(() -> rows(file("missing").open(ColumnPlan.all(), Missing.REFUSE)))
            .endsWith(
                ", row 2, column \"x\": the cell is missing; fill it, or leave such rows out"));
    TableReader reader = file("missing").open(ColumnPlan.all(), Missing.DROP);
    assertEquals(List.of(List.of(1.0, 1.0)), rows(reader));
    assertEquals(3, reader.dropped());
    assertEquals(
        List.of(
            List.of(1.0, 1.0),
            List.of(Double.NaN, 2.0),
            List.of(3.0, Double.NaN),
            List.of(Double.NaN, 4.0)),
        rows(file("missing").open(ColumnPlan.all(), Missing.KEEP)));
    RowBlock text =
        file("missing").open(ColumnPlan.of(List.of("y")).withText(), Missing.DROP).next();
    assertEquals(List.of("", "2"), text.text(1));
    assertEquals(4, text.number(2));
  }

  @Test
  void refusesInfiniteCellsAndEmptyTables() throws IOException {
    assertTrue(
        refusal(() -> rows(file("infinite").open(ColumnPlan.all(), Missing.DROP)))
            .endsWith(
                ", row 2, column \"x\": Infinity is not finite; correct it or leave the row out"));
    assertTrue(
        refusal(() -> rows(file("no_rows").open(ColumnPlan.all(), Missing.DROP)))
            .endsWith(" has a header but no rows; a table needs at least one"));
  }

  @Test
  void refusesFilesCutShort() throws IOException {
    byte[] whole = bytes("row_groups");
    for (int length : new int[] {4, 8, 100, whole.length / 2, whole.length - 8, whole.length - 1}) {
      TableSource cut =
          TableSource.of(Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, length)));
      String message = refusal(() -> rows(cut.open(ColumnPlan.all(), Missing.REFUSE)));
      assertTrue(
          message.contains(": the Parquet file is ") && message.endsWith("; write it again"),
          message);
    }
  }

  @Test
  void neverFailsOtherwiseOnDamagedFiles() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    byte[] whole = bytes("snappy");
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(4, damaged.length)] = (byte) random.nextInt();
      TableSource source = TableSource.of(Files.write(folder.resolve("damaged.parquet"), damaged));
      try {
        rows(source.open(ColumnPlan.all(), Missing.DROP));
      } catch (TableException e) {
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      }
    }
  }
}
