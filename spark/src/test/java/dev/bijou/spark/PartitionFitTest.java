package dev.bijou.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.ModelFileException;
import dev.bijou.table.io.TableException;
import dev.bijou.table.model.TableModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Learning in partitions, in one process.
class PartitionFitTest {
  private static SparkSession spark;
  private static Dataset<Row> table;
  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark = LocalSpark.session();
    table = LocalSpark.table(spark, 1_000, 1).repartition(3).cache();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static FlowDensity inPartitions() {
    return new FlowDensity().setMaxMemoryInMB(0).setMembers(1).setEpochs(3).setRounds(6);
  }

  @Test
  void learnsTheSameFromTheSamePartitions() {
    FlowDensityModel model = inPartitions().fit(table);
    TableModel learned = model.tableModel();
    float[] curve = learned.provenance().members().getFirst().validation();
    assertEquals(3, curve.length); // one in each pass
    assertTrue(curve[2] > curve[0]);
    assertTrue(
        learned.provenance().heldOut().logDensity() > learned.provenance().heldOut().gaussian());
    assertEquals(1_000, learned.provenance().data().rowsRead());
    assertTrue(learned.calibration().isPresent());
    assertArrayEquals(
        LocalSpark.weights(model),
        LocalSpark.weights(inPartitions().fit(table.union(table.where("false")))));
  }

  @Test
  void goesOnFromACheckpoint() throws Exception {
    String path = folder.resolve("checkpoints").toString();
    FlowDensityModel whole = inPartitions().setCheckpointDir(path).fit(table);
    byte[] last = Files.readAllBytes(Path.of(path, "flow-1.checkpoint"));
    FlowDensityModel again = inPartitions().setCheckpointDir(path).fit(table);
    assertArrayEquals(LocalSpark.weights(whole), LocalSpark.weights(again));
    assertArrayEquals(last, Files.readAllBytes(Path.of(path, "flow-1.checkpoint")));
    assertThrows(
        ModelFileException.class,
        () -> inPartitions().setSeed(1).setCheckpointDir(path).fit(table));
  }

  /// Drawn rows keep what holds in every row (a copy), and what holds in many (zeros, and ties).
  @Test
  void drawsRowsThatKeepTiesAndRelations() {
    Dataset<Row> tied =
        table.selectExpr(
            "x",
            "2 * x + 1 AS twice",
            "CASE WHEN count < 2 THEN 0 ELSE abs(x) + 1 END AS zeros",
            "CASE WHEN open THEN x ELSE x + 3 + abs(x) END AS tied");
    Dataset<Row> drawn = inPartitions().fit(tied).sample(spark, 500, 1);
    assertEquals(0, drawn.where("abs(twice - 2 * x - 1) > 1e-4 * (1 + abs(x))").count());
    double zeros = tied.where("zeros = 0").count() / 1_000.0;
    assertEquals(zeros, drawn.where("zeros = 0").count() / 500.0, 0.15);
    assertTrue(drawn.where("tied = x").count() > 50);
  }

  @Test
  void refusesACellOfAnyPartitionOnTheDriver() {
    Dataset<Row> bad =
        table.withColumn(
            "x", functions.expr("CASE WHEN x > 2.5 THEN double('Infinity') ELSE x END"));
    TableException refused = assertThrows(TableException.class, () -> inPartitions().fit(bad));
    assertTrue(refused.getMessage().contains("column \"x\": \"Infinity\" is not finite"));
    assertThrows(TableException.class, () -> inPartitions().fit(table.where("x > 1e9")));
  }
}
