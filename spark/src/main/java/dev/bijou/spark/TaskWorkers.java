package dev.bijou.spark;

import dev.bijou.tensor.Workers;

/// The threads that compute.
final class TaskWorkers {
  private static final ThreadLocal<Workers> OWN = ThreadLocal.withInitial(() -> new Workers(1));

  private TaskWorkers() {}

  /// The one worker of a task: its own thread. Spark keeps threads from task to task, and with them the memory in which
  /// models compute.
  static Workers own() {
    return OWN.get();
  }

  /// Those of the driver for what it does while no task runs, to be closed: as many as it has processors.
  static Workers ofDriver() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }
}
