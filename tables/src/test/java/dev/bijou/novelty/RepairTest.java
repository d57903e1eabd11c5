package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairTest {
  private static Set<String> blamed(Verdict verdict) {
    return verdict.repair().orElseThrow().cells().stream()
        .map(Repair.Cell::column)
        .collect(Collectors.toSet());
  }

  /// The row with the proposed values.
  private static double[] repaired(Detector detector, double[] row) {
    double[] other = row.clone();
    for (Repair.Cell cell : detector.judge(row).repair().orElseThrow().cells()) {
      other[detector.columns().indexOf(cell.column())] = Double.parseDouble(cell.to());
    }
    return other;
  }

  @Test
  void oneWrongCellIsBlamedAlone() {
    Detector detector = Detector.of(Factors.model(5, 0));
    double[] row = {1.5, 1.4, -1, 1.6, 1.5};
    Verdict verdict = detector.judge(row);
    Repair.Cell cell = verdict.repair().orElseThrow().cells().getFirst();
    assertEquals(Set.of("c"), blamed(verdict));
    assertEquals("-1", cell.from());
    assertEquals(1, cell.share());
    assertEquals(1.5, Double.parseDouble(cell.to()), 0.1);
    assertTrue(Double.parseDouble(cell.low()) > -1, cell::low);
    assertTrue(Double.parseDouble(cell.low()) <= Double.parseDouble(cell.to()), cell::low);
    assertTrue(Double.parseDouble(cell.high()) >= Double.parseDouble(cell.to()), cell::high);
    Verdict after = detector.judge(repaired(detector, row));
    assertFalse(after.novel());
    assertTrue(after.pValue() > 0.1);
    assertEquals(after.pValue(), verdict.repair().orElseThrow().pValue(), 1e-12);
    assertEquals(
        "c = -1: expected " + cell.low() + " to " + cell.high() + " given the rest",
        verdict.reason());
    assertEquals(verdict.reason(), verdict.reasons().getFirst().sentence());
    for (String end : List.of(cell.low(), cell.high())) {
      double[] other = row.clone();
      other[2] = Double.parseDouble(end);
      assertTrue(detector.judge(other).pValue() > 0.1, end);
    }
  }

  @Test
  void cellsExchangedWithAnotherRowAreBlamedTogether() {
    Detector detector = Detector.of(Factors.model(5, 0));
    double[] row = {1.2, -1.1, 1.3, 1.1, -1.2};
    Verdict verdict = detector.judge(row);
    assertEquals(Set.of("b", "e"), blamed(verdict));
    List<Repair.Cell> cells = verdict.repair().orElseThrow().cells();
    assertEquals(1, cells.stream().mapToDouble(Repair.Cell::share).sum(), 1e-9);
    assertEquals(0.5, cells.getFirst().share(), 0.01); // each alone leaves the least p-value
    assertTrue(detector.judge(repaired(detector, row)).pValue() > 0.1);
    assertTrue(
        verdict
            .reason()
            .matches(
                "(b = -1.1 and e = -1.2|e = -1.2 and b = -1.1) together: expected [be] [0-9.]+( to [0-9.]+)? and "
                    + "[be] [0-9.]+( to [0-9.]+)? given the rest"),
        verdict.reason());
    assertEquals(
        cells.stream().map(Repair.Cell::column).toList(),
        verdict.reasons().stream().limit(2).map(Reason::column).toList());
    assertEquals(5, verdict.reasons().size());
    // All corners of the intervals will do.
    for (int corner = 0; corner < 4; corner++) {
      double[] other = row.clone();
      for (int i = 0; i < 2; i++) {
        Repair.Cell cell = cells.get(i);
        other[detector.columns().indexOf(cell.column())] =
            Double.parseDouble((corner >> i & 1) == 0 ? cell.low() : cell.high());
      }
      assertTrue(detector.judge(other).pValue() > 0.1);
    }
  }

  @Test
  void threeCellsAreBlamedWhereTwoDoNotSuffice() {
    Detector detector = Detector.of(Factors.model(7, 0));
    double[] row = {1.2, -1.1, 1.3, 1.1, -1.2, -1.15, 1.2};
    assertEquals(Set.of("b", "e", "f"), blamed(detector.judge(row)));
    assertTrue(detector.judge(repaired(detector, row)).pValue() > 0.1);
  }

  @Test
  void whatNoThreeCellsRepairIsUnusualAsAWhole() {
    Detector detector = Detector.of(Factors.model(8, 0));
    Verdict verdict = detector.judge(new double[] {1.2, -1.1, 1.3, 1.1, -1.2, -1.15, 1.2, -1.3});
    assertEquals(Optional.empty(), verdict.repair());
    assertTrue(
        verdict
            .reason()
            .matches(
                "unusual as a whole: no three cells would make it usual; least expected are "
                    + "[a-h] = [-0-9.]+, [a-h] = [-0-9.]+ and [a-h] = [-0-9.]+"),
        verdict.reason());
    assertEquals(8, verdict.reasons().size());
  }

  @Test
  void aGivenCellIsNotBlamed() {
    Detector detector = Detector.of(Factors.model(3, 1));
    // Of three cells one differs, but it is given.
    double[] row = {1.2, 1.1, -1.3};
    assertEquals(Set.of("a", "b"), blamed(detector.judge(row)));
    assertTrue(detector.judge(repaired(detector, row)).pValue() > 0.1);
  }

  @Test
  void aSingleColumnHasARepair() {
    Detector detector = Detector.of(Factors.model(1, 0));
    Verdict verdict = detector.judge(new double[] {9});
    assertEquals(Set.of("a"), blamed(verdict));
    assertTrue(
        verdict.reason().matches("a = 9: expected -1\\.\\d+ to 1\\.\\d+ given the rest"),
        verdict.reason());
  }

  @Test
  void aRepairedRowIsUsualByALooseThresholdToo() {
    Detector detector = Detector.of(Factors.model(5, 0)).withAlpha(0.3);
    double[] row = {1.5, 1.4, 0.9, 1.6, 1.5};
    Verdict verdict = detector.judge(row);
    assertTrue(verdict.novel());
    assertTrue(verdict.repair().orElseThrow().pValue() > 0.3);
  }

  @Test
  void nothingIsExpectedOutOfTheRangeThatWasLearned() {
    TableModel model = Factors.model(5, 0);
    // A cell far out leads the density to expect the others there.
    for (Reason reason : Detector.of(model).explain(new double[] {90, 1.4, -1, 1.6, 1.5})) {
      Expectation.Range range = (Expectation.Range) reason.expected();
      assertTrue(range.low() >= model.schema().targets().getFirst().min(), range::text);
      assertTrue(range.high() <= model.schema().targets().getFirst().max(), range::text);
    }
  }

  @Test
  void explainAgreesWithTheVerdict() {
    Detector detector = Detector.of(Factors.model(5, 0));
    double[] row = {1.2, -1.1, 1.3, 1.1, -1.2};
    assertEquals(detector.judge(row).reasons(), detector.explain(row));
    assertEquals(5, detector.explain(new double[] {0, 0, 0, 0, 0}).size());
  }

  @Test
  void tablesAndStreamsSayTheSame(@TempDir Path folder) throws IOException {
    TableModel model = Factors.model(5, 0);
    Detector detector = Detector.of(model);
    String text = "a,b,c,d,e\n0,0.1,0,0,-0.1\n1.5,1.4,-1,1.6,1.5\n1.2,-1.1,1.3,1.1,-1.2\n";
    Path table = Files.writeString(folder.resolve("t.csv"), text);
    List<String> expected =
        List.of(
            "",
            detector.judge(new double[] {1.5, 1.4, -1, 1.6, 1.5}).reason(),
            detector.judge(new double[] {1.2, -1.1, 1.3, 1.1, -1.2}).reason());
    List<Verdict> verdicts = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workers workers = new Workers(2)) {
      new TableDetector(
              model,
              NoveltyScore.COMBINED,
              new NoveltyRule.Alpha(Detector.DEFAULT_ALPHA),
              TableDetector.Reasons.FIRST,
              workers)
          .detect(
              TableSource.of(table),
              Missing.REFUSE,
              _ -> (_, some) -> some.forEach(verdict -> verdicts.add(verdict.orElseThrow())));
      new LineDetector(detector, LineDetector.Options.standard().withJson(true), workers, _ -> {})
          .run("in", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), out);
    }
    assertEquals(expected, verdicts.stream().map(Verdict::reason).toList());
    assertEquals(
        List.of(0, 1, 2), verdicts.stream().map(verdict -> verdict.reasons().size()).toList());
    List<JsonObject> lines =
        out.toString(StandardCharsets.UTF_8)
            .lines()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();
    assertEquals(expected, lines.stream().map(line -> line.get("reason").getAsString()).toList());
    assertTrue(lines.getFirst().get("repair").isJsonNull());
    JsonObject repair = lines.get(1).getAsJsonObject("repair");
    assertTrue(repair.get("p_value").getAsDouble() > 0.1);
    JsonObject cell = repair.getAsJsonArray("cells").get(0).getAsJsonObject();
    assertEquals(Set.of("column", "from", "to", "low", "high", "share"), cell.keySet());
    assertEquals(-1, cell.get("from").getAsInt());
    assertEquals(1, cell.get("share").getAsDouble());
    assertTrue(cell.get("low").getAsDouble() <= cell.get("to").getAsDouble());
  }

  @Test
  void namesAndMissingCellsAreWritten() {
    Repair repair =
        new Repair(
            List.of(
                new Repair.Cell("kind", "ferret", "cat", "", "", List.of("cat", "dog"), 0.75),
                new Repair.Cell("debt", "", "120", "50", "200", List.of(), 0.125),
                new Repair.Cell("weight", "3", "", "", "", List.of(), 0.125)),
            0.5);
    assertEquals(
        "kind = ferret, debt is missing and weight = 3 together:"
            + " expected kind cat or dog, debt 50 to 200 and weight nothing given the rest",
        repair.sentence());
    Verdict verdict =
        new Verdict(-1, 2, 0.01, true, new Explanation("", List.of(), Optional.of(repair)));
    String json = new Verdict.Text("").json(1, List.of(), List.of(), Optional.of(verdict));
    assertTrue(
        json.endsWith(
            "\"repair\":{\"cells\":["
                + "{\"column\":\"kind\",\"from\":\"ferret\",\"to\":\"cat\",\"values\":[\"cat\",\"dog\"],\"share\":0.75},"
                + "{\"column\":\"debt\",\"from\":null,\"to\":120,\"low\":50,\"high\":200,\"share\":0.125},"
                + "{\"column\":\"weight\",\"from\":3,\"to\":null,\"low\":null,\"high\":null,\"share\":0.125}"
                + "],\"p_value\":0.5}}"),
        json);
  }
}
