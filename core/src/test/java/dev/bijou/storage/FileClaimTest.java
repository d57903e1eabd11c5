package dev.bijou.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileClaimTest {
  private static final String CLAIMED = "claimed";

  @TempDir private Path folder;

  private List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private static String refusal(Path file) {
    return String.valueOf(
        assertThrows(ModelFileException.class, () -> FileClaim.of(file).close()).getMessage());
  }

  /// Claims the file that is named, says so, and waits for its end.
  @SuppressWarnings("SystemOut") // it is how the other process is heard
  static final class Claimant {
    private Claimant() {}

    public static void main(String[] arguments) throws IOException {
      FileClaim.of(Path.of(arguments[0]));
      System.out.println(CLAIMED);
      System.in.transferTo(System.out);
    }
  }

  @Test
  void oneAtATimeAndNothingIsLeftBehind() throws IOException {
    Path file = folder.resolve("c");
    try (FileClaim _ = FileClaim.of(file)) {
      assertEquals(
          file + " is in use by another training; wait until that has ended, or name another file",
          refusal(file));
      assertEquals(List.of(".c.lock"), files()); // the refusal has changed nothing
      FileClaim.of(folder.resolve("other")).close();
    }
    assertEquals(List.of(), files());
    FileClaim.of(file).close();
    assertEquals(List.of(), files());
  }

  @Test
  void theSameFileByAnotherPathIsTheSame() throws IOException {
    Path file = Files.createFile(folder.resolve("c"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Path linked =
        Files.createSymbolicLink(
            Files.createDirectory(folder.resolve("d")).resolve("here"), folder);
    try (FileClaim _ = FileClaim.of(file)) {
      assertTrue(refusal(link).startsWith(link + " is in use"));
      assertTrue(refusal(folder.resolve("d/../c")).contains("is in use"));
      assertTrue(refusal(linked.resolve("c")).contains("is in use"));
    }
  }

  @Test
  void aKilledProcessKeepsNobodyOut() throws Exception {
    Path file = folder.resolve("c");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Claimant.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var told = process.inputReader()) {
      assertEquals(CLAIMED, told.readLine());
      assertTrue(refusal(file).contains("is in use"));
      assertTrue(refusal(file).contains("is in use")); // to be refused has not given it free
      process.destroyForcibly().waitFor();
    }
    assertEquals(List.of(".c.lock"), files());
    try (FileClaim _ = FileClaim.of(file)) {
      assertTrue(refusal(file).contains("is in use"));
    }
    assertEquals(List.of(), files());
  }

  @Test
  void claimsThatComeAndGoNeverOverlap() {
    Path file = folder.resolve("c");
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger claims = new AtomicInteger();
    IntStream.range(0, 2000)
        .parallel()
        .forEach(_ -> {
          try (FileClaim _ = FileClaim.of(file)) {
            assertEquals(1, holders.incrementAndGet());
            claims.incrementAndGet();
            holders.decrementAndGet();
          } catch (ModelFileException taken) {
            assertTrue(String.valueOf(taken.getMessage()).contains("is in use"));
          }
        });
    assertTrue(claims.get() > 0);
    assertFalse(Files.exists(folder.resolve(".c.lock")));
  }

  @Test
  void withoutAFolderThereIsNoClaim() {
    Path file = folder.resolve("none/c");
    assertEquals("cannot lock " + file + ": no such file or folder", refusal(file));
  }
}
