package dev.bijou.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bijou.table.io.TableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Executors in processes of their own.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterTest {
  private static final int EARLY = 1;
  private static final int IN_THE_ROUNDS = 14;

  private SparkSession spark;

  /// Starts executors of one core, all of which are there before the first task; skips the test where that cannot be.
  private void start(int executors) throws Exception {
    start(executors, System.getProperty("java.home"));
    try {
      CompletableFuture.supplyAsync(this::anExecutor).get(90, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException problem) {
      abort("executors cannot be started here: " + problem);
    }
  }

  /// The same without waiting for them.
  ///
  /// @param java the home of their Java
  private void start(int executors, String java) throws Exception {
    String home = System.getenv("SPARK_HOME");
    assumeTrue(home != null, "SPARK_HOME is not set, and executors cannot be started without");
    Files.createDirectories(Path.of(home, "jars"));
    if (!Files.exists(Path.of(home, "RELEASE"))) {
      Files.createFile(Path.of(home, "RELEASE"));
    }
    spark =
        LocalSpark.builder("local-cluster[" + executors + ",1,1024]")
            .config("spark.executor.memory", "1g")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executorEnv.JAVA_HOME", java)
            .config("spark.cores.max", executors)
            .config("spark.scheduler.minRegisteredResourcesRatio", "1")
            .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s")
            .getOrCreate();
  }

  @AfterEach
  void stop() {
    if (spark != null) {
      spark.stop();
      spark = null;
    }
  }

  private Dataset<Row> table() {
    return LocalSpark.table(spark, 800, 1).repartition(2);
  }

  private FlowDensityModel fit() {
    return new FlowDensity()
        .setMaxMemoryInMB(0)
        .setMembers(1)
        .setEpochs(1)
        .setRounds(6)
        .fit(table());
  }

  /// The model and the mean density, with one executor, and with two of which one is killed in the fit and one while the
  /// model is used.
  @Test
  void hasTheSameResultWhateverTheExecutorsAndWhoDies() throws Exception {
    start(1);
    FlowDensityModel one = fit();
    double mean = mean(one);
    stop();
    start(2);
    FlowDensityModel two = killingAnExecutor(IN_THE_ROUNDS, this::fit);
    assertArrayEquals(LocalSpark.weights(one), LocalSpark.weights(two));
    assertEquals(mean, killingAnExecutor(EARLY, () -> mean(two)), 1e-12);
    assertEquals(1000, two.sample(spark, 1000).count());
  }

  /// Bad input is one line from the driver, and an executor of an older Java is named with what to set.
  @Test
  void refusesOnTheDriverWhatExecutorsCannotUse() throws Exception {
    String older = System.getenv("OLDER_JAVA_HOME");
    assumeTrue(older != null, "OLDER_JAVA_HOME does not name a JDK before 25");
    start(1, older);
    TableException refused = assertThrows(TableException.class, this::fit);
    assertTrue(refused.getMessage().contains("spark.executorEnv.JAVA_HOME"), refused.getMessage());
    assertFalse(refused.getMessage().contains("\n"));
  }

  @Test
  void refusesBadCellsOfExecutorsOnTheDriver() throws Exception {
    start(1);
    Dataset<Row> bad =
        table()
            .withColumn("x", functions.expr("CASE WHEN x > 2 THEN double('Infinity') ELSE x END"));
    for (int memory : new int[] {0, 256}) {
      TableException refused =
          assertThrows(
              TableException.class,
              () -> new FlowDensity().setMembers(1).setMaxMemoryInMB(memory).fit(bad));
      assertTrue(
          refused.getMessage().contains("column \"x\": \"Infinity\" is not finite"),
          refused.getMessage());
    }
  }

  private double mean(FlowDensityModel model) {
    return new LogDensityEvaluator()
        .evaluate(model.copy(new ParamMap()).setReasonsCol("").transform(table()));
  }

  /// The process of an executor.
  private long anExecutor() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(IntStream.range(0, 4).boxed().toList(), 4)
        .map(_ -> ProcessHandle.current().pid())
        .collect()
        .getFirst();
  }

  /// The result of work, with an executor killed as soon as some of its tasks have ended.
  private <T> T killingAnExecutor(int ended, Supplier<T> work) throws InterruptedException {
    Killer killer = new Killer(ProcessHandle.of(anExecutor()).orElseThrow(), ended);
    spark.sparkContext().addSparkListener(killer);
    T result = work.get();
    assertTrue(killer.done.await(1, TimeUnit.MINUTES), "no executor was killed");
    spark.sparkContext().removeSparkListener(killer);
    return result;
  }

  private static final class Killer extends SparkListener {
    private final ProcessHandle victim;
    private final AtomicInteger left;
    private final CountDownLatch done = new CountDownLatch(1);

    Killer(ProcessHandle victim, int tasks) {
      this.victim = victim;
      this.left = new AtomicInteger(tasks);
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (left.decrementAndGet() == 0) {
        victim.destroyForcibly();
        done.countDown();
      }
    }
  }
}
