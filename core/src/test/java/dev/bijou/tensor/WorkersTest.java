package dev.bijou.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  private static final int CALLERS = 6;
  private static final int CALLS = 200;
  private static final int TASKS = 50;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void callersOfOneObjectTakeTurns(int threads) throws Exception {
    try (Workers workers = new Workers(threads);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<float[]>> results = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        int number = caller;
        results.add(callers.submit(() -> sums(workers, number)));
      }
      for (int caller = 0; caller < CALLERS; caller++) {
        float[] expected = new float[CALLS * TASKS];
        Arrays.fill(expected, 100 * caller);
        assertArrayEquals(expected, results.get(caller).get());
      }
    }
  }

  /// 100 · value for every task of every call, added up in the arena of the task.
  private static float[] sums(Workers workers, float value) {
    float[] sums = new float[CALLS * TASKS];
    for (int call = 0; call < CALLS; call++) {
      int first = call * TASKS;
      workers.run(
          TASKS,
          (task, workspace) -> {
            Tensor own = workspace.scratch(10, 10);
            own.fill(value);
            for (int i = 0; i < own.size(); i++) {
              sums[first + task] += own.data()[own.offset() + i];
            }
          });
    }
    return sums;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aTaskCannotCallTheWorkersThatRunIt(int threads) {
    try (Workers workers = new Workers(threads)) {
      var refused =
          assertThrows(
              IllegalStateException.class,
              () -> workers.run(9, (_, _) -> workers.run(1, (_, _) -> {})));
      assertTrue(
          String.valueOf(refused.getMessage()).startsWith("a task called run on the workers"),
          refused.getMessage());
      int[] done = new int[9];
      workers.run(9, (task, _) -> done[task]++);
      assertEquals(9, Arrays.stream(done).sum(), "they work on afterwards");
    }
  }

  @Test
  void aTaskMayCallOtherWorkers() {
    int[] done = new int[4];
    try (Workers outer = new Workers(2);
        Workers inner = new Workers(2)) {
      outer.run(2, (group, _) -> inner.run(2, (task, _) -> done[2 * group + task] = 1));
    }
    assertEquals(4, Arrays.stream(done).sum());
  }

  @Test
  void closedWorkersRefuse() {
    Workers workers = new Workers(2);
    workers.close();
    workers.close();
    var refused = assertThrows(IllegalStateException.class, () -> workers.run(3, (_, _) -> {}));
    assertEquals("the workers are closed", refused.getMessage());
  }
}
