package dev.bijou.interop.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.distribution.MixedLayout;
import dev.bijou.flow.Mixed;
import dev.bijou.interop.OnnxExport;
import dev.bijou.novelty.Detector;
import dev.bijou.novelty.Verdict;
import dev.bijou.operation.NormalFunctions;
import dev.bijou.operation.OneHot;
import dev.bijou.table.Tables;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.tensor.Context;
import dev.bijou.tensor.Tensor;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Graphs of a table with names, truths, whole numbers, missing cells, a value that dominates, dates and constants.
class TableGraphTest {
  private static final int ROWS = 300;
  private static final List<String> HEADER =
      List.of("id", "city", "member", "age", "income", "score", "day", "unit", "none", "price");

  @TempDir Path folder;

  private static List<List<String>> rows() {
    SplittableRandom random = new SplittableRandom(3);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int city = random.nextInt(8);
      boolean member = random.nextInt(3) == 0;
      int income = random.nextInt(5);
      rows.add(
          List.of(
              "K%04d".formatted(i),
              city < 7 ? List.of("Rome", "Oslo", "New York").get(city % 3) : "Place " + i,
              member ? "yes" : "no",
              Integer.toString(18 + random.nextInt(60)),
              income == 0
                  ? ""
                  : income == 1 ? "0" : "%.2f".formatted(Math.exp(8 + random.nextGaussian())),
              "%.4f".formatted((member ? 2 : -1) + random.nextGaussian()),
              "2024-%02d-%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28)),
              "kg",
              "",
              "1.50"));
    }
    return rows;
  }

  private TableModel fit(int members, List<String> given) throws IOException {
    StringBuilder csv = new StringBuilder(String.join(",", HEADER) + "\n");
    rows().forEach(row -> csv.append(String.join(",", row)).append('\n'));
    Path table = folder.resolve("rows.csv");
    Files.writeString(table, csv);
    TableFitOptions usual = TableFitOptions.standard();
    return Tables.fit(
        table,
        new TableFitOptions(
            new FitOptions(
                FlowName.NEURAL_SPLINE,
                OptionalInt.of(members),
                OptionalInt.of(2),
                Optional.empty(),
                1),
            given,
            usual.exclude(),
            usual.schema(),
            usual.missing(),
            usual.validation(),
            usual.contamination(),
            usual.checkpoint(),
            usual.memoryLimit(),
            usual.window()));
  }

  /// The rows of the table, and some that it does not have.
  private static List<Map<String, String>> judged() {
    List<Map<String, String>> all = new ArrayList<>();
    for (List<String> row : rows().subList(0, 60)) {
      Map<String, String> cells = new LinkedHashMap<>();
      for (int c = 1; c < HEADER.size(); c++) {
        cells.put(HEADER.get(c), row.get(c));
      }
      all.add(cells);
    }
    List.of(
            Map.of("city", "Nowhere", "member", "YES"),
            Map.of("city", "", "income", "1e9"),
            Map.of("unit", "lb", "member", "perhaps"),
            Map.of("price", "2", "none", "something", "age", "17"),
            Map.of("price", "1.5", "none", "n/a", "score", "1e6"),
            Map.of("price", "", "day", "1970-01-01"))
        .forEach(changes -> {
          Map<String, String> cells = new LinkedHashMap<>(all.getFirst());
          cells.putAll(changes);
          all.add(cells);
        });
    return all;
  }

  /// What a graph takes for a row.
  private static Map<String, Object> inputs(TableModel model, List<Map<String, String>> rows) {
    Map<String, Object> inputs = new HashMap<>();
    for (Column column : model.schema().columns()) {
      boolean text =
          !column.kind().isNumeric()
              && !(column.kind() instanceof Kind.Constant(String own) && own.equals("1.50"));
      String[][] texts = new String[rows.size()][1];
      double[][] wide = new double[rows.size()][1];
      float[][] narrow = new float[rows.size()][1];
      for (int n = 0; n < rows.size(); n++) {
        String cell = rows.get(n).get(column.name());
        texts[n][0] = cell;
        if (!text) {
          wide[n][0] =
              column.kind().isNumeric()
                  ? column.value(cell)
                  : cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
          narrow[n][0] = (float) wide[n][0];
        }
      }
      boolean plain = column.offset() == 0 && column.unit() == 1;
      inputs.put(column.name(), text ? texts : plain ? narrow : wide);
    }
    return inputs;
  }

  private static void assertJudged(TableModel model, boolean watches) {
    Detector usual = Detector.of(model);
    Detector detector = watches ? usual : usual.withoutWatches();
    List<Map<String, String>> rows = judged();
    byte[] graph =
        OnnxModel.score(model.distribution(), model.schema(), Optional.of(model), watches)
            .bytes("");
    Map<String, Object> found = OnnxRun.of(graph, inputs(model, rows));
    for (int n = 0; n < rows.size(); n++) {
      Verdict verdict = detector.judge(rows.get(n), false);
      String row = "row " + n + " " + rows.get(n);
      assertEquals(
          verdict.logDensity(),
          at(found, "log_density", n),
          1e-5 * (1 + Math.abs(verdict.logDensity())),
          row);
      assertEquals(verdict.novelty(), at(found, "novelty", n), 1e-2 * (1 + verdict.novelty()), row);
      // Floats of two runtimes: a row next to a calibration row may rank on its other side.
      assertEquals(verdict.pValue(), at(found, "p_value", n), 2.5 / ROWS, row);
    }
  }

  private static float at(Map<String, Object> outputs, String name, int row) {
    return ((float[][]) outputs.get(name))[row][0];
  }

  @Test
  void mixedRowsAreJudgedAsByTheDetector() throws IOException {
    TableModel model = fit(2, List.of());
    assertJudged(model, true);
    assertJudged(model, false);
  }

  @Test
  void mixedRowsAreJudgedGivenOthers() throws IOException {
    assertJudged(fit(1, List.of("city", "income", "age")), true);
  }

  @Test
  void largeConstantsLieBesideTheGraph() throws IOException {
    TableModel model = fit(1, List.of());
    Map<String, Object> inputs = inputs(model, judged());
    Path within = folder.resolve("within.onnx");
    OnnxExport.write(model, OnnxExport.What.SCORE, true, within, OnnxExport.MOST_WITHIN);
    Path beside = folder.resolve("beside.onnx");
    OnnxExport.Written written =
        OnnxExport.write(model, OnnxExport.What.SCORE, true, beside, 10_000);
    assertEquals(Optional.of(folder.resolve("beside.onnx.data")), written.constants());
    assertTrue(Files.size(beside) < Files.size(within) / 2);
    Map<String, Object> expected = OnnxRun.of(within, inputs);
    Map<String, Object> found = OnnxRun.of(beside, inputs);
    for (int n = 0; n < judged().size(); n++) {
      assertEquals(at(expected, "p_value", n), at(found, "p_value", n));
      assertEquals(at(expected, "log_density", n), at(found, "log_density", n));
    }
  }

  /// Each code is the one in whose share Φ(noise) lies, and the values are those of the flow.
  @Test
  void mixedRowsAreDrawnFromTheDistribution() throws IOException {
    TableModel model = fit(1, List.of());
    Mixed mixed = (Mixed) model.distribution();
    int codes = mixed.codes().features();
    int count = 200;
    SplittableRandom random = new SplittableRandom(9);
    float[][] noise = new float[count][mixed.features()];
    for (float[] row : noise) {
      for (int f = 0; f < row.length; f++) {
        row[f] = (float) random.nextGaussian();
      }
    }
    byte[] graph = OnnxModel.sample(model.distribution(), model.schema()).bytes("");
    Map<String, Object> drawn = OnnxRun.of(graph, Map.of("noise", noise));
    Tensor x = Tensor.zeros(codes, count);
    for (int i = 0; i < codes; i++) { // each given those before
      Tensor shares = mixed.codes().probabilities(x, Context.NONE);
      int first = 0;
      for (int before = 0; before < i; before++) {
        first += mixed.codes().cardinality(before);
      }
      for (int n = 0; n < count; n++) {
        double rest = NormalFunctions.cdf(noise[n][i]);
        int code = 0;
        while (code < mixed.codes().cardinality(i) - 1 && rest >= shares.get(first + code, n)) {
          rest -= shares.get(first + code, n);
          code++;
        }
        x.data()[x.at(i) + n] = code;
      }
    }
    int[] cardinalities =
        mixed.values().layout().cardinalities().stream().mapToInt(Integer::intValue).toArray();
    Context seen = Context.of(OneHot.apply(cardinalities, x));
    Tensor z = Tensor.zeros(mixed.values().features(), count);
    for (int f = 0; f < z.features(); f++) {
      for (int n = 0; n < count; n++) {
        z.data()[z.at(f) + n] = noise[n][codes + f];
      }
    }
    Tensor values = mixed.values().toData(mixed.values().standardized().toData(z, seen).value());
    List<Column> targets = model.schema().targets();
    List<Column> valued = targets.stream().filter(TableRows::hasValue).toList();
    int score = valued.stream().map(Column::name).toList().indexOf("score");
    int sound = 0;
    for (int n = 0; n < count; n++) {
      String city = ((String[][]) drawn.get("city"))[n][0];
      Kind cities = targets.getFirst().kind();
      int code = (int) x.get(0, n);
      boolean known = code < cities.namesKnown();
      assertEquals(known, cities.names().indexOf(city) < cities.namesKnown());
      assertEquals(known ? cities.name(code) : city, city);
      assertEquals("kg", ((String[][]) drawn.get("unit"))[n][0]);
      assertEquals(1.5, ((double[][]) drawn.get("price"))[n][0]);
      sound += ((boolean[][]) drawn.get("sound"))[n][0] ? 1 : 0;
      boolean isThere = true; // or what is absent would be pinned
      for (MixedLayout.Value value : mixed.values().layout().values()) {
        isThere &= value.state() < 0 || x.get(value.state(), n) == 0;
      }
      double cell = valued.get(score).rounded(values.get(score, n));
      if (isThere && cell >= valued.get(score).min() && cell <= valued.get(score).max()) {
        assertEquals(cell, at(drawn, "score", n), 3e-4, "row " + n);
      }
    }
    assertTrue(sound > count / 2, "sound: " + sound);
  }
}
