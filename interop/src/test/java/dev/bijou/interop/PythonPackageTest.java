package dev.bijou.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The tests of the package in `python/`, where there is a Python with NumPy and pytest; `python/check` installs both.
class PythonPackageTest {
  private static final Path FOLDER = Path.of("../python").toAbsolutePath().normalize();

  private record Done(int code, String output) {}

  private static Done python(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", "-B"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Done(process.waitFor(), output);
  }

  @Test
  void itsTestsPass() throws InterruptedException, IOException {
    assumeTrue(Files.isDirectory(FOLDER), "the package is not here");
    Done able;
    try {
      able = python("-c", "import numpy, pytest");
    } catch (IOException e) {
      able = new Done(1, e.getMessage());
    }
    assumeTrue(able.code() == 0, "no Python with NumPy and pytest: " + able.output().strip());
    Done done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests");
    assertEquals(0, done.code(), done.output());
  }
}
