package dev.bijou.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.ModelFileException;
import dev.bijou.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// [CheckpointFile] and [CheckpointWriter].
class CheckpointFileTest {
  @TempDir private Path folder;

  private static final class Numbers implements CheckpointFile.Codec<Integer> {
    @Override
    public void put(Integer state, Map<String, String> texts, Map<String, Tensor> tensors) {
      texts.put("number", state.toString());
    }

    @Override
    public Integer of(Map<String, String> texts, Map<String, Tensor> tensors) {
      return Integer.valueOf(texts.get("number"));
    }
  }

  private CheckpointFile<Integer> file(String kind, Map<String, String> identity) {
    return new CheckpointFile<>(
        folder.resolve("c"), new CheckpointFile.Kind<>(kind, 1, new Numbers()), identity);
  }

  private static String refusal(CheckpointFile<Integer> file) {
    return assertThrows(ModelFileException.class, file::read).getMessage();
  }

  @Test
  void readsWhatItWrote() {
    CheckpointFile<Integer> file = file("fit", Map.of("seed", "1"));
    assertEquals(Optional.empty(), file.read());
    file.write(7);
    assertEquals(Optional.of(7), file.read());
  }

  @Test
  void refusesWhatBelongsToAnother() {
    file("fit", Map.of("seed", "1")).write(7);
    assertEquals(
        folder.resolve("c")
            + " is the checkpoint of another fit: the seed is 1 there and 2 here; give the same data and options, or name another file",
        refusal(file("fit", Map.of("seed", "2"))));
    assertTrue(
        refusal(file("fit", Map.of("seed", "1", "epochs", "5")))
            .contains("the epochs is not given there and 5 here"));
    assertEquals(
        folder.resolve("c") + " is not the checkpoint of a voice by this version of Bijou",
        refusal(file("voice", Map.of("seed", "1"))));
  }

  @Test
  void writesNotTooOftenAndTheLastOneAtTheEnd() {
    CheckpointFile<Integer> file = file("fit", Map.of());
    AtomicLong clock = new AtomicLong();
    CheckpointWriter<Integer> writer =
        new CheckpointWriter<>(file, Duration.ofNanos(10), _ -> {}, clock::get);
    writer.accept(1);
    assertFalse(Files.exists(file.path()));
    clock.set(10);
    writer.accept(2);
    assertEquals(Optional.of(2), file.read());
    writer.accept(3);
    assertEquals(Optional.of(2), file.read());
    writer.flush();
    assertEquals(Optional.of(3), file.read());
  }

  @Test
  void notesWhatCannotBeWritten() {
    Path nowhere = folder.resolve("no").resolve("c");
    List<String> notes = new ArrayList<>();
    CheckpointWriter<Integer> writer =
        new CheckpointWriter<>(
            new CheckpointFile<>(
                nowhere, new CheckpointFile.Kind<>("fit", 1, new Numbers()), Map.of()),
            Duration.ZERO,
            notes::add,
            () -> 0);
    writer.accept(1);
    assertEquals(
        List.of("cannot write " + nowhere + ": there is no folder " + nowhere.getParent()), notes);
  }
}
