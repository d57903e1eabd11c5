package dev.bijou.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SayTest {
  @TempDir Path folder;

  @Test
  void writesWhatIsSaid() throws IOException {
    Path file = folder.resolve("said.wav");
    Say.run("Good morning.", Path.of("kathleen"), file);
    assertTrue(Files.size(file) > 20_000, () -> "half a second at 22,050 Hz, 16 bits");
  }
}
