package dev.bijou.tensor;

import dev.bijou.kernel.KernelChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A few threads, each with a workspace of its own, that work through numbered tasks; the caller is one of them.
///
/// Each thread starts with a range of the tasks of its own, so that the same data stay in the caches of one core from
/// call to call, and then takes what others have left. A task must not depend on which thread runs it. Between calls
/// the threads spin for a moment, because training calls again within microseconds, and then sleep.
///
/// Several threads may share one object: their calls of [#run] take turns. A task must not call it on the workers that run
/// the task.
public final class Workers implements AutoCloseable {
  private static final int SPINS = 20_000;

  private final List<Workspace> workspaces = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ReentrantLock turn = new ReentrantLock(); // whoever holds it is the caller
  private volatile @Nullable Job job;
  private volatile boolean closed;

  /// What the workers do for each number.
  @FunctionalInterface
  public interface Task {
    /// Runs task number `index`; the workspace is the thread's own, to take memory from and to run in; it is reset after
    /// each task.
    void run(int index, Workspace workspace);
  }

  private static final class Job {
    final Task task;
    final int count;
    final AtomicIntegerArray next; // the first task of each thread's range that nobody has taken
    final AtomicInteger pending;
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    final Thread caller = Thread.currentThread();

    Job(Task task, int count, int threads) {
      this.task = task;
      this.count = count;
      this.next = new AtomicIntegerArray(threads);
      for (int thread = 0; thread < threads; thread++) {
        next.set(thread, start(thread));
      }
      this.pending = new AtomicInteger(count);
    }

    private int start(int thread) {
      return (int) ((long) count * thread / next.length());
    }

    void work(int thread, Workspace workspace) {
      for (int i = 0; i < next.length(); i++) {
        int owner = (thread + i) % next.length();
        int end = start(owner + 1);
        for (int index = next.getAndIncrement(owner);
            index < end;
            index = next.getAndIncrement(owner)) {
          run(index, workspace);
        }
      }
    }

    private void run(int index, Workspace workspace) {
      try {
        if (failure.get() == null) {
          task.run(index, workspace);
        }
      } catch (Throwable t) {
        failure.compareAndSet(null, t);
      } finally {
        workspace.reset();
        if (pending.decrementAndGet() == 0) {
          LockSupport.unpark(caller);
        }
      }
    }
  }

  /// Workers on `threads` threads in total, the caller's included.
  ///
  /// @throws IllegalArgumentException if `threads` is less than 1
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", but must be at least 1");
    }
    workspaces.add(Workspace.reusing());
    for (int i = 1; i < threads; i++) {
      int thread = i;
      Workspace workspace = Workspace.reusing();
      workspaces.add(workspace);
      this.threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("bijou-worker-" + i)
              .start(() -> serve(thread, workspace)));
    }
  }

  /// Which kernels this process computes with, and why, in one line: those of the Vector API where its module is present,
  /// plain Java otherwise. The system property `dev.bijou.kernels` asks for one: `vector` or `scalar`.
  public static String kernels() {
    return KernelChoice.chosen().reason();
  }

  /// The number of threads, the caller's included.
  public int count() {
    return workspaces.size();
  }

  private void serve(int thread, Workspace workspace) {
    @Nullable Job done = null;
    int spins = 0;
    while (!closed) {
      Job current = job;
      if (current != null && current != done) {
        current.work(thread, workspace);
        done = current;
        spins = 0;
      } else if (spins++ < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }

  /// Runs tasks 0 … count − 1 and returns when all are done. While another thread's call runs, this one waits. A task's
  /// exception or error is thrown here, after the others have ended; tasks that had not started then are left out.
  ///
  /// @throws IllegalStateException if a task of these workers calls it, or they are closed
  public void run(int count, Task task) {
    if (turn.isHeldByCurrentThread() || threads.contains(Thread.currentThread())) {
      throw new IllegalStateException(
          "a task called run on the workers that run it, which would wait for itself; call it after the task, or give it other workers");
    }
    turn.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the workers are closed");
      }
      if (count > 0) {
        runAll(count, task);
      }
    } finally {
      turn.unlock();
    }
  }

  private void runAll(int count, Task task) {
    Job current = new Job(task, count, count());
    if (count > 1) {
      job = current;
      threads.forEach(LockSupport::unpark);
    }
    current.work(0, workspaces.getFirst());
    for (int spins = 0; current.pending.get() > 0; ) {
      if (spins++ < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    job = null;
    switch (current.failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable t -> throw new IllegalStateException(t);
    }
  }

  /// Ends the threads. A call of [#run] that is under way still completes; later ones are refused.
  @Override
  public void close() {
    closed = true;
    threads.forEach(LockSupport::unpark);
  }
}
