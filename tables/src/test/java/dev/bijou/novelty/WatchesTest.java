package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.conditional.ConditionalSampler;
import dev.bijou.conditional.TableImputer;
import dev.bijou.conditional.Where;
import dev.bijou.table.SmallTables;
import dev.bijou.table.Tables;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.schema.Column;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a model watches beside its density: constants of every kind, keys, free text.
class WatchesTest {
  private static final int ROWS = 1000;
  private static final String HEADER = "a,b,gear,unit,flag,day,nothing,card,note";

  @TempDir private static Path folder;
  private static TableModel model;
  private static Detector detector;

  @AutoClose private final Workers workers = new Workers(2);

  private static String row(SplittableRandom random, int i) {
    double a = random.nextGaussian();
    return String.format(
        Locale.ROOT,
        "%.4f,%.4f,1.11,kg,true,2024-03-01,,%04d-%04d,%s",
        a,
        a + random.nextGaussian(),
        i,
        random.nextInt(10_000),
        note(random));
  }

  private static String note(SplittableRandom random) {
    return IntStream.rangeClosed(0, 1 + random.nextInt(8))
        .mapToObj(_ -> "abcdefgh".substring(0, 1 + random.nextInt(7)))
        .reduce((one, other) -> one + " " + other)
        .orElseThrow();
  }

  private static String rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder(HEADER + "\n");
    for (int i = 0; i < count; i++) {
      text.append(row(random, i)).append('\n');
    }
    return text.toString();
  }

  @BeforeAll
  static void fit() {
    try (Workers workers = new Workers(2)) {
      TableFit.read(
              SmallTables.csv(rows(ROWS, 1)),
              TableFitOptions.standard()
                  .withFit(
                      FitOptions.standard()
                          .withFlow(FlowName.REAL_NVP)
                          .withMembers(1)
                          .withEpochs(5)))
          .run(workers)
          .save(folder.resolve("m.bijou"));
    }
    model = TableModel.load(folder.resolve("m.bijou"));
    detector = Detector.of(model).withAlpha(0.02);
  }

  private static Map<String, String> usual() {
    Map<String, String> row = new HashMap<>();
    row.put("a", "0.1");
    row.put("b", "0.2");
    row.put("gear", "1.11");
    row.put("unit", "kg");
    row.put("flag", "true");
    row.put("day", "2024-03-01");
    row.put("nothing", "");
    row.put("card", "0123-4567");
    row.put("note", "abc de");
    return row;
  }

  private static Map<String, String> with(String column, String cell) {
    Map<String, String> row = usual();
    row.put(column, cell);
    return row;
  }

  @Test
  void constantsBelongToTheSchemaButTakeNoFeature() {
    assertEquals(List.of("a", "b", "gear", "unit", "flag", "day", "nothing"), model.order());
    assertEquals(2, model.distribution().features());
    assertTrue(model.schema().isPlain());
    assertEquals(
        List.of("card", "note"),
        model.watched().columns().stream().map(column -> column.name()).toList());
    assertEquals(List.of("card", "note"), model.provenance().data().droppedColumns());
  }

  @Test
  void aRowThatBreaksNothingIsUsual() {
    Verdict verdict = detector.judge(usual());
    assertFalse(verdict.novel());
    assertEquals(List.of(), verdict.reasons());
    assertFalse(detector.judge(with("gear", "1.110")).novel());
    assertFalse(detector.judge(with("flag", "TRUE")).novel());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gear    | 7          | gear = 7: always 1.11 in the rows learned from
          gear    | ''         | gear is missing: always 1.11 in the rows learned from
          unit    | lb         | unit = lb: always kg in the rows learned from
          flag    | false      | flag = false: always true in the rows learned from
          day     | 2024-03-02 | day = 2024-03-02: always 2024-03-01 in the rows learned from
          nothing | 0          | nothing = 0: always missing in the rows learned from
          """)
  void aBrokenConstantIsNovelAndNamed(String column, String cell, String sentence) {
    Verdict verdict = detector.judge(with(column, cell));
    assertTrue(verdict.novel());
    assertEquals(sentence, verdict.reason());
    assertEquals(1, verdict.reasons().size(), verdict.reasons()::toString);
    // Two statistics of the card and two of the note leave four fifths of the error rate to the
    // row.
    assertEquals(1.25 * detector.pValues().least(), verdict.pValue(), 1e-12);
    assertFalse(detector.withoutWatches().judge(with(column, cell)).novel());
  }

  @Test
  void moreBrokenConstantsAreWorseWhateverTheRest() {
    Map<String, String> two = with("gear", "7");
    two.put("unit", "lb");
    Map<String, String> absurd = with("a", "1e30");
    Map<String, String> absurdAndBroken = with("a", "1e30");
    absurdAndBroken.put("gear", "7");
    List<Float> novelties =
        List.of(usual(), absurd, with("gear", "7"), absurdAndBroken, two).stream()
            .map(row -> detector.judge(row).novelty())
            .toList();
    assertEquals(novelties.stream().sorted().toList(), novelties);
    assertEquals(5, novelties.stream().distinct().count());
    List<Reason> both = detector.judge(absurdAndBroken).reasons();
    assertEquals("gear", both.getFirst().column());
    assertEquals("a", both.get(1).column());
    assertEquals(List.of("gear", "unit"), columns(detector.judge(two)));
  }

  private static List<String> columns(Verdict verdict) {
    return verdict.reasons().stream().map(Reason::column).toList();
  }

  @Test
  void anotherCellHasTheProbabilityOfTheUnseen() {
    float[] logDensity =
        new TableScorer(model, workers)
            .logDensities(
                SmallTables.csv(
                    "a,b,gear,unit,flag,day,nothing\n"
                        + "0,0,1.11,kg,true,2024-03-01,\n"
                        + "0,0,1.2,kg,true,2024-03-01,\n"
                        + "0,0,,kg,true,2024-03-01,\n"),
                Missing.REFUSE);
    double difference = Math.log(0.5 / (ROWS + 1)) - Math.log((ROWS + 0.5) / (ROWS + 1));
    assertEquals(difference, logDensity[1] - logDensity[0], 1e-4);
    assertEquals(logDensity[1], logDensity[2]);
    double[] row = {0, 0, 0, 0, 0, 0, 0};
    double[] broken = {0, 0, 1, 0, 0, 0, 0};
    assertEquals(logDensity[0], detector.judge(row).logDensity(), 1e-5);
    assertEquals(logDensity[1], detector.judge(broken).logDensity(), 1e-5);
    assertEquals(
        -Math.log(0.5 / (ROWS + 1)), detector.judge(broken).reasons().getFirst().surprise(), 1e-9);
    assertEquals(-Math.log(0.5 / (ROWS + 1)), detector.explain(broken).getFirst().surprise(), 1e-3);
  }

  @Test
  void drawsAndFilledCellsHaveTheConstant() {
    for (double[] row : Tables.sample(model, 50, 3)) {
      assertArrayEquals(new double[5], Arrays.copyOfRange(row, 2, 7));
    }
    double[][] filled =
        new TableImputer(model, 1, workers)
            .fill(
                new double[][] {
                  {0.5, 0.5, Double.NaN, 0, 0, Double.NaN, 0},
                  {0.5, Double.NaN, Double.NaN, 1, 0, 0, 0}
                });
    assertArrayEquals(new double[] {0.5, 0.5, 0, 0, 0, 0, 0}, filled[0]);
    assertEquals(1, filled[1][3]);
    assertEquals(0, filled[1][2]);
    assertTrue(Double.isFinite(filled[1][1]));
    List<Column> targets = model.schema().targets();
    assertEquals("1.11", targets.get(2).text(filled[1][2]));
  }

  @Test
  void conditionsOnConstantsHoldOrCannot() {
    ConditionalSampler sampler = new ConditionalSampler(model, 5, workers);
    double[][] free = sampler.rows(Where.parse(model.schema(), "a>0"), 20);
    double[][] held = sampler.rows(Where.parse(model.schema(), "a>0,gear=1.110,nothing=?"), 20);
    for (int i = 0; i < free.length; i++) {
      assertArrayEquals(free[i], held[i]);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gear=7   | condition "gear=7": column "gear" was always "1.11" in the rows learned from
          gear=?   | condition "gear=?": column "gear" was always "1.11" in the rows learned from
          gear!=1.11 | condition "gear!=1.11": no cell of column "gear" satisfies it
          gear>1   | condition "gear>1": column "gear" is constant, whose values have no order; use = or !=
          nothing=1 | condition "nothing=1": column "nothing" was always missing in the rows learned from
          """)
  void conditionsThatNoRowSatisfiesAreRefused(String condition, String message) {
    assertEquals(message, SmallTables.refusal(() -> Where.parse(model.schema(), condition)));
  }

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
    Verdict verdict = detector.judge(with(column, cell));
    assertTrue(verdict.novel(), () -> "p " + verdict.pValue());
    assertEquals(sentence, verdict.reason());
    // The least of five p-values, of which the four of forms share a fifth of the error rate.
    assertEquals(statistics() * 5.0 / (ROWS + 1), verdict.pValue(), 1e-12);
    assertTrue(verdict.novelty() > detector.judge(usual()).novelty());
    assertFalse(detector.withoutWatches().judge(with(column, cell)).novel());
  }

  private static int statistics() {
    return model.watched().statistics();
  }

  @Test
  void anotherLengthIsNovelAndNamed() {
    Verdict verdict = detector.withAlpha(0.04).judge(with("note", "abc ".repeat(300) + "abc"));
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
    assertFalse(detector.judge(row).novel());
  }

  @Test
  void withoutWatchesPValuesAreThoseOfTheDensity() {
    PValues pValues = detector.pValues();
    TableSource table = SmallTables.csv(rows(200, 4).replace("kg", "lb"));
    List<Verdict> verdicts = new ArrayList<>();
    new TableDetector(
            model,
            NoveltyScore.COMBINED,
            new NoveltyRule.Alpha(0.1),
            TableDetector.Reasons.FIRST,
            false,
            workers)
        .detect(
            table,
            Missing.REFUSE,
            _ -> (_, all) -> all.forEach(verdict -> verdicts.add(verdict.orElseThrow())));
    assertEquals(200, verdicts.size());
    for (Verdict verdict : verdicts) {
      assertEquals(pValues.of(verdict.novelty()), verdict.pValue());
      assertTrue(verdict.novelty() < Verdict.PER_CONSTANT);
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
    return new TableDetector(model, NoveltyScore.COMBINED, rule, TableDetector.Reasons.ALL, workers)
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

  @Test
  void aCalibrationWithBrokenConstantsCounts() {
    String calibration = rows(99, 11).replaceFirst("1\\.11", "7");
    Detector by =
        Detector.of(
            model.withCalibration(Calibrations.by(model, SmallTables.csv(calibration), workers)));
    assertEquals(1.25 * 2 / 100, by.judge(with("gear", "7")).pValue(), 1e-12);
    Map<String, String> two = with("gear", "7");
    two.put("unit", "lb");
    assertEquals(1.25 / 100, by.judge(two).pValue(), 1e-12);
  }

  @Test
  void heldOutRowsOfAnotherTableMayBreakThem() {
    TableModel other =
        TableFit.read(
                SmallTables.csv(rows(200, 1)),
                TableFitOptions.standard()
                    .withValidation(
                        new dev.bijou.table.fit.Validation.Table(
                            SmallTables.csv(rows(60, 2).replaceFirst("1\\.11", "7"))))
                    .withFit(
                        FitOptions.standard()
                            .withFlow(FlowName.REAL_NVP)
                            .withMembers(1)
                            .withEpochs(2)))
            .run(workers);
    assertEquals(1, other.calibration().orElseThrow().breaking(1));
    assertEquals(List.of(), other.watched().columns(), "200 rows are too few for four statistics");
    float[] scores =
        new TableScorer(other, workers)
            .logDensities(SmallTables.csv(rows(60, 2).replaceFirst("1\\.11", "7")), Missing.REFUSE);
    double mean = IntStream.range(0, 60).mapToDouble(i -> scores[i]).average().orElseThrow();
    assertEquals(mean, other.provenance().heldOut().logDensity(), 1e-4);
  }

  private List<String> watch(String in, LineDetector.Options options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new LineDetector(detector, options, workers, _ -> {})
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
      List<String> fields = VerdictText.fields(verdicts.get(i).orElseThrow());
      assertTrue(lines.get(i + 1).contains("," + String.join(",", fields.subList(0, 4)) + ","));
    }
    assertTrue(lines.get(1).endsWith(",true,gear = 7: always 1.11 in the rows learned from"));
    assertTrue(lines.get(31).contains("no such form in 1,000 rows"), lines.get(31));
  }

  @Test
  void streamsWithoutWhatIsWatchedSaySo() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineDetector.Summary summary =
        new LineDetector(detector, LineDetector.Options.standard(), workers, _ -> {})
            .run(
                "in",
                new ByteArrayInputStream(
                    "a,b,gear,unit,flag,day,nothing,note\n0,0,1.11,kg,true,2024-03-01,,a b\n"
                        .getBytes(StandardCharsets.UTF_8)),
                out);
    assertEquals(
        List.of("in has no column \"card\", so that its form is not watched"), summary.notes());
  }

  @Test
  void aTableInWhichNothingVariesIsRefused() {
    assertEquals(
        "t.csv: no column varies except those given or excluded; there is no density to learn",
        SmallTables.refusal(() ->
            TableFit.read(
                SmallTables.csv("a,b,c,d\n" + "1,x,2024-03-01,\n".repeat(30)),
                TableFitOptions.standard())));
    assertEquals(
        "t.csv has no column \"gear\"; it has \"a\", \"b\"",
        SmallTables.refusal(() ->
                new TableScorer(model.withWatched(model.watched()), workers)
                    .logDensities(
                        SmallTables.csv("a,b,unit,flag,day,nothing\n1,2,kg,true,2024-03-01,\n"),
                        Missing.REFUSE))
            .replace(", \"unit\", \"flag\", \"day\", \"nothing\"", ""));
  }
}
