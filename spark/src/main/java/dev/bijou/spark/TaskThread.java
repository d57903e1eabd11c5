package dev.bijou.spark;

import dev.bijou.distribution.Distribution;
import dev.bijou.file.ModelFile;
import dev.bijou.tensor.Workers;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/// What computes: the thread of a task, with what it keeps, since Spark keeps threads from task to task, and the driver's threads.
final class TaskThread {
  private static final ThreadLocal<Workers> OWN = ThreadLocal.withInitial(() -> new Workers(1));
  private static final ThreadLocal<@Nullable Opened> LAST = new ThreadLocal<>();

  private TaskThread() {}

  /// The one worker of a task: its own thread, and the memory in which models compute.
  static Workers own() {
    return OWN.get();
  }

  /// The flow of a file's bytes as they are broadcast, for this thread alone. The last one is kept: rounds of one flow
  /// follow each other, and to read and build it takes longer than a short round. Its weights are those of the last task.
  static Distribution flow(Broadcast<byte[]> file) {
    byte[] bytes = file.value();
    Opened last = LAST.get();
    if (last == null || last.bytes != bytes) {
      last = new Opened(bytes, TemporaryFile.read(bytes, path -> ModelFile.read(path).model()));
      LAST.set(last);
    }
    return last.flow;
  }

  /// Those of the driver for what it does while no task runs, to be closed: as many as it has processors.
  static Workers ofDriver() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }

  private record Opened(byte[] bytes, Distribution flow) {}
}
