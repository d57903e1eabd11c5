package dev.bijou.cli;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Something that is made on a thread of its own, while something else goes on.
final class Ahead<T> {
  private final FutureTask<T> task;

  private Ahead(FutureTask<T> task) {
    this.task = task;
  }

  /// Begins to make it.
  static <T> Ahead<T> of(Supplier<T> maker) {
    FutureTask<T> task = new FutureTask<>(maker::get);
    Thread.ofPlatform().daemon().name("bijou-ahead").start(task);
    return new Ahead<>(task);
  }

  /// What was made, once it is; or what went wrong.
  T get() {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
