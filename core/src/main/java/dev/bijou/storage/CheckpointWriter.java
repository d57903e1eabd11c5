package dev.bijou.storage;

import dev.bijou.OutputException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Writes the states of a training to its checkpoint, at a limited rate, and the last one at the end.
///
/// @param <S> the state
public final class CheckpointWriter<S> {
  private final CheckpointFile<S> file;
  private final long pauseNanos;
  private final Consumer<String> notes;
  private final LongSupplier nanoTime;
  private long written;
  private @Nullable S waiting;

  /// @param pause least time between two writes
  /// @param notes told of a checkpoint that could not be written, one line
  /// @param nanoTime a clock, e.g. `System::nanoTime`
  public CheckpointWriter(
      CheckpointFile<S> file, Duration pause, Consumer<String> notes, LongSupplier nanoTime) {
    this.file = file;
    this.pauseNanos = pause.toNanos();
    this.notes = notes;
    this.nanoTime = nanoTime;
    this.written = nanoTime.getAsLong();
  }

  /// Takes a state, and writes it if the last one was written long enough ago.
  public void accept(S state) {
    waiting = state;
    if (nanoTime.getAsLong() - written >= pauseNanos) {
      flush();
    }
  }

  /// Writes the last state, if it has not been. A failure is only noted: the training goes on.
  public void flush() {
    S state = waiting;
    if (state != null) {
      try {
        file.write(state);
      } catch (OutputException failure) {
        notes.accept(failure.getMessage());
      }
      waiting = null;
      written = nanoTime.getAsLong();
    }
  }
}
