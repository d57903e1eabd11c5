package dev.bijou.table;

import dev.bijou.OutputException;
import dev.bijou.train.FitState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes the checkpoints of a fit, not more often than every few seconds, and the last one at its end.
///
/// What is reported once a stop was asked for is not written: that round has been cut short, and a fit that goes on
/// from there would validate where the uninterrupted one does not.
final class FitCheckpoints {
  private static final String NOT_SAID = "not given";
  private static final long PAUSE_NANOS = 10_000_000_000L;

  private final Path file;
  private final Map<String, String> identity;
  private final Supplier<List<Provenance.Member>> members;
  private final TableFit.Listener listener;
  private final LongSupplier nanoTime;
  private long written;
  private @Nullable FitCheckpoint waiting;

  FitCheckpoints(
      Path file,
      Map<String, String> identity,
      Supplier<List<Provenance.Member>> members,
      TableFit.Listener listener,
      LongSupplier nanoTime) {
    this.file = file;
    this.identity = identity;
    this.members = members;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.written = nanoTime.getAsLong();
  }

  /// The checkpoint to go on from, if there is one.
  ///
  /// Throws a [TableException] if it belongs to another fit.
  Optional<FitCheckpoint> earlier() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    FitCheckpoint checkpoint = FitCheckpoint.read(file);
    Set<String> names = new LinkedHashSet<>(identity.keySet());
    names.addAll(checkpoint.identity().keySet());
    for (String name : names) {
      String before = checkpoint.identity().getOrDefault(name, NOT_SAID);
      String now = identity.getOrDefault(name, NOT_SAID);
      if (!before.equals(now)) {
        throw new TableException(
            "%s is the checkpoint of another fit: the %s is %s there and %s here; repeat that command, or name another file"
                .formatted(file, name, before, now));
      }
    }
    return Optional.of(checkpoint);
  }

  void accept(FitState state) {
    if (listener.stop()) {
      return;
    }
    waiting = new FitCheckpoint(identity, members.get(), state);
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
        listener.note(String.valueOf(failure.getMessage()));
      }
      waiting = null;
      written = nanoTime.getAsLong();
    }
  }
}
