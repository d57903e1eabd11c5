package dev.bijou.cli.console;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// A value that is computed on a thread of its own, while other work goes on.
public final class Background<T> {
  private final FutureTask<T> task;

  private Background(FutureTask<T> task) {
    this.task = task;
  }

  /// Starts to compute it.
  public static <T> Background<T> of(Supplier<T> maker) {
    FutureTask<T> task = new FutureTask<>(maker::get);
    Thread.ofPlatform().daemon().name("bijou-background").start(task);
    return new Background<>(task);
  }

  /// Waits for the value; throws what its computation threw.
  public T get() {
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
