package dev.bijou.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// An answer on its way from the thread that computes it to the one that sends it. The former never waits for a slow
/// client: what is not sent yet is held, within the memory of all answers.
final class Outgoing extends OutputStream {
  private static final int PART_BYTES = 1 << 15;
  private static final byte[] END = new byte[0];

  private final BlockingQueue<byte[]> parts = new LinkedBlockingQueue<>();
  private final Memory memory;
  private final long deadlineNanos;
  private final byte[] buffer = new byte[PART_BYTES];
  private int size;
  private volatile boolean cancelled;
  private volatile @Nullable Throwable failure;

  /// @param deadlineNanos after which the answer is given up, as [System#nanoTime] has it
  Outgoing(Memory memory, long deadlineNanos) {
    this.memory = memory;
    this.deadlineNanos = deadlineNanos;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    require();
    for (int done = 0; done < count; ) {
      int now = Math.min(count - done, buffer.length - size);
      System.arraycopy(bytes, from + done, buffer, size, now);
      size += now;
      done += now;
      if (size == buffer.length) {
        pass();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    require();
    pass();
  }

  private void require() throws IOException {
    if (cancelled) {
      throw new IOException("the client is gone");
    }
    if (System.nanoTime() > deadlineNanos) {
      throw Problem.of(503, "the answer takes too long; ask for less at a time");
    }
  }

  private void pass() {
    if (size == 0) {
      return;
    }
    if (!memory.take(size)) {
      throw Problem.busy("too many answers are waiting to be taken; try again", 1);
    }
    parts.add(Arrays.copyOf(buffer, size));
    size = 0;
    if (cancelled) {
      cancel(); // it was cancelled in between
    }
  }

  /// Ends the answer; nothing is written afterwards.
  ///
  /// @param thrown why it ends before it is whole; null if it is whole
  void end(@Nullable Throwable thrown) {
    Throwable why = thrown;
    if (why == null) {
      try {
        pass();
      } catch (Problem full) {
        why = full;
      }
    }
    failure = why;
    parts.add(END);
  }

  /// Waits for the next part; null at the end.
  ///
  /// Throws what ended the answer early.
  byte @Nullable [] next() throws InterruptedException {
    byte[] part = parts.take();
    if (part != END) {
      return part;
    }
    parts.add(END);
    switch (failure) {
      case null -> {
        return null;
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable t -> throw new IllegalStateException(t);
    }
  }

  /// The next part if it is there already; null if it is not, or at the end.
  byte @Nullable [] nextIfThere() {
    byte[] part = parts.peek();
    return part == null || part == END ? null : parts.poll();
  }

  /// Whether all parts were taken and the answer is whole.
  boolean isEnded() {
    return parts.peek() == END && failure == null;
  }

  /// Says that a part was sent.
  void sent(byte[] part) {
    memory.give(part.length);
  }

  /// Gives up: the writer fails, and what waits is dropped.
  void cancel() {
    cancelled = true;
    for (byte[] part = parts.poll(); part != null; part = parts.poll()) {
      memory.give(part.length);
    }
  }
}
