package dev.bijou.table.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bijou.OutputException;
import dev.bijou.table.text.NumberText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// [TableWriter].
class TableWriterTest {
  @TempDir Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String failure(Executable writing) {
    return assertThrows(OutputException.class, writing).getMessage();
  }

  @Test
  void saysThatTheDiskIsFull() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");
    assertEquals(
        "cannot write /dev/full: No space left on device",
        failure(() -> {
          try (TableWriter writer = TableWriter.toFile("/dev/full", List.of("a"))) {
            writer.row(List.of("1"));
            writer.commit();
          }
        }));
    assertTrue(Files.exists(Path.of("/dev/full")));
  }

  @Test
  void aFailingStreamIsNamed() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    TableWriter writer = TableWriter.toStream("standard output", broken, List.of("a"));
    assertEquals("cannot write standard output: Broken pipe", failure(writer::commit));
  }

  @Test
  void quotesWhatNeedsQuotes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TableWriter writer = TableWriter.toStream("memory", bytes, List.of("a,b", "c"))) {
      writer.row(List.of("say \"hi\"", "two\nlines"));
      writer.row(List.of("", "ü"));
      writer.commit();
    }
    assertEquals(
        "\"a,b\",c\n\"say \"\"hi\"\"\",\"two\nlines\"\n,ü\n",
        bytes.toString(StandardCharsets.UTF_8));
    TableWriter writer = TableWriter.toStream("memory", bytes, List.of("a"));
    assertThrows(IllegalArgumentException.class, () -> writer.row(List.of("1", "2")));
  }

  @Test
  void whatIsWrittenReadsBack() throws IOException {
    for (String name : List.of("out.csv", "out.csv.gz")) {
      Path out = folder.resolve(name);
      try (TableWriter writer = TableWriter.toFile(out.toString(), List.of("x", "text"))) {
        for (int i = 0; i < 10_000; i++) {
          writer.row(List.of(NumberText.of(i / 7f), "a \"b\", " + i));
        }
        writer.commit();
      }
      assertEquals(name.endsWith(".gz"), Files.readAllBytes(out)[0] == 0x1f);
      try (TableReader reader =
          TableSource.of(out).open(ColumnPlan.of(List.of("x")).withText(), Missing.REFUSE)) {
        int i = 0;
        for (RowBlock block = reader.next(); block != null; block = reader.next()) {
          for (int row = 0; row < block.rows(); row++, i++) {
            assertEquals(i / 7f, (float) block.column(0)[row]);
            assertEquals("a \"b\", " + i, block.text(row).get(1));
          }
        }
        assertEquals(10_000, i);
      }
    }
    assertEquals(List.of("out.csv", "out.csv.gz"), files());
  }

  @Test
  void anUncommittedTableLeavesNothing() throws IOException {
    try (TableWriter writer =
        TableWriter.toFile(folder.resolve("out.csv.gz").toString(), List.of("x"))) {
      writer.row(List.of("1"));
    }
    assertEquals(List.of(), files());
  }
}
