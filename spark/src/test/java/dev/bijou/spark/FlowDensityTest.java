package dev.bijou.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.novelty.Detector;
import dev.bijou.novelty.NoveltyRule;
import dev.bijou.novelty.NoveltyScore;
import dev.bijou.novelty.Reason;
import dev.bijou.novelty.TableDetector;
import dev.bijou.novelty.Verdict;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowDensityTest {
  private static SparkSession spark;
  private static Dataset<Row> table;
  private static FlowDensityModel model;
  @TempDir Path folder;

  @BeforeAll
  static void fit() {
    spark = LocalSpark.session();
    table = LocalSpark.table(spark, 400, 1).cache();
    model = LocalSpark.quick().fit(table);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static String csv(List<Row> rows) {
    return rows.stream()
        .map(row -> row.mkString(",").replace("null", ""))
        .collect(Collectors.joining("\n", "x,y,count,color,open\n", "\n"));
  }

  private static float[] densities(TableModel model, List<Row> rows) {
    TableSource source =
        TableSource.of(
            "rows", new ByteArrayInputStream(csv(rows).getBytes(StandardCharsets.UTF_8)));
    try (Workers workers = new Workers(1)) {
      return new TableScorer(model, workers).logDensities(source, Missing.KEEP);
    }
  }

  @Test
  void saysOfRowsWhatTheLibrarySays() {
    List<Row> rows = LocalSpark.rows(300, 2);
    List<Row> judged =
        model.transform(spark.createDataFrame(rows, LocalSpark.SCHEMA)).collectAsList();
    float[] expected = densities(model.tableModel(), rows);
    Detector detector = Detector.of(model.tableModel());
    for (int i = 0; i < rows.size(); i++) {
      Row row = judged.get(i);
      Map<String, String> cells = new HashMap<>();
      for (String name : LocalSpark.SCHEMA.fieldNames()) {
        Object cell = rows.get(i).get(LocalSpark.SCHEMA.fieldIndex(name));
        cells.put(name, cell == null ? "" : cell.toString());
      }
      Verdict verdict = detector.judge(cells);
      assertEquals(expected[i], row.<Double>getAs("logDensity").floatValue(), 1e-5f);
      assertEquals(verdict.novelty(), row.<Double>getAs("novelty").floatValue(), 1e-4f);
      assertEquals(verdict.pValue(), row.<Double>getAs("pValue"), 0.01);
    }
  }

  @Test
  void learnsWhateverTheNumberOfThreadsTheSameModel() {
    byte[] again = LocalSpark.weights(LocalSpark.quick().fit(table));
    assertArrayEquals(LocalSpark.weights(model), again);
  }

  @Test
  void givesReasonsOfNovelRows() {
    Dataset<Row> odd =
        spark.createDataFrame(
            List.of(RowFactory.create(0.0, 9.0, 1, "blue", false)), LocalSpark.SCHEMA);
    Row row = model.copy(new ParamMap()).setAlpha(0.05).transform(odd).first();
    assertTrue(row.<Boolean>getAs("novel"));
    Row reason = (Row) row.getList(row.fieldIndex("reasons")).getFirst();
    assertEquals("y", reason.getAs("column"));
    assertEquals("9", reason.getAs("cell"));
    assertTrue(reason.<Double>getAs("upper") < 9);
    assertTrue(reason.<String>getAs("sentence").startsWith("y = 9: expected "));
  }

  @Test
  void saysNothingOfRowsThatItCannotRead() {
    List<Row> rows =
        List.of(
            RowFactory.create(Double.POSITIVE_INFINITY, 0.0, 1, "blue", true),
            RowFactory.create(0.0, 0.1, 1, "blue", true),
            RowFactory.create(null, 0.0, 1, "blue", true));
    List<Row> judged =
        model.transform(spark.createDataFrame(rows, LocalSpark.SCHEMA)).collectAsList();
    assertTrue(judged.get(0).isNullAt(judged.get(0).fieldIndex("novel")));
    Row problem = (Row) judged.get(0).getList(judged.get(0).fieldIndex("reasons")).getFirst();
    assertTrue(problem.<String>getAs("sentence").contains("column \"x\""));
    assertFalse(judged.get(1).isNullAt(judged.get(1).fieldIndex("logDensity")));
    assertTrue(judged.get(2).isNullAt(judged.get(2).fieldIndex("logDensity")));
  }

  @Test
  void leavesOutColumnsWithoutAName() {
    FlowDensityModel scores =
        model
            .copy(new ParamMap())
            .setNoveltyCol("")
            .setPValueCol("")
            .setNovelCol("")
            .setReasonsCol("");
    Dataset<Row> judged = scores.transform(table);
    assertArrayEquals(
        new String[] {"x", "y", "count", "color", "open", "logDensity"},
        judged.schema().fieldNames());
    assertEquals(mean(model.transform(table), "logDensity"), mean(judged, "logDensity"), 1e-6);
  }

  private static double mean(Dataset<Row> rows, String column) {
    return rows.agg(functions.avg(column)).first().getDouble(0);
  }

  @Test
  void savesTheFileOfTheCommandLine() throws Exception {
    String path = folder.resolve("saved").toString();
    model.write().overwrite().save(path);
    FlowDensityModel loaded = FlowDensityModel.load(path);
    assertArrayEquals(model.file(), loaded.file());
    assertEquals(model.uid(), loaded.uid());
    TableModel file = TableModel.load(Path.of(path, "model.bijou"));
    assertEquals(model.tableModel().order(), file.order());
    FlowDensityModel again = FlowDensityModel.fromFile(path + "/model.bijou");
    assertEquals(0, model.transform(table).except(again.transform(table)).count());
  }

  @Test
  void refusesADamagedFile() throws Exception {
    String path = folder.resolve("damaged").toString();
    model.write().save(path);
    Path file = Path.of(path, "model.bijou");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(file.resolveSibling(".model.bijou.crc"));
    Files.write(file, bytes);
    Exception refused = assertThrows(RuntimeException.class, () -> FlowDensityModel.load(path));
    assertTrue(refused.getMessage().contains("model.bijou"), refused.getMessage());
  }

  @Test
  void worksInPipelines() throws Exception {
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(new String[] {"x", "count"}).setOutputCol("features");
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {assembler, LocalSpark.quick().setFeaturesCol("features")});
    PipelineModel fitted = pipeline.fit(table);
    String path = folder.resolve("pipeline").toString();
    fitted.write().save(path);
    double expected = mean(fitted.transform(table), "logDensity");
    assertEquals(expected, mean(PipelineModel.load(path).transform(table), "logDensity"), 1e-9);
    pipeline.write().save(path + "-before");
    assertEquals(2, Pipeline.load(path + "-before").getStages().length);
  }

  @Test
  void isTunedByCrossValidation() {
    FlowDensity density = LocalSpark.quick().setReasonsCol("");
    ParamMap[] grid = new ParamGridBuilder().addGrid(density.epochs(), new int[] {1, 3}).build();
    double[] scores =
        new CrossValidator()
            .setEstimator(density)
            .setEstimatorParamMaps(grid)
            .setEvaluator(new LogDensityEvaluator())
            .setNumFolds(2)
            .setSeed(1)
            .fit(table)
            .avgMetrics();
    assertEquals(2, scores.length);
    assertTrue(Double.isFinite(scores[0]) && scores[0] != scores[1]);
  }

  @Test
  void drawsRowsOfTheTypesOfTheTable() {
    Dataset<Row> drawn = model.sample(spark, 40_000, 3);
    assertEquals(table.schema().json(), drawn.schema().json());
    assertEquals(40_000, drawn.count());
    assertEquals(0, drawn.except(model.sample(spark, 40_000, 3)).count());
    assertTrue(drawn.select("x").distinct().count() > 30_000);
    Dataset<Row> red = model.sampleWhere(spark, 100, "color=red,x>0.5");
    assertEquals(100, red.where("color = 'red' AND x > 0.5").count());
    assertThrows(TableException.class, () -> model.sampleWhere(spark, 5, "colour=red"));
  }

  /// Each partition of the drawn rows has a seed of its own.
  @Test
  void drawsNoRowTwice() {
    int count = 70_000; // three partitions
    for (Dataset<Row> drawn :
        List.of(model.sample(spark, count), model.sampleWhere(spark, count, "open=true"))) {
      assertEquals(3, drawn.javaRDD().getNumPartitions());
      long different = drawn.where("y IS NOT NULL").select("x", "y").distinct().count();
      assertEquals(drawn.where("y IS NOT NULL").count(), different, 20); // 7 digits are written
    }
  }

  @Test
  void readsDatesAndTimestamps() {
    Dataset<Row> dated =
        table.selectExpr(
            "x",
            "date_add(DATE'2024-01-01', cast(100 + 30 * x AS int)) AS day",
            "TIMESTAMP'2024-03-01 12:00:00' + make_interval(0, 0, 0, 0, 0, 0, 3600 * x) AS moment",
            "TIMESTAMP_NTZ'2024-03-01 12:00:00' + make_interval(0, 0, 0, count) AS local");
    for (int memory : new int[] {0, 256}) {
      FlowDensityModel learned = LocalSpark.quick().setMaxMemoryInMB(memory).fit(dated);
      assertEquals(0, learned.transform(dated).where("logDensity IS NULL").count());
      Dataset<Row> drawn = learned.sample(spark, 200);
      assertEquals(dated.schema().json(), drawn.schema().json());
      assertEquals(0, drawn.where("day IS NULL OR moment IS NULL OR local IS NULL").count());
      assertEquals(200, drawn.where("year(day) BETWEEN 2023 AND 2025").count());
    }
    FlowDensityModel learned = LocalSpark.quick().fit(dated);
    Row filled =
        learned
            .imputer()
            .transform(dated.limit(1).selectExpr("x", "date(null) AS day", "moment", "local"))
            .first();
    assertFalse(filled.isNullAt(1));
    Dataset<Row> written =
        dated.selectExpr("x", "date_format(day, 'dd.MM.yyyy') AS day", "moment", "local");
    FlowDensityModel ofText = LocalSpark.quick().fit(written);
    assertEquals(
        mean(ofText.transform(written), "logDensity"),
        mean(ofText.transform(dated), "logDensity"),
        1e-6);
    refuses(
        "column \"day\" is of type int, but the model learned points in time",
        () -> learned.transform(dated.withColumn("day", functions.lit(1))));
    refuses(
        "column \"x\" is of type date, but the model learned numbers",
        () -> learned.imputer().transform(dated.withColumn("x", dated.col("day"))));
  }

  @Test
  void fillsMissingCells() throws Exception {
    Dataset<Row> gaps =
        spark.createDataFrame(
            List.of(
                RowFactory.create(1.0, null, 4, "red", true),
                RowFactory.create(0.0, 0.1, null, null, true),
                RowFactory.create(0.0, 0.1, 1, "blue", true)),
            LocalSpark.SCHEMA);
    FlowImputer imputer = model.imputer();
    String path = folder.resolve("imputer").toString();
    imputer.write().save(path);
    List<Row> filled = FlowImputer.load(path).transform(gaps).collectAsList();
    assertFalse(filled.get(0).isNullAt(1));
    assertFalse(filled.get(1).isNullAt(2) || filled.get(1).isNullAt(3));
    assertEquals(gaps.collectAsList().get(2), filled.get(2));
  }

  @Test
  void isAFunctionOfSql() {
    model.register(spark, "log_density");
    table.createOrReplaceTempView("rows");
    double mean = spark.sql("SELECT avg(log_density(struct(*))) FROM rows").first().getDouble(0);
    assertEquals(mean(model.transform(table), "logDensity"), mean, 1e-5);
  }

  @Test
  void judgesAStreamAndGoesOnAfterAStop() throws Exception {
    Path in = Files.createDirectory(folder.resolve("in"));
    String out = folder.resolve("out").toString();
    List<Row> rows = LocalSpark.rows(40, 5);
    Files.writeString(in.resolve("a.csv"), csv(rows.subList(0, 15)));
    run(in, out);
    Files.writeString(in.resolve("b.csv"), csv(rows.subList(15, 40)));
    run(in, out);
    Dataset<Row> judged = spark.read().parquet(out);
    assertEquals(40, judged.count());
    assertEquals(40, judged.select("x").distinct().count());
    assertEquals(0, judged.where("pValue IS NULL").count());
  }

  private void run(Path in, String out) throws Exception {
    Dataset<Row> stream =
        spark.readStream().schema(LocalSpark.SCHEMA).option("header", true).csv(in.toString());
    StreamingQuery query =
        model
            .transform(stream)
            .writeStream()
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start(out);
    query.awaitTermination();
  }

  @Test
  void refusesWhatItCannotUseOnTheDriver() {
    refuses(
        "has no column \"z\"",
        () -> LocalSpark.quick().setInputCols(new String[] {"x", "z"}).fit(table));
    refuses("has one row", () -> LocalSpark.quick().fit(table.limit(1)));
    refuses(
        "column \"list\" is of type array<int>",
        () -> LocalSpark.quick().fit(table.withColumn("list", functions.array(functions.lit(1)))));
    refuses(
        "has a column \"novel\" already",
        () -> LocalSpark.quick().fit(table.withColumn("novel", functions.lit(1))));
    refuses("several columns \"x\"", () -> LocalSpark.quick().fit(table.select("x", "y", "x")));
    refuses(
        "givenCols names all columns",
        () ->
            LocalSpark.quick()
                .setMaxMemoryInMB(0)
                .setInputCols(new String[] {"x"})
                .setGivenCols(new String[] {"x"})
                .fit(table));
    refuses("has no columns", () -> LocalSpark.quick().setMaxMemoryInMB(0).fit(table.select()));
    refuses("no rows", () -> LocalSpark.quick().fit(table.where("x > 1e9")));
    refuses(
        "no column varies",
        () ->
            LocalSpark.quick()
                .setInputCols(new String[] {"x"})
                .fit(table.withColumn("x", functions.lit(null).cast("double"))));
    refuses(
        "column \"x\": \"Infinity\" is not finite",
        () -> LocalSpark.quick().fit(table.withColumn("x", functions.expr("double('Infinity')"))));
    refuses(
        "is too large; values up to 1e38 are accepted",
        () ->
            LocalSpark.quick().fit(table.withColumn("x", functions.expr("if(x > 1, 1e300D, x)"))));
    refuses("alpha is 2.0", () -> LocalSpark.quick().setAlpha(2).fit(table));
    refuses("flow is \"nice\"", () -> LocalSpark.quick().setFlow("nice").fit(table));
    refuses("has no column \"color\"", () -> model.transform(table.drop("color")));
    refuses(
        "has a column \"reasons\" already",
        () ->
            model.transform(
                model.transform(table).drop("logDensity", "novelty", "pValue", "novel")));
  }

  @Test
  void saysWhatAnExecutorLacks() {
    refuses("executor 3 runs Java 17", () -> Executors.requireAnswer("3 17 true"));
    refuses("executor 3 runs without the Vector API", () -> Executors.requireAnswer("3 25 false"));
    Executors.requireAnswer("3 25 true");
  }

  private static void refuses(String part, Runnable act) {
    TableException refused = assertThrows(TableException.class, act::run);
    assertTrue(refused.getMessage().contains(part), refused.getMessage());
    assertFalse(refused.getMessage().contains("\n"));
  }

  @Test
  void refusesVectorsOfAnotherSize() {
    StructType schema = new StructType().add("v", SQLDataTypes.VectorType());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(RowFactory.create(Vectors.dense(i % 7, i % 11)));
    }
    FlowDensity density = LocalSpark.quick().setEpochs(1).setFeaturesCol("v");
    FlowDensityModel learned = density.fit(spark.createDataFrame(rows, schema).coalesce(1));
    rows.add(RowFactory.create(Vectors.dense(1, 2, 3)));
    Dataset<Row> odd = spark.createDataFrame(rows, schema).coalesce(1);
    refuses("has 3 numbers, but others have 2", () -> density.fit(odd));
    Row last = learned.transform(odd).collectAsList().getLast();
    assertTrue(last.isNullAt(last.fieldIndex("logDensity")));
    Row problem = (Row) last.getList(last.fieldIndex("reasons")).getFirst();
    assertTrue(problem.<String>getAs("sentence").contains("has 3 numbers"));
  }

  /// The command line's detector, which reads the same rows as text and has the same file.
  private static List<Verdict> verdicts(TableModel model, List<Row> rows) {
    TableSource source =
        TableSource.of(
            "rows", new ByteArrayInputStream(csv(rows).getBytes(StandardCharsets.UTF_8)));
    List<Verdict> all = new ArrayList<>();
    try (Workers workers = new Workers(1)) {
      new TableDetector(
              model,
              NoveltyScore.COMBINED,
              new NoveltyRule.Alpha(0.05),
              TableDetector.Reasons.FIRST,
              workers)
          .detect(
              source,
              Missing.KEEP,
              _ -> (_, found) -> found.forEach(verdict -> all.add(verdict.orElseThrow())));
    }
    return all;
  }

  @Test
  void judgesToTheBitAsTheCommandLineDoes() {
    List<Row> rows = LocalSpark.rows(200, 7);
    Dataset<Row> table = spark.createDataFrame(rows, LocalSpark.SCHEMA).coalesce(1);
    List<Row> judged = model.copy(new ParamMap()).setAlpha(0.05).transform(table).collectAsList();
    List<Verdict> expected = verdicts(model.tableModel(), rows);
    assertTrue(model.tableModel().calibration().orElseThrow().names().contains("neighbours"));
    for (int i = 0; i < rows.size(); i++) {
      Row row = judged.get(i);
      Verdict verdict = expected.get(i);
      assertEquals((double) verdict.logDensity(), row.<Double>getAs("logDensity"));
      assertEquals((double) verdict.novelty(), row.<Double>getAs("novelty"));
      assertEquals(verdict.pValue(), row.<Double>getAs("pValue"));
      assertEquals(verdict.novel(), row.<Boolean>getAs("novel"));
      assertEquals(
          verdict.reasons().stream().map(Reason::sentence).toList(),
          row.<Row>getList(row.fieldIndex("reasons")).stream()
              .map(reason -> reason.<String>getAs("sentence"))
              .toList());
    }
  }

  @Test
  void learnsFromTablesWithEmptyPartitions() {
    Dataset<Row> sparse = table.union(table.where("false")).union(table.where("false"));
    assertArrayEquals(
        LocalSpark.weights(model), LocalSpark.weights(LocalSpark.quick().fit(sparse)));
  }
}
