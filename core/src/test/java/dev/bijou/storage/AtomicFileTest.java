package dev.bijou.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.bijou.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// [AtomicFile].
class AtomicFileTest {
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
  void whatDeadProcessesLeftGoesWhenTheFileIsWrittenOrClaimed() throws Exception {
    long dead = ended();
    Path left = Files.createFile(folder.resolve(".out." + dead + ".3.tmp"));
    Path other = Files.createFile(folder.resolve(".out.csv." + dead + ".0.tmp"));
    long alive = ProcessHandle.current().pid();
    Path own = Files.createFile(folder.resolve(".out." + alive + ".7.tmp"));
    AtomicFile.create(folder.resolve("out").toString()).close();
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(other));
    assertTrue(Files.exists(own));
    FileClaim.of(folder.resolve("out.csv")).close();
    assertFalse(Files.exists(other));
  }

  /// The number of a process that has ended.
  private static long ended() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process = new ProcessBuilder(java, "--version").start();
    process.getInputStream().readAllBytes();
    process.waitFor();
    return process.pid();
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
}
