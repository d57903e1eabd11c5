package dev.bijou.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A query whose process is killed in the middle of a stream, and started again from its checkpoint.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StreamTest {
  private static final int FILES = 8;
  private static final int ROWS = 25; // of a file
  @TempDir Path folder;

  /// Judges the files of a folder, one a batch, and ends when there are no more.
  static final class Query {
    private Query() {}

    /// @param args the folder of the model, the one with the files, the one for the results, the one for the checkpoint
    public static void main(String[] args) throws Exception {
      SparkSession spark = LocalSpark.session();
      Dataset<Row> stream =
          spark
              .readStream()
              .schema(LocalSpark.SCHEMA)
              .option("maxFilesPerTrigger", 1)
              .parquet(args[1]);
      FlowDensityModel.load(args[0])
          .transform(stream)
          .writeStream()
          .option("checkpointLocation", args[3])
          .trigger(Trigger.AvailableNow())
          .start(args[2])
          .awaitTermination();
      spark.stop();
    }
  }

  private Process query() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp", System.getProperty("java.class.path"), Query.class.getName(), path("model")));
    command.addAll(List.of(path("in"), path("out"), path("checkpoint")));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File(path("log")))
        .start();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  /// How many batches are done.
  private long done() throws IOException {
    Path commits = folder.resolve("checkpoint", "commits");
    if (!Files.exists(commits)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(commits)) {
      return files.filter(file -> file.getFileName().toString().matches("\\d+")).count();
    }
  }

  @Test
  void losesAndDoublesNothingWhenItIsKilled() throws Exception {
    List<Row> rows = LocalSpark.rows(FILES * ROWS, 5);
    SparkSession spark = LocalSpark.session();
    try {
      LocalSpark.quick().fit(LocalSpark.table(spark, 400, 1)).write().save(path("model"));
      spark.createDataFrame(rows, LocalSpark.SCHEMA).repartition(FILES).write().parquet(path("in"));
      Process first = query();
      long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
      while (done() < 2 && first.isAlive() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      first.destroyForcibly().waitFor();
      long before = done();
      assertTrue(before >= 2 && before < FILES, before + " batches: " + log());
      assertEquals(0, query().waitFor(), this::log);
      assertEquals(FILES, done());
      List<Row> judged = spark.read().parquet(path("out")).collectAsList();
      assertEquals(rows.size(), judged.size());
      assertEquals(
          rows.stream().map(row -> row.getDouble(0)).collect(Collectors.toSet()),
          judged.stream().map(row -> row.getDouble(0)).collect(Collectors.toSet()));
    } finally {
      spark.stop();
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
