package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.novelty.NoveltyScore;
import dev.bijou.novelty.PValues;
import dev.bijou.table.Tables;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.text.NumberText;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectTest {
  private static final String NOVEL = "0.1,55,9.5\n";

  @TempDir private static Path models;
  @TempDir private Path folder;
  private Cli cli;

  @BeforeAll
  static void fit() {
    Cli cli = new Cli(models);
    cli.write("t.csv", Cli.table(600, 1));
    cli.fit("t.csv", "m.bijou", "--validation", "0.4").ok();
    cli.fit("t.csv", "given.bijou", "--given", "a", "--validation", "0.4").ok();
  }

  @BeforeEach
  void writeTable() {
    cli = new Cli(folder);
    cli.write("t.csv", Cli.table(500, 2) + NOVEL);
  }

  private Cli.Result detect(String model, String... arguments) {
    return fed("", model, arguments);
  }

  private Cli.Result fed(String in, String model, String... arguments) {
    List<String> all = new ArrayList<>(List.of("detect", models.resolve(model).toString()));
    all.addAll(List.of(arguments));
    return cli.run(in, Cli.NONE, all.toArray(String[]::new));
  }

  @Test
  void addsVerdictsToEveryLine() {
    Cli.Result result = detect("m.bijou", "{}/t.csv", "--alpha", "0.05", "--score", "density").ok();
    List<String> in = cli.read("t.csv").lines().toList();
    List<String> out = result.lines();
    assertEquals(in.size(), out.size());
    assertEquals("a,b,c,log_density,novelty,p_value,novel,reason", out.getFirst());
    TableModel model = TableModel.load(models.resolve("m.bijou"));
    float[] scores = Tables.score(model, folder.resolve("t.csv"));
    PValues pValues = PValues.of(model.calibration().orElseThrow(), NoveltyScore.DENSITY);
    assertEquals(240, pValues.rows(), 1);
    int novel = 0;
    for (int i = 1; i < out.size(); i++) {
      float novelty = pValues.novelty(-scores[i - 1]);
      double p = pValues.of(novelty);
      String expected =
          "%s,%s,%s,%s,%s,"
              .formatted(
                  in.get(i),
                  NumberText.of(scores[i - 1]),
                  NumberText.of(novelty),
                  NumberText.probability(p),
                  p <= 0.05);
      assertTrue(out.get(i).startsWith(expected), out.get(i) + " but expected " + expected);
      String reason = out.get(i).substring(expected.length());
      assertTrue(p <= 0.05 ? reason.contains(" given the rest") : reason.isEmpty(), reason);
      novel += p <= 0.05 ? 1 : 0;
    }
    assertTrue(
        out.getLast().matches(".*,true,b = 55: expected \\S+ to \\S+ given the rest"),
        out.getLast());
    assertTrue(
        result
            .err()
            .matches(
                "judged 501 rows in .* rows/s\\): %d novel, p at most 0.05\n".formatted(novel)),
        result.err());
  }

  @Test
  void controlsTheRateOfFalseDiscoveriesOverATableOrAStream() {
    cli.write("few.csv", Cli.table(60, 3) + NOVEL.repeat(20));
    Cli.Result file = detect("m.bijou", "{}/few.csv", "--fdr", "0.2").ok();
    double[] p =
        file.lines().stream()
            .skip(1)
            .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[5]))
            .sorted()
            .toArray();
    long novel = 0;
    for (int i = 1; i <= p.length; i++) {
      novel = p[i - 1] <= 0.2 * i / p.length ? i : novel;
    }
    assertTrue(novel >= 20 && novel < p.length, "" + novel);
    assertEquals(novel, file.lines().stream().filter(line -> line.contains(",true,")).count());
    assertTrue(
        file.err().contains("%d novel, p at most 0.0".formatted(novel))
            && file.err().contains("for a false discovery rate of 0.2"),
        file.err());
    assertEquals(file.out(), fed(cli.read("few.csv"), "m.bijou", "-", "--fdr", "0.2").ok().out());
    cli.write("none.csv", Cli.table(3, 4));
    assertTrue(
        detect("m.bijou", "{}/none.csv", "--fdr", "0.001")
            .ok()
            .err()
            .contains(
                "note: no row can be novel: the least p-value by 240 calibration rows is 0.0041"));
  }

  @Test
  void writesJsonWithAllReasons() {
    List<String> lines = detect("m.bijou", "{}/t.csv", "--json").ok().lines();
    assertEquals(501, lines.size());
    JsonObject last = JsonParser.parseString(lines.getLast()).getAsJsonObject();
    assertEquals(501, last.get("row").getAsInt());
    assertEquals(55, last.getAsJsonObject("cells").get("b").getAsInt());
    assertTrue(last.get("novel").getAsBoolean());
    assertEquals(3, last.getAsJsonArray("reasons").size());
    JsonObject reason = last.getAsJsonArray("reasons").get(0).getAsJsonObject();
    assertEquals("b", reason.get("column").getAsString());
    assertTrue(reason.get("low").getAsDouble() <= reason.get("median").getAsDouble());
    assertTrue(reason.get("high").getAsDouble() < 55);
    JsonObject repair = last.getAsJsonObject("repair");
    assertTrue(repair.get("p_value").getAsDouble() > 0.1);
    assertEquals(
        "b", repair.getAsJsonArray("cells").get(0).getAsJsonObject().get("column").getAsString());
    detect("m.bijou", "{}/t.csv", "--json", "-o", "{}/o.jsonl").ok();
    assertEquals(String.join("\n", lines) + "\n", cli.read("o.jsonl"));
  }

  @Test
  void writesAPage() throws Exception {
    detect("m.bijou", "{}/t.csv", "--report", "{}/r.html", "-o", "{}/o.csv").ok();
    String page = cli.read("r.html");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new ByteArrayInputStream(
                page.replace("<!DOCTYPE html>", "").getBytes(StandardCharsets.UTF_8)));
    for (String part :
        List.of(
            "id=\"scores\"",
            "id=\"p-values\"",
            "id=\"novelties\"",
            "id=\"drift\"",
            "b = 55: expected")) {
      assertTrue(page.contains(part), part);
    }
    detect("m.bijou", "{}/t.csv", "--report", "{}/again.html", "-o", "{}/o.csv").ok();
    assertEquals(page, cli.read("again.html"));
    cli.write("ordinary.csv", "a,b,c\n0,0,10\n");
    detect("m.bijou", "{}/ordinary.csv", "--alpha", "0.0001", "--report", "{}/r.html").ok();
    assertTrue(cli.read("r.html").contains("No row is novel."));
  }

  @Test
  void missingCellsAreRefusedOrHaveNoVerdict() {
    cli.write("holes.csv", "a,b,c\n0,,10\n0,0,10\n");
    assertTrue(
        detect("m.bijou", "{}/holes.csv", "-o", "{}/o.csv")
            .error(2)
            .contains("row 1, column \"b\": the cell is missing"));
    Cli.Result kept =
        detect("m.bijou", "{}/holes.csv", "--missing", "drop", "--report", "{}/r.html").ok();
    assertEquals("0,,10,,,,,", kept.lines().get(1));
    assertTrue(kept.err().endsWith("; 1 with a missing cell have no verdict\n"), kept.err());
    assertTrue(
        detect("m.bijou", "{}/holes.csv", "--missing", "drop", "--json")
            .ok()
            .lines()
            .getFirst()
            .endsWith("\"novel\":null,\"reason\":null,\"reasons\":null,\"repair\":null}"));
  }

  @Test
  void calibratesByOtherRowsOnDemand() {
    cli.write("rows.csv", Cli.table(49, 5));
    Cli.Result result =
        detect("m.bijou", "{}/t.csv", "--calibrate", "{}/rows.csv", "--alpha", "0.1").ok();
    assertTrue(result.lines().getLast().contains(",0.02,true,"), result.lines().getLast());
    assertTrue(
        detect("m.bijou", "{}/t.csv", "--calibrate", "{}/rows.csv")
            .ok()
            .err()
            .contains(
                "note: no row can be novel: the least p-value by 49 calibration rows is 0.020"));
  }

  @Test
  void ranksAmongRecentRowsOnDemand() {
    Cli.Result result =
        detect("m.bijou", "{}/t.csv", "--recent", "50", "--alpha", "0.1", "--no-reasons").ok();
    assertFalse(
        result.out().equals(detect("m.bijou", "{}/t.csv", "--alpha", "0.1", "--no-reasons").out()));
    assertTrue(
        detect("m.bijou", "{}/t.csv", "--recent", "20")
            .ok()
            .err()
            .contains(
                "note: no row can be novel: the least p-value by 20 recent rows is 0.048, and the limit 0.01;"
                    + " allow more, or a larger --recent"));
    assertTrue(
        detect("m.bijou", "{}/t.csv", "--recent", "5")
            .error(2)
            .startsWith("--recent: a row can be ranked among the last 20 to "));
  }

  @Test
  void conditionalModelsGiveReasonsForWhatTheyModel() {
    Cli.Result result = detect("given.bijou", "{}/t.csv", "--score", "typicality").ok();
    assertTrue(result.lines().getLast().contains(",true,b = 55: "), result.lines().getLast());
  }

  @Test
  void badUsageAndBadInputAreOneLine() {
    assertTrue(
        detect("m.bijou", "{}/t.csv", "--alpha", "0.1", "--fdr", "0.1")
            .error(2)
            .contains("--alpha and --fdr are two rules"));
    assertTrue(detect("m.bijou", "{}/t.csv", "--alpha", "1.5").error(2).contains("--alpha"));
    assertTrue(detect("m.bijou", "{}/t.csv", "--fdr", "0").error(2).contains("--fdr"));
    assertTrue(detect("m.bijou", "{}/t.csv", "--alpha", "low").error(2).contains("--alpha"));
    assertTrue(
        detect("m.bijou", "{}/t.csv", "--score", "depth")
            .error(2)
            .contains("no score is called \"depth\"; there are combined, density, typicality"));
    cli.write("other.csv", "a,b,d\n1,2,3\n");
    cli.write("taken.csv", "a,b,c,p_value\n1,2,3,4\n");
    cli.write("garbage.csv", "a,b,c\n1,x,3\n");
    cli.write("large.csv", "a,b,c\n1,1e300,3\n");
    for (String table : List.of("other.csv", "taken.csv", "garbage.csv", "large.csv", "none.csv")) {
      for (List<String> rule : List.of(List.of("--alpha", "0.1"), List.of("--fdr", "0.1"))) {
        detect(
                "m.bijou",
                "{}/" + table,
                rule.get(0),
                rule.get(1),
                "-o",
                "{}/o.csv",
                "--report",
                "{}/r.html")
            .error(2);
      }
    }
    assertTrue(
        detect("m.bijou", "{}/taken.csv").error(2).contains("has a column \"p_value\" already"));
    assertFalse(cli.files().contains("o.csv") || cli.files().contains("r.html"));
    detect("m.bijou", "{}/t.csv", "-o", "{}/no/o.csv").error(1);
    detect("m.bijou", "{}/t.csv", "-o", "{}/o.csv", "--report", "{}/no/r.html").error(1);
    assertFalse(cli.files().contains("o.csv"));
  }
}
