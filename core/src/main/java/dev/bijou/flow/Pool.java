package dev.bijou.flow;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Things that one caller at a time may use, kept for the next. Unlike what a thread keeps for itself, their number does not
/// grow with the threads that ever came, and they go with whoever holds the pool. Taking and giving neither waits nor
/// allocates.
final class Pool<T> {
  private static final int PER_PROCESSOR = 2; // a thread may be halted while it holds one

  private final AtomicReferenceArray<@Nullable T> places;

  private Pool(int places) {
    this.places = new AtomicReferenceArray<>(places);
  }

  /// A pool for as many callers as this process computes at a time.
  static <T> Pool<T> ofProcessors() {
    return new Pool<>(PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
  }

  /// Takes one that nobody else has; null if there is none.
  @Nullable T take() {
    int first = first();
    for (int i = 0; i < places.length(); i++) {
      int place = (first + i) % places.length();
      if (places.getPlain(place)
          != null) { // a look first: an exchange takes the cache line from others
        T found = places.getAndSet(place, null);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /// Gives one back; it is dropped where enough are kept.
  void give(T used) {
    int first = first();
    for (int i = 0; i < places.length(); i++) {
      int place = (first + i) % places.length();
      if (places.getPlain(place) == null && places.compareAndSet(place, null, used)) {
        return;
      }
    }
  }

  /// Threads begin at places of their own, and so mostly meet what is still in their cache.
  private int first() {
    return (int) (Thread.currentThread().threadId() % places.length());
  }
}
