package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.storage.FileClaim;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fit {}/t.csv -o {}/m",
        "voice train {} -o {}/m",
        "voice tune {}/v {}/s {} -o {}/m",
        "speak train {} -o {}/m"
      })
  void ofTwoTrainingsWithOneCheckpointTheSecondEnds(String command) {
    Cli cli = new Cli(folder);
    Path checkpoint = folder.resolve("c");
    for (String options : List.of("--checkpoint {}/c", "--checkpoint {}/c --resume")) {
      try (FileClaim _ = FileClaim.of(checkpoint)) {
        assertEquals(
            checkpoint
                + " is in use by another training; wait until that has ended, or name another file",
            cli.run((command + " " + options).split(" ")).error(2));
      }
    }
    assertEquals(List.of(), cli.files());
  }

  @Test
  void aFitLeavesNoLockFile() {
    Cli cli = new Cli(folder);
    cli.write("t.csv", Cli.table(60, 1));
    cli.fit("t.csv", "m", "--checkpoint", "{}/c").ok();
    assertEquals(List.of("c", "m", "t.csv"), cli.files());
  }
}
