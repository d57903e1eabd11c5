package dev.bijou.speech.training;

import dev.bijou.OutputException;
import dev.bijou.train.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Writes the checkpoints of a training, not more often than every two minutes, and the last one at its end.
final class Checkpoints {
  private static final long PAUSE_NANOS = 120_000_000_000L;

  private final Path file;
  private final String kind;
  private final Map<String, String> identity;
  private final Consumer<String> notes;
  private final LongSupplier nanoTime;
  private long written;
  private @Nullable Checkpoint waiting;

  /// @param kind what the model is called, e.g. "voice"
  /// @param notes told of a checkpoint that could not be written, one line
  Checkpoints(
      Path file,
      String kind,
      Map<String, String> identity,
      Consumer<String> notes,
      LongSupplier nanoTime) {
    this.file = file;
    this.kind = kind;
    this.identity = identity;
    this.notes = notes;
    this.nanoTime = nanoTime;
    this.written = nanoTime.getAsLong();
  }

  /// The checkpoint to go on from, if there is one.
  ///
  /// Throws a [dev.bijou.speech.SpeechException] if it belongs to another training, or a [ModelFileException] if it
  /// cannot be read.
  Optional<Checkpoint> earlier() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Checkpoint checkpoint = Checkpoint.read(file, kind);
    checkpoint.requireIdentity(file, identity);
    return Optional.of(checkpoint);
  }

  void accept(LearningCurve curve, TrainingState state) {
    waiting = new Checkpoint(kind, identity, curve, state);
    if (nanoTime.getAsLong() - written >= PAUSE_NANOS) {
      flush();
    }
  }

  /// Writes the last checkpoint, if it has not been. A failure is noted: what has been learned is worth more.
  void flush() {
    if (waiting != null) {
      try {
        waiting.write(file);
      } catch (OutputException failure) {
        notes.accept(failure.getMessage());
      }
      waiting = null;
      written = nanoTime.getAsLong();
    }
  }
}
