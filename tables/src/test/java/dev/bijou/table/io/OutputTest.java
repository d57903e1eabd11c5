package dev.bijou.table.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/// [AtomicFile] and [TableWriter].
class OutputTest {
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
  void aFileAppearsOnCommit() throws IOException {
    Path out = folder.resolve("out.bin");
    try (AtomicFile file = AtomicFile.create(out.toString())) {
      file.stream().write(new byte[] {1, 2, 3});
      file.stream().write(4);
      assertFalse(Files.exists(out));
      assertEquals(1, files().size());
      assertTrue(files().getFirst().startsWith("."));
      file.commit();
    }
    assertEquals(List.of("out.bin"), files());
    assertEquals(4, Files.size(out));
  }

  @Test
  void withoutCommitNothingChanges() throws IOException {
    Path out = Files.writeString(folder.resolve("out.csv"), "old");
    try (AtomicFile file = AtomicFile.create(out.toString())) {
      file.stream().write(1);
    }
    assertEquals(List.of("out.csv"), files());
    assertEquals("old", Files.readString(out));
    try (AtomicFile file = AtomicFile.create(out.toString())) {
      file.stream().write('n');
      file.commit();
    }
    assertEquals("n", Files.readString(out));
  }

  @Test
  void twoAtOnceDoNotDisturbEachOther() throws IOException {
    String out = folder.resolve("out.csv").toString();
    try (AtomicFile first = AtomicFile.create(out);
        AtomicFile second = AtomicFile.create(out)) {
      first.stream().write('1');
      second.stream().write('2');
      first.commit();
      second.commit();
    }
    assertEquals(List.of("out.csv"), files());
    assertEquals("2", Files.readString(Path.of(out)));
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path real = Files.writeString(folder.resolve("real.csv"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), real);
    try (AtomicFile file = AtomicFile.create(link.toString())) {
      file.stream().write('n');
      file.commit();
    }
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("n", Files.readString(real));
  }

  @Test
  void saysWhatCannotBeWritten() throws IOException {
    assertEquals(
        "cannot write " + folder + ": it is a folder; give the name of a file",
        failure(() -> AtomicFile.create(folder.toString())));
    Path nowhere = folder.resolve("no").resolve("out.csv");
    assertEquals(
        "cannot write " + nowhere + ": there is no folder " + nowhere.getParent(),
        failure(() -> AtomicFile.create(nowhere.toString())));
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assertTrue(locked.toFile().setWritable(false));
    assumeFalse(Files.isWritable(locked), "this user may write everywhere");
    assertEquals(
        "cannot write " + locked.resolve("out.csv") + ": permission denied",
        failure(() -> AtomicFile.create(locked.resolve("out.csv").toString())));
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
