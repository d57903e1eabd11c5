package dev.bijou.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program in `target/bijou`, run with an empty environment.
class ProgramIT {
  private static final Program PROGRAM = new Program(Path.of("target/bijou").toAbsolutePath());
  private static final long LARGEST = 160_000_000;

  @TempDir Path folder;

  private record Result(int code, String out, String err) {}

  private Result run(Path script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    int code = builder.start().waitFor();
    return new Result(code, read(out), read(err));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  @Test
  void saysItsVersionThroughALink() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(folder.resolve("bijou"), PROGRAM.script());
    Result version = run(link, "--version");
    assertEquals(0, version.code(), version.err());
    assertTrue(version.out().startsWith("bijou "), version.out());
    assertEquals("", version.err());
  }

  @Test
  void speaksWithTheVoiceThatComesWithIt() throws IOException, InterruptedException {
    Result spoken = run(PROGRAM.script(), "speak", "Good morning.", "-o", "mörgen.wav");
    assertEquals(0, spoken.code(), spoken.err());
    assertTrue(Files.size(folder.resolve("mörgen.wav")) > 10_000);
  }

  @Test
  void computesWithTheVectorApiAndWithoutItsWarning() throws IOException, InterruptedException {
    Result toy = run(PROGRAM.script(), "toy", "moons", "-n", "2");
    assertEquals(0, toy.code(), toy.err());
    assertEquals(3, toy.out().lines().count(), toy.out());
    assertTrue(!toy.err().contains("WARNING"), toy.err());
  }

  @Test
  void refusesInOneLine() throws IOException, InterruptedException {
    Result wrong = run(PROGRAM.script(), "fit", "nothing.csv", "-o", "x.bijou");
    assertEquals(2, wrong.code());
    assertEquals(1, wrong.err().lines().count(), wrong.err());
    assertTrue(wrong.err().startsWith("bijou: "), wrong.err());
  }

  @Test
  void isSmallEnough() throws IOException {
    long bytes = 0;
    for (Path file : Folders.within(PROGRAM.folder())) {
      bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    assertTrue(bytes < LARGEST, bytes + " bytes");
  }
}
