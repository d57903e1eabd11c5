package dev.bijou.spark;

import dev.bijou.spark.probe.ExecutorProbe;
import dev.bijou.table.io.TableException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/// Whether the executors can run Bijou: asked once in an application, so that one clear exception comes from the driver and
/// not a stack trace from every task.
final class Executors {
  private static final int JAVA = 25;
  private static final int MOST_TASKS = 64;
  private static final Set<String> CHECKED = ConcurrentHashMap.newKeySet();

  private Executors() {}

  /// Throws a [TableException] that says what an executor lacks, and what to set.
  static void require(JavaSparkContext context) {
    if (context.isLocal() || CHECKED.contains(context.sc().applicationId())) {
      return; // the driver is the executor, and runs
    }
    int tasks = Math.clamp(context.defaultParallelism(), 1, MOST_TASKS);
    List<String> answers =
        context
            .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
            .mapPartitions(new ExecutorProbe())
            .collect();
    answers.forEach(Executors::requireAnswer);
    CHECKED.add(context.sc().applicationId());
  }

  /// @param answer of a probe
  static void requireAnswer(String answer) {
    String[] parts = answer.split(" ");
    if (Integer.parseInt(parts[1]) < JAVA) {
      throw new TableException(
          "executor %s runs Java %s, but Bijou needs Java %d: set spark.executorEnv.JAVA_HOME to a JDK %d that its machine has"
              .formatted(parts[0], parts[1], JAVA, JAVA));
    }
    if (!Boolean.parseBoolean(parts[2])) {
      throw new TableException(
          "executor %s runs without the Vector API, many times slower: add --add-modules=jdk.incubator.vector to spark.executor.extraJavaOptions"
              .formatted(parts[0]));
    }
  }
}
