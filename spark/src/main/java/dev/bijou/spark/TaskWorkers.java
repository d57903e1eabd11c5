package dev.bijou.spark;

import dev.bijou.tensor.Workers;

/// The one worker of a task: its own thread. Spark keeps threads from task to task, and with them the memory in which
/// models compute.
final class TaskWorkers {
  private static final ThreadLocal<Workers> OWN = ThreadLocal.withInitial(() -> new Workers(1));

  private TaskWorkers() {}

  static Workers own() {
    return OWN.get();
  }
}
