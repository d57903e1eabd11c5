package dev.bijou.table.boost;

import dev.bijou.tensor.Workers;
import java.util.function.IntConsumer;

/// Runs tasks 0 … count − 1, in any order and perhaps at once.
@FunctionalInterface
public interface Loop {
  /// One task after the other, on this thread.
  Loop SEQUENTIAL =
      (count, task) -> {
        for (int i = 0; i < count; i++) {
          task.accept(i);
        }
      };

  void run(int count, IntConsumer task);

  /// On the threads of these workers.
  static Loop on(Workers workers) {
    return (count, task) -> workers.run(count, (index, _) -> task.accept(index));
  }
}
