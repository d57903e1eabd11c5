package dev.bijou.table.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.bijou.novelty.Detector;
import dev.bijou.novelty.LineDetector;
import dev.bijou.table.SmallTables;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.ReadingNote;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.TrainingTable;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsInTimeTest {
  @TempDir private Path folder;
  @AutoClose private final Workers workers = new Workers(2);

  /// Rows of two interleaved series, half an hour apart, each with a name, a number and a constant.
  private static String text(int rows, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("sensor,time,v,state,unit\n");
    double[] last = new double[2];
    LocalDateTime start = LocalDateTime.of(2026, 1, 5, 0, 0);
    for (int row = 0; row < rows; row++) {
      int sensor = row % 2;
      last[sensor] = 0.9 * last[sensor] + 0.44 * random.nextGaussian();
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%sT%s,%.4f,%s,C%n",
              sensor == 0 ? "left" : "right",
              start.plusMinutes(15L * row).toLocalDate(),
              start.plusMinutes(15L * row).toLocalTime() + ":00",
              last[sensor],
              last[sensor] > 0 ? "on" : "off"));
    }
    return text.toString();
  }

  private static TableFitOptions options(int window, String by) {
    FitOptions standard = FitOptions.standard();
    return TableFitOptions.standard()
        .withFit(
            new FitOptions(
                standard.flow(), OptionalInt.of(1), OptionalInt.of(3), Optional.empty(), 0))
        .withWindow(window, by.isEmpty() ? Optional.empty() : Optional.of(by));
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  @Test
  void modelIsOfTheNewestRowGivenThePast() {
    TableFit fit = TableFit.read(SmallTables.csv(text(300, 1)), options(3, "sensor"));
    Schema schema = fit.schema();
    assertEquals(List.of("v", "state", "unit"), names(schema.targets()));
    assertEquals(
        List.of(
            "time[time of day, sine]",
            "time[time of day, cosine]",
            "v[-1]",
            "state[-1]",
            "v[-2]",
            "state[-2]"),
        names(schema.given()));
    assertEquals(List.of("v", "state", "unit", "time", "sensor"), schema.needed());
    assertEquals(
        List.of(
            "column \"time\" counts by time of day alone, because later times lie beyond those learned from",
            "t.csv: 4 rows without the 2 rows before of the same \"sensor\" are given to others, but not learned from"),
        fit.notes().stream().map(ReadingNote::message).toList());
    assertEquals(schema, Schema.fromJson(schema.toJson()));
  }

  @Test
  void givenColumnsHaveAPastButTheKeyHasNone() {
    TableFit fit =
        TableFit.read(
            SmallTables.csv(text(300, 1)),
            options(2, "sensor").withGiven("sensor", "state").withExclude("time", "unit"));
    assertEquals(List.of("v"), names(fit.schema().targets()));
    assertEquals(List.of("sensor", "state", "v[-1]", "state[-1]"), names(fit.schema().given()));
  }

  @Test
  void numbersThatNeverFallAreLeftOut() {
    Random random = new Random(1);
    TableSource source =
        SmallTables.csv(
            "second,k,v",
            120,
            row -> (1000 + row / 2 * 5) + "," + row % 2 + "," + random.nextInt(9));
    TableFit fit = TableFit.read(source, options(2, "k"));
    assertEquals(List.of("v"), names(fit.schema().targets()));
    assertEquals(
        "left out \"second\", because it never falls: what is to come lies beyond what was; the increase could be learned",
        fit.notes().getFirst().message());
    TableSource alone = SmallTables.csv("v", 60, row -> Integer.toString(row * row));
    assertEquals(List.of("v"), names(TableFit.read(alone, options(2, "")).schema().targets()));
  }

  @Test
  void storedModelScoresTablesAndStreamsByThemselves() {
    TableModel model =
        TableFit.read(SmallTables.csv(text(400, 1)), options(3, "sensor")).run(workers);
    Path file = folder.resolve("m.bijou");
    model.save(file);
    TableModel loaded = TableModel.load(file);
    assertEquals(model.schema(), loaded.schema());
    String text = text(100, 2);
    TableScorer scorer = new TableScorer(loaded, workers);
    float[] scores = scorer.logDensities(SmallTables.csv(text), Missing.REFUSE);
    assertEquals(100, scores.length);
    for (int row = 0; row < scores.length; row++) {
      assertEquals(row < 4, Float.isNaN(scores[row]));
    }
    TableScorer.Summary summary = scorer.score(SmallTables.csv(text), Missing.REFUSE, (_, _) -> {});
    assertEquals(
        List.of(100L, 96L, 4L), List.of(summary.rows(), summary.scored(), summary.withoutPast()));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineDetector.Summary watched =
        new LineDetector(
                Detector.of(loaded),
                LineDetector.Options.standard().withReasons(false),
                workers,
                _ -> {})
            .run("stream", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), out);
    assertEquals(
        List.of(96L, 0L, 4L), List.of(watched.rows(), watched.bad(), watched.withoutPast()));
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertTrue(lines.get(1).endsWith(",C,,,,,"), lines.get(1));
    for (int row = 4; row < 100; row++) {
      String density = lines.get(1 + row).split(",")[5];
      assertEquals(scores[row], Float.parseFloat(density), 1e-5f * Math.abs(scores[row]));
    }
  }

  /// A row whose line is bad is no part of the past: the rows after it have the rows before it.
  @Test
  void jsonStreamSkipsBadLinesInThePast() {
    TableModel model =
        TableFit.read(SmallTables.csv(text(300, 1)), options(2, "sensor").withExclude("time"))
            .run(workers);
    String in =
        """
        {"sensor": "a", "v": 0.1, "state": "on", "unit": "C"}
        {"sensor": "a", "v": 0.2, "state": "on", "unit": "C"}
        {"sensor": "b", "v": 0.2, "state": "on", "unit": "C"}
        {"sensor": "a", "v": "?", "state": "on", "unit": "C"}
        {"sensor": "a", "v": 0.3, "state": "on", "unit": "C"}
        """;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineDetector.Summary summary =
        new LineDetector(Detector.of(model), LineDetector.Options.standard(), workers, _ -> {})
            .run("stream", new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), out);
    assertEquals(
        List.of(2L, 1L, 2L), List.of(summary.rows(), summary.bad(), summary.withoutPast()));
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertTrue(lines.get(0).contains("\"p_value\":null"), lines.get(0));
    assertTrue(lines.get(3).contains("\"error\""), lines.get(3));
    double[] row = {0.3, 0, 0, 0.2, 0};
    row[1] = model.schema().targets().get(1).value("on");
    row[4] = row[1];
    float expected = new TableScorer(model, workers).logDensities(new double[][] {row})[0];
    String found = lines.get(4).replaceFirst(".*\"log_density\":([^,]*),.*", "$1");
    assertEquals(expected, Float.parseFloat(found), 1e-4f);
  }

  @Test
  void splitHoldsOutStretches() {
    TableFitOptions options = options(4, "").withExclude("sensor", "time", "state", "unit");
    Schema schema = TableFit.read(SmallTables.csv(text(1000, 1)), options).schema();
    Split split =
        Split.of(
            TrainingTable.load(SmallTables.csv(text(1000, 1)), schema, SmallTables.OPTIONS),
            0.1,
            3);
    int[] held = split.validation();
    long neighbours =
        IntStream.range(1, held.length).filter(i -> held[i] == held[i - 1] + 1).count();
    assertTrue(held.length >= 90 && held.length <= 120, Arrays.toString(held));
    assertTrue(neighbours >= 0.7 * held.length, Arrays.toString(held));
  }

  @Test
  void whatCannotBeIsOneClearLine() {
    assertThrows(IllegalArgumentException.class, () -> options(1, ""));
    assertEquals(
        "t.csv has 8 rows, but a window of 8 needs more, and some hundred to mean anything",
        failure(SmallTables.csv(text(8, 1)), options(8, "")));
    assertEquals(
        "t.csv has no column \"sensors\"; did you mean \"sensor\"? It has \"sensor\", \"time\", \"v\", \"state\", \"unit\"",
        failure(SmallTables.csv(text(50, 1)), options(8, "sensors")));
    assertEquals(
        "t.csv: no row has the 2 rows before of the same \"k\"",
        failure(SmallTables.csv("k,v", 60, row -> row / 2 + "," + Math.sin(row)), options(3, "k")));
    assertEquals(
        "t.csv has a column \"v[-1]\", which is what a window calls a cell of a row before; rename it",
        failure(
            SmallTables.csv("v,v[-1]", 60, row -> Math.sin(row) + "," + Math.cos(row)),
            options(3, "")));
    assertTrue(
        failure(
                SmallTables.csv(
                    "a,b,c,d,e",
                    1200,
                    row -> SmallTables.line(Math.sin(row), row % 7, row % 11, row % 13, row % 17)),
                options(1000, ""))
            .contains("4,995 given columns"));
  }

  private static String failure(TableSource source, TableFitOptions options) {
    return String.valueOf(
        assertThrows(TableException.class, () -> TableFit.read(source, options)).getMessage());
  }

  @Test
  void damagedWindowsAreRefused() {
    Schema schema =
        TableFit.read(SmallTables.csv(text(100, 1)), options(3, "").withExclude("sensor")).schema();
    JsonObject json = schema.toJson();
    json.getAsJsonObject("window").addProperty("rows", 2);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Schema.fromJson(json))
            .getMessage()
            .contains("lies outside the window of 2 rows"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Schema(
                schema.targets(),
                List.of(),
                Optional.of(
                    new ColumnPlan.Window(
                        2, Optional.empty(), List.of(new ColumnPlan.Past("v", 1)))),
                List.of()));
  }
}
