package dev.bijou.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fits that are ended by their job group.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CancelTest {
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /// Ends the fit, and the tasks of which a single one would take minutes.
  @ParameterizedTest
  @ValueSource(ints = {0, 256})
  void endsWithItsJobGroup(int maxMemoryInMB) throws Exception {
    String group = "fit " + maxMemoryInMB;
    FlowDensity endless =
        new FlowDensity()
            .setMaxMemoryInMB(maxMemoryInMB)
            .setMembers(1)
            .setEpochs(1_000_000)
            .setRounds(1);
    CompletableFuture<FlowDensityModel> fit =
        CompletableFuture.supplyAsync(() -> {
          spark.sparkContext().setJobGroup(group, "", false);
          return endless.fit(LocalSpark.table(spark, 5_000, 1).repartition(2));
        });
    await(() -> isLearning(group) || fit.isDone());
    spark.sparkContext().cancelJobGroup(group);
    ExecutionException ended = assertThrows(ExecutionException.class, fit::get);
    assertTrue(ended.getMessage().contains("cancel"), ended.getMessage());
    await(() -> tasks() == 0);
    assertEquals(0, tasks());
  }

  /// Whether a job of the group is one that learns a flow.
  private static boolean isLearning(String group) {
    SparkStatusTracker tracker = spark.sparkContext().statusTracker();
    return tasks() > 0
        && Arrays.stream(tracker.getJobIdsForGroup(group)).anyMatch(CancelTest::learns);
  }

  private static boolean learns(int job) {
    String description =
        spark.sparkContext().statusStore().job(job).description().getOrElse(() -> "");
    return description.startsWith("bijou: flow") || description.startsWith("bijou: learning");
  }

  private static int tasks() {
    return Arrays.stream(spark.sparkContext().statusTracker().getExecutorInfos())
        .mapToInt(SparkExecutorInfo::numRunningTasks)
        .sum();
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.holds() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertTrue(condition.holds());
  }
}
