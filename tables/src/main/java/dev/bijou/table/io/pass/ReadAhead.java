package dev.bijou.table.io.pass;

import dev.bijou.table.io.RowBlock;
import dev.bijou.table.io.TableReader;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads the next blocks of a table in its own thread while the caller works on the previous ones.
public final class ReadAhead implements AutoCloseable {
  private static final int BLOCKS_AHEAD = 2;

  private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(BLOCKS_AHEAD);
  private final TableReader reader;
  private final Thread thread;

  private sealed interface Message {
    record Next(RowBlock block) implements Message {}

    record End() implements Message {}

    record Failed(Throwable failure) implements Message {}
  }

  /// Starts to read; closing this closes the reader.
  public ReadAhead(TableReader reader) {
    this.reader = reader;
    this.thread = Thread.ofPlatform().daemon().name("bijou-reader").start(this::read);
  }

  private void read() {
    try (reader) {
      for (RowBlock block = reader.next(); block != null; block = reader.next()) {
        queue.put(new Message.Next(block));
      }
      queue.put(new Message.End());
    } catch (InterruptedException _) {
      // Closed: nobody wants the rest.
    } catch (RuntimeException | Error failure) {
      deliver(failure);
    }
  }

  private void deliver(Throwable failure) {
    try {
      queue.put(new Message.Failed(failure));
    } catch (InterruptedException _) {
      // Closed: nobody wants to know.
    }
  }

  /// The next block, or null at the end. Throws what the reader throws, and must not be called after the end.
  public @Nullable RowBlock next() {
    return switch (take()) {
      case Message.Next(RowBlock block) -> block;
      case Message.End _ -> null;
      case Message.Failed(RuntimeException failure) -> throw failure;
      case Message.Failed(Error failure) -> throw failure;
      case Message.Failed(Throwable failure) -> throw new IllegalStateException(failure);
    };
  }

  private Message take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return queue.take();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Stops reading.
  @Override
  public void close() {
    thread.interrupt();
  }
}
