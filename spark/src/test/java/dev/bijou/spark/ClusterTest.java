package dev.bijou.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Executors in processes of their own.
class ClusterTest {
  private SparkSession spark;

  private SparkSession start(int executors) throws Exception {
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
            .config("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"))
            .getOrCreate();
    return spark;
  }

  @AfterEach
  void stop() {
    if (spark != null) {
      spark.stop();
    }
  }

  private Dataset<Row> table() {
    return LocalSpark.table(spark, 800, 1).repartition(2);
  }

  private FlowDensityModel fit() {
    return new FlowDensity().setMaxMemoryInMB(0).setEpochs(1).setRounds(6).fit(table());
  }

  /// The model and the mean density, with one executor and with two of which one is killed on the way.
  @Test
  void hasTheSameResultWhateverTheExecutorsAndWhoDies() throws Exception {
    start(1);
    FlowDensityModel one = fit();
    double mean = mean(one);
    stop();
    start(2);
    CompletableFuture<FlowDensityModel> fit = CompletableFuture.supplyAsync(this::fit);
    killAnExecutor(fit);
    FlowDensityModel two = fit.get();
    assertArrayEquals(LocalSpark.weights(one), LocalSpark.weights(two));
    assertEquals(mean, mean(two), 1e-12);
    assertEquals(1000, two.sample(spark, 1000).count());
  }

  private double mean(FlowDensityModel model) {
    return new LogDensityEvaluator()
        .evaluate(model.copy(new ParamMap()).setReasonsCol("").transform(table()));
  }

  /// Kills one of two executors, which are children of this process, while a fit runs.
  private static void killAnExecutor(CompletableFuture<?> fit) {
    List<ProcessHandle> executors = List.of();
    while (executors.size() < 2 && !fit.isDone()) {
      executors =
          ProcessHandle.current()
              .children()
              .filter(child -> child.info().command().orElse("").endsWith("java"))
              .toList();
    }
    assertTrue(executors.size() == 2, "the executors were not seen");
    executors.getFirst().destroyForcibly();
  }
}
