package dev.bijou.table.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.ModelFileException;
import dev.bijou.storage.Archive;
import dev.bijou.storage.CheckpointFile;
import dev.bijou.storage.FileClaim;
import dev.bijou.table.SmallTables;
import dev.bijou.table.model.Models;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowFit;
import dev.bijou.train.FlowName;
import dev.bijou.train.Trainer;
import dev.bijou.train.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitCheckpointTest {
  @TempDir private Path folder;

  private static float[] values(float first) {
    return new float[] {first, Float.MIN_VALUE, -0f};
  }

  private static FlowFit.State.Done done(float first, TrainingEvent.Reason reason) {
    return new FlowFit.State.Done(
        values(first),
        new TrainingEvent.Finished(reason, Double.NEGATIVE_INFINITY, 7, Duration.ofNanos(77)));
  }

  private static CheckpointFile<FitCheckpoint> file(Path path) {
    return new CheckpointFile<>(path, FitCheckpoint.KIND, Map.of());
  }

  private static void write(FitCheckpoint checkpoint, Path path) {
    file(path).write(checkpoint);
  }

  private static FitCheckpoint read(Path path) {
    return file(path).read().orElseThrow();
  }

  @Test
  void readsBackExactly() {
    Trainer.State training =
        new Trainer.State(
            Long.MAX_VALUE,
            7,
            0.1,
            0.25f,
            2,
            Double.NEGATIVE_INFINITY,
            123,
            values(1),
            values(2),
            values(3),
            values(4),
            values(5));
    FlowFit.State state =
        new FlowFit.State(
            List.of(
                done(8, TrainingEvent.Reason.NO_IMPROVEMENT), done(9, TrainingEvent.Reason.BUDGET)),
            Optional.of(training));
    Path file = folder.resolve("c");
    write(new FitCheckpoint(Models.provenance().members(), state), file);
    FitCheckpoint read = read(file);
    assertEquals("COMPLETED", read.members().getFirst().ended());
    assertArrayEquals(values(9), read.state().done().get(1).weights());
    assertEquals(
        state.done().stream().map(FlowFit.State.Done::finished).toList(),
        read.state().done().stream().map(FlowFit.State.Done::finished).toList());
    assertEquals(Duration.ofNanos(77 + 77 + 123), read.state().elapsed());
    Trainer.State current = read.state().current().orElseThrow();
    assertEquals(training.step(), current.step());
    assertEquals(training.best(), current.best());
    assertEquals(training.sinceBest(), current.sinceBest());
    assertEquals(training.rateFactor(), current.rateFactor());
    assertArrayEquals(training.weights(), current.weights());
    assertArrayEquals(training.bestWeights(), current.bestWeights());
    assertArrayEquals(training.secondMoment(), current.secondMoment());
  }

  @Test
  void aFitDoesNotWriteTheCheckpointOfAnotherThatRuns() throws IOException {
    Path file = folder.resolve("c");
    TableFitOptions options =
        TableFitOptions.standard()
            .withFit(FitOptions.standard().withFlow(FlowName.REAL_NVP).withMembers(1).withEpochs(1))
            .withCheckpoint(file);
    TableFit fit =
        TableFit.read(SmallTables.csv("a,b", 60, i -> i % 7 + 0.5 + "," + i * i), options);
    try (Workers workers = new Workers(1)) {
      try (FileClaim _ = FileClaim.of(file)) {
        assertThrows(ModelFileException.class, () -> fit.run(workers));
      }
      fit.run(workers);
    }
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aFitBetweenMembersHasNoTraining() {
    Path file = folder.resolve("c");
    FlowFit.State state =
        new FlowFit.State(List.of(done(1, TrainingEvent.Reason.COMPLETED)), Optional.empty());
    write(new FitCheckpoint(List.of(), state), file);
    assertEquals(Optional.empty(), read(file).state().current());
  }

  @Test
  void refusesOtherFiles() {
    Path file = folder.resolve("c");
    // The first kind does not say how long its members took, which a budget needs.
    for (String kind : List.of("another", "bijou fit checkpoint 1")) {
      new Archive(Map.of("kind", kind), Map.of()).write(file);
      String message = assertThrows(ModelFileException.class, () -> read(file)).getMessage();
      assertEquals(file + " is not the checkpoint of a fit by this version of Bijou", message);
    }
    new Archive(Map.of("kind", "bijou fit checkpoint 2"), Map.of()).write(file);
    assertTrue(
        assertThrows(ModelFileException.class, () -> read(file))
            .getMessage()
            .endsWith("it has no curves"));
  }
}
