package dev.bijou.table.io;

import static dev.bijou.table.SmallTables.gzip;
import static dev.bijou.table.SmallTables.refusal;
import static dev.bijou.table.SmallTables.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.bijou.table.SmallTables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSourceTest {
  private static final List<List<Double>> ONE_TWO = List.of(List.of(1.0), List.of(2.0));

  @TempDir Path folder;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static String refusalOf(Path file) {
    return refusal(() -> rows(TableSource.of(file).open(ColumnPlan.all(), Missing.REFUSE)));
  }

  private static List<List<Double>> read(Path file) {
    return rows(TableSource.of(file).open(ColumnPlan.all(), Missing.REFUSE));
  }

  private static String refusalOfBytes(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return refusal(() -> SmallTables.csv(content).open(ColumnPlan.all(), Missing.REFUSE));
  }

  @Test
  void recognizesFormatsByContent() throws IOException {
    assertEquals(ONE_TWO, read(write("plain.parquet", "a\n1\n2\n".getBytes())));
    assertEquals(ONE_TWO, read(write("zipped.csv", gzip("a\n1\n2\n"))));
    assertEquals(ONE_TWO, read(write("zipped.csv.gz", gzip("a\n1\n2\n"))));
    Path parquet = folder.resolve("table.csv");
    try (InputStream in = TableSourceTest.class.getResourceAsStream("none.parquet")) {
      Files.copy(in, parquet);
    }
    assertEquals(100, read(parquet).size());
  }

  @Test
  void readsStreamsOnce() {
    TableSource source =
        TableSource.of("standard input", new ByteArrayInputStream(gzip("a\n1\n2\n")));
    assertFalse(source.isRepeatable());
    assertEquals(ONE_TWO, rows(source.open(ColumnPlan.all(), Missing.REFUSE)));
    assertEquals(
        "standard input can be read only once; give a file instead",
        refusal(() -> source.open(ColumnPlan.all(), Missing.REFUSE)));
  }

  private static TableSource headless(String text) {
    return TableSource.of("standard input", new ByteArrayInputStream(text.getBytes()))
        .withHeader(CsvHeader.NONE);
  }

  @Test
  void copiesHaveNoHeaderEither() {
    try (RereadableSource twice = RereadableSource.of(headless("1\n2\n"))) {
      assertEquals(ONE_TWO, rows(twice.source().open(ColumnPlan.all(), Missing.REFUSE)));
      assertEquals(ONE_TWO, rows(twice.source().open(ColumnPlan.all(), Missing.REFUSE)));
    }
  }

  @Test
  void aParquetFileIsNotReadWithoutItsNames() throws IOException {
    try (InputStream in = TableSourceTest.class.getResourceAsStream("none.parquet")) {
      TableSource source = TableSource.of("t.parquet", in).withHeader(CsvHeader.NONE);
      TableException wrong =
          assertThrows(TableException.class, () -> source.open(ColumnPlan.all(), Missing.REFUSE));
      assertEquals(
          "t.parquet is a Parquet file, which always has the names of its columns; read it with them",
          wrong.getMessage());
      assertEquals(TableException.Problem.HEADER, wrong.problem());
    }
  }

  @Test
  void dashIsStandardInput() {
    assertEquals("standard input", TableSource.of("-").name());
    assertFalse(TableSource.of("-").isRepeatable());
    assertTrue(TableSource.of("./-").isRepeatable());
  }

  @Test
  void readsAllMembersOfAGzipThatComesInPieces() {
    // A sequence has nothing available at the end of its first part, like a slow pipe.
    InputStream pieces =
        new SequenceInputStream(
            new ByteArrayInputStream(gzip("a\n1\n")), new ByteArrayInputStream(gzip("2\n")));
    assertEquals(
        ONE_TWO, rows(TableSource.of("pipe", pieces).open(ColumnPlan.all(), Missing.REFUSE)));
  }

  @Test
  void saysWhatCannotBeOpened() throws IOException {
    Path none = folder.resolve("none.csv");
    assertEquals(none + ": no such file", refusalOf(none));
    assertEquals(
        "a\0b: no such file",
        refusal(() -> TableSource.of("a\0b").open(ColumnPlan.all(), Missing.REFUSE)));
    assertEquals(folder + " is a folder; give a CSV or Parquet file", refusalOf(folder));
    Path empty = write("empty.csv", new byte[0]);
    assertEquals(
        empty + " is empty; a table needs a header row with the names of its columns",
        refusalOf(empty));
    Path emptyGzip = write("empty.csv.gz", gzip(""));
    assertEquals(
        emptyGzip + " is empty; a table needs a header row with the names of its columns",
        refusalOf(emptyGzip));
  }

  @Test
  void saysThatPermissionIsDenied() throws IOException {
    Path secret = write("secret.csv", "a\n1\n".getBytes());
    assertTrue(secret.toFile().setReadable(false));
    assumeFalse(Files.isReadable(secret), "this user may read every file");
    assertEquals(secret + ": permission denied; make the file readable", refusalOf(secret));
  }

  @Test
  void refusesDamagedGzip() throws IOException {
    byte[] whole = gzip("a\n" + "1\n2\n".repeat(50_000));
    for (int length : new int[] {2, 9, 12, whole.length / 2, whole.length - 9, whole.length - 1}) {
      Path file = write("cut.csv.gz", Arrays.copyOf(whole, length));
      String message = refusalOf(file);
      assertTrue(message.startsWith(file + ": the gzip data is cut short or damaged"), message);
      assertTrue(message.endsWith("; fetch or compress the file again"), message);
    }
    byte[] flipped = whole.clone();
    flipped[whole.length - 6] ^= 1; // in the checksum
    Path file = write("flipped.csv.gz", flipped);
    assertEquals(
        file
            + ": the gzip data is cut short or damaged after row 100000; fetch or compress the file again",
        refusalOf(file));
  }

  @Test
  void refusesWhatIsNoTable() {
    assertEquals(
        "t.csv is neither CSV text nor Parquet; give a table in one of these formats",
        refusalOfBytes(8, 0, 0, '{'));
    assertEquals(
        "t.csv is a zip (or Excel) file, which is not supported; unpack it first (gzip is read)",
        refusalOfBytes('P', 'K', 3, 4, 20, 0));
    assertEquals(
        "t.csv is a bzip2 file, which is not supported; unpack it first (gzip is read)",
        refusalOfBytes('B', 'Z', 'h', '9'));
    assertEquals(
        "t.csv is a xz file, which is not supported; unpack it first (gzip is read)",
        refusalOfBytes(0xfd, '7', 'z', 'X', 'Z', 0));
    assertEquals(
        "t.csv is a zstd file, which is not supported; unpack it first (gzip is read)",
        refusalOfBytes(0x28, 0xb5, 0x2f, 0xfd));
  }
}
