package dev.bijou.server.call;

import dev.bijou.server.http.Limits;
import dev.bijou.server.metric.Metrics;
import dev.bijou.table.io.TableSource;
import dev.bijou.tensor.Workers;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// The threads that compute answers, and what they share. Threads are few and stay, as each keeps its own memory of a model;
/// what waits for them is limited.
///
/// @param quick answers a few rows
/// @param bulk answers many, with the workers
/// @param workers the threads that share the rows of a table
/// @param limits of a request
/// @param metrics count rows
/// @param recent verdicts
/// @param tables that are kept, by their ids
public record Engine(
    ExecutorService quick,
    ExecutorService bulk,
    Workers workers,
    Limits limits,
    Metrics metrics,
    Recent recent,
    Function<String, Optional<TableSource>> tables)
    implements AutoCloseable {
  private static final int BULK = 2;

  /// An engine with that many threads for each purpose.
  public static Engine of(
      int threads,
      Limits limits,
      Metrics metrics,
      Recent recent,
      Function<String, Optional<TableSource>> tables) {
    return new Engine(
        pool("quick", threads, limits.waiting()),
        pool("bulk", BULK, limits.waiting()),
        new Workers(threads),
        limits,
        metrics,
        recent,
        tables);
  }

  /// A few threads, and a queue that refuses what is too much.
  public static ExecutorService pool(String name, int threads, int waiting) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(waiting),
        work ->
            Thread.ofPlatform()
                .daemon()
                .name("bijou-" + name + "-" + number.incrementAndGet())
                .unstarted(work));
  }

  @Override
  public void close() {
    quick.shutdownNow();
    bulk.shutdownNow();
    workers.close();
  }
}
