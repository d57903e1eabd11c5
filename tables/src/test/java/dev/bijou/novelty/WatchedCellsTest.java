package dev.bijou.novelty;

import static dev.bijou.novelty.WatchedTable.DETECTOR;
import static dev.bijou.novelty.WatchedTable.MODEL;
import static dev.bijou.novelty.WatchedTable.ROWS;
import static dev.bijou.novelty.WatchedTable.rows;
import static dev.bijou.novelty.WatchedTable.usual;
import static dev.bijou.novelty.WatchedTable.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.table.SmallTables;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys and free text are watched beside the density, in tables and streams.
class WatchedCellsTest {
  @AutoClose private final Workers workers = new Workers(2);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          card | 0000-XX                        | card = "0000-XX": no such form in 1,000 rows (usual: 9999-9999)
          card | ''                             | card is missing: as in none of 1,000 rows (usual: 9999-9999)
          note | DROP TABLE 7;                  | note = "DROP TABLE 7;": no such form in 1,000 rows (usual: a a)
          """)
  void anotherFormIsNovelAndNamed(String column, String cell, String sentence) {
    Verdict verdict = DETECTOR.judge(with(column, cell));
    assertTrue(verdict.novel(), () -> "p " + verdict.pValue());
    assertEquals(sentence, verdict.reason());
    // The least of five p-values, of which the four of forms share a fifth of the error rate.
    assertEquals(statistics() * 5.0 / (ROWS + 1), verdict.pValue(), 1e-12);
    assertTrue(verdict.novelty() > DETECTOR.judge(usual()).novelty());
    assertFalse(DETECTOR.withoutWatches().judge(with(column, cell)).novel());
  }

  private static int statistics() {
    return MODEL.watched().statistics();
  }

  @Test
  void anotherLengthIsNovelAndNamed() {
    Verdict verdict = DETECTOR.withAlpha(0.04).judge(with("note", "abc ".repeat(300) + "abc"));
    assertTrue(verdict.novel(), () -> "p " + verdict.pValue());
    assertTrue(verdict.reason().startsWith("note = \"abc abc"), verdict.reason());
    assertTrue(
        verdict.reason().contains(": 1,203 signs, in 1,000 rows they were "), verdict.reason());
  }

  @Test
  void rowsNeedNotHaveWhatIsWatched() {
    Map<String, String> row = usual();
    row.remove("card");
    row.remove("note");
    assertFalse(DETECTOR.judge(row).novel());
  }

  @Test
  void withoutWatchesPValuesAreThoseOfTheDensity() {
    PValues pValues = DETECTOR.pValues();
    TableSource table = SmallTables.csv(rows(200, 4).replace("kg", "lb"));
    List<Verdict> verdicts = new ArrayList<>();
    new TableDetector(
            MODEL,
            NoveltyScore.COMBINED,
            new NoveltyRule.Alpha(0.1),
            TableDetector.Reasons.FIRST,
            false,
            OptionalInt.empty(),
            workers)
        .detect(
            table,
            Missing.REFUSE,
            _ -> (_, all) -> all.forEach(verdict -> verdicts.add(verdict.orElseThrow())));
    assertEquals(200, verdicts.size());
    for (Verdict verdict : verdicts) {
      assertEquals(pValues.of(verdict.novelty()), verdict.pValue());
    }
  }

  @Test
  void normalRowsAreCalledNovelAsOftenAsAllowed() {
    TableDetector.Summary summary =
        detect(rows(4000, 8), new NoveltyRule.Alpha(0.05), new ArrayList<>());
    assertEquals(4000, summary.judged());
    // The calibration rows are 100: two standard deviations of their share are 0.044.
    assertTrue(summary.novel() < 4000 * 0.094, () -> summary.novel() + " novel");
    assertEquals(List.of(), summary.notes());
  }

  private TableDetector.Summary detect(
      String text, NoveltyRule rule, List<Optional<Verdict>> verdicts) {
    return new TableDetector(MODEL, NoveltyScore.COMBINED, rule, TableDetector.Reasons.ALL, workers)
        .detect(SmallTables.csv(text), Missing.REFUSE, _ -> (_, all) -> verdicts.addAll(all));
  }

  @Test
  void aKeyThatStandsTwiceIsNovelAndNamed() {
    List<String> lines = new ArrayList<>(rows(300, 9).lines().toList());
    String fifth = lines.get(5);
    String card = fifth.split(",", -1)[7];
    lines.set(200, lines.get(200).replaceAll("\\d{4}-\\d{4}", card));
    List<Optional<Verdict>> verdicts = new ArrayList<>();
    detect(String.join("\n", lines) + "\n", new NoveltyRule.Alpha(0.021), verdicts);
    Verdict copy = verdicts.get(199).orElseThrow();
    assertTrue(copy.novel(), () -> "p " + copy.pValue());
    assertEquals("card = \"%s\" stands in row 5 as well".formatted(card), copy.reason());
    assertFalse(verdicts.get(4).orElseThrow().reason().contains("as well"));
  }

  @Test
  void falseDiscoveryRatesTakeThemIn() {
    StringBuilder text = new StringBuilder(rows(400, 10));
    for (int i = 0; i < 40; i++) {
      text.append("0.1,0.2,7,kg,true,2024-03-01,,9000-%04d,abc\n".formatted(i));
    }
    List<Optional<Verdict>> verdicts = new ArrayList<>();
    TableDetector.Summary summary =
        detect(text.toString(), new NoveltyRule.FalseDiscoveryRate(0.25), verdicts);
    assertTrue(summary.threshold() > 0);
    for (int i = 400; i < 440; i++) {
      assertTrue(verdicts.get(i).orElseThrow().novel());
    }
  }

  private List<String> watch(String in, LineDetector.Options options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new LineDetector(DETECTOR, options, workers, _ -> {})
        .run("in", new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), out);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void streamsOfJsonAreWatchedToo() {
    String rest = "\"unit\":\"kg\",\"flag\":true,\"day\":\"2024-03-01\",\"nothing\":null";
    String in =
        String.join(
            "\n",
            "{\"a\":0,\"b\":0,\"gear\":1.110,%s,\"card\":\"0001-0001\"}".formatted(rest),
            "{\"a\":0,\"b\":0,\"gear\":7,%s}".formatted(rest),
            "{\"a\":0,\"b\":0,%s}".formatted(rest),
            "{\"a\":0,\"b\":0,\"gear\":1.11,%s,\"card\":\"X\"}".formatted(rest),
            "{\"a\":0,\"b\":0,\"gear\":1.11,%s,\"card\":\"0001-0001\"}".formatted(rest),
            "{\"a\":0,\"b\":0,\"gear\":1.11,%s,\"card\":[1]}".formatted(rest));
    List<JsonObject> answers =
        watch(in, LineDetector.Options.standard().withRule(new NoveltyRule.Alpha(0.021))).stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();
    assertFalse(answers.getFirst().get("novel").getAsBoolean());
    JsonArray reasons = answers.get(1).getAsJsonArray("reasons");
    assertEquals(
        "{\"column\":\"gear\",\"value\":7,\"surprise\":7.601902,\"expected\":\"1.11\",\"watch\":\"constant\"}",
        reasons.get(0).toString());
    assertEquals(
        "gear is missing: always 1.11 in the rows learned from",
        answers.get(2).get("reason").getAsString());
    assertTrue(answers.get(3).get("reason").getAsString().startsWith("card = \"X\": no such form"));
    assertEquals(
        "card = \"0001-0001\" stands in row 1 as well", answers.get(4).get("reason").getAsString());
    assertEquals(
        "column \"card\": a list or an object is not the value of a cell",
        answers.get(5).get("error").getAsString());
  }

  @Test
  void streamsOfCsvAreAnsweredAsTables() {
    String text = rows(50, 12).replaceFirst("1\\.11", "7").replaceFirst("0030-\\d+", "30");
    List<String> lines =
        watch(text, LineDetector.Options.standard().withRule(new NoveltyRule.Alpha(0.021)));
    List<Optional<Verdict>> verdicts = new ArrayList<>();
    detect(text, new NoveltyRule.Alpha(0.021), verdicts);
    for (int i = 0; i < verdicts.size(); i++) {
      List<String> fields = Verdict.Text.fields(verdicts.get(i).orElseThrow());
      assertTrue(lines.get(i + 1).contains("," + String.join(",", fields.subList(0, 4)) + ","));
    }
    assertTrue(lines.get(1).endsWith(",true,gear = 7: always 1.11 in the rows learned from"));
    assertTrue(lines.get(31).contains("no such form in 1,000 rows"), lines.get(31));
  }

  @Test
  void streamsWithoutWhatIsWatchedSaySo() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineDetector.Summary summary =
        new LineDetector(DETECTOR, LineDetector.Options.standard(), workers, _ -> {})
            .run(
                "in",
                new ByteArrayInputStream(
                    "a,b,gear,unit,flag,day,nothing,note\n0,0,1.11,kg,true,2024-03-01,,a b\n"
                        .getBytes(StandardCharsets.UTF_8)),
                out);
    assertEquals(
        List.of("in has no column \"card\", so that its form is not watched"), summary.notes());
  }
}
