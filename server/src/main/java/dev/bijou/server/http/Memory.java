package dev.bijou.server.http;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes of bodies and answers that are held at a time, of all requests together: slow clients cannot fill the heap.
final class Memory {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  Memory(long most) {
    this.most = most;
  }

  /// Takes bytes, if they are left.
  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= most) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void give(long bytes) {
    taken.addAndGet(-bytes);
  }

  long taken() {
    return taken.get();
  }
}
