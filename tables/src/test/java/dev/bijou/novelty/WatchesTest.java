package dev.bijou.novelty;

import static dev.bijou.novelty.WatchedTable.DETECTOR;
import static dev.bijou.novelty.WatchedTable.MODEL;
import static dev.bijou.novelty.WatchedTable.ROWS;
import static dev.bijou.novelty.WatchedTable.rows;
import static dev.bijou.novelty.WatchedTable.usual;
import static dev.bijou.novelty.WatchedTable.with;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.conditional.ConditionalSampler;
import dev.bijou.conditional.TableImputer;
import dev.bijou.conditional.Where;
import dev.bijou.table.SmallTables;
import dev.bijou.table.Tables;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.fit.Validation;
import dev.bijou.table.io.Missing;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.schema.Column;
import dev.bijou.tensor.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Constants of every kind are watched beside the density.
class WatchesTest {
  @AutoClose private final Workers workers = new Workers(2);

  @Test
  void constantsBelongToTheSchemaButTakeNoFeature() {
    assertEquals(List.of("a", "b", "gear", "unit", "flag", "day", "nothing"), MODEL.order());
    assertEquals(2, MODEL.distribution().features());
    assertTrue(MODEL.schema().isPlain());
    assertEquals(
        List.of("card", "note"),
        MODEL.watched().columns().stream().map(column -> column.name()).toList());
    assertEquals(List.of("card", "note"), MODEL.provenance().data().droppedColumns());
  }

  @Test
  void aRowThatBreaksNothingIsUsual() {
    Verdict verdict = DETECTOR.judge(usual());
    assertFalse(verdict.novel());
    assertEquals(List.of(), verdict.reasons());
    assertFalse(DETECTOR.judge(with("gear", "1.110")).novel());
    assertFalse(DETECTOR.judge(with("flag", "TRUE")).novel());
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
    Verdict verdict = DETECTOR.judge(with(column, cell));
    assertTrue(verdict.novel());
    assertEquals(sentence, verdict.reason());
    assertEquals(1, verdict.reasons().size(), verdict.reasons()::toString);
    // Two statistics of the card and two of the note leave four fifths of the error rate to the
    // row.
    assertEquals(1.25 * DETECTOR.pValues().least(), verdict.pValue(), 1e-12);
    assertFalse(DETECTOR.withoutWatches().judge(with(column, cell)).novel());
  }

  /// The other cell of a constant is one of N + 1 rows: ½ / (N + 1), so that no row within the calibration set is as
  /// unusual; a second one adds as much, and so does what the density says.
  @Test
  void theNoveltyOfABrokenConstantIsThatOfItsProbability() {
    Map<String, String> two = with("gear", "7");
    two.put("unit", "lb");
    Map<String, String> far = with("a", "9");
    Map<String, String> farAndBroken = with("a", "9");
    farAndBroken.put("gear", "7");
    double each = -Math.log(0.5 / (ROWS + 1));
    double usual = DETECTOR.judge(usual()).novelty();
    assertEquals(usual + each, DETECTOR.judge(with("gear", "7")).novelty(), 1e-3);
    assertEquals(usual + 2 * each, DETECTOR.judge(two).novelty(), 1e-3);
    assertTrue(each > -Math.log(DETECTOR.pValues().least()));
    assertEquals(
        DETECTOR.judge(far).novelty() + each, DETECTOR.judge(farAndBroken).novelty(), 1e-3);
    List<Reason> both = DETECTOR.judge(farAndBroken).reasons();
    assertEquals("gear", both.getFirst().column());
    assertEquals("a", both.get(1).column());
    assertEquals(List.of("gear", "unit"), columns(DETECTOR.judge(two)));
  }

  private static List<String> columns(Verdict verdict) {
    return verdict.reasons().stream().map(Reason::column).toList();
  }

  @Test
  void anotherCellHasTheProbabilityOfTheUnseen() {
    float[] logDensity =
        new TableScorer(MODEL, workers)
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
    assertEquals(logDensity[0], DETECTOR.judge(row).logDensity(), 1e-5);
    assertEquals(logDensity[1], DETECTOR.judge(broken).logDensity(), 1e-5);
    assertEquals(
        -Math.log(0.5 / (ROWS + 1)), DETECTOR.judge(broken).reasons().getFirst().surprise(), 1e-9);
    assertEquals(-Math.log(0.5 / (ROWS + 1)), DETECTOR.explain(broken).getFirst().surprise(), 1e-3);
  }

  @Test
  void drawsAndFilledCellsHaveTheConstant() {
    for (double[] row : Tables.sample(MODEL, 50, 3)) {
      assertArrayEquals(new double[5], Arrays.copyOfRange(row, 2, 7));
    }
    double[][] filled =
        new TableImputer(MODEL, 1, workers)
            .fill(
                new double[][] {
                  {0.5, 0.5, Double.NaN, 0, 0, Double.NaN, 0},
                  {0.5, Double.NaN, Double.NaN, 1, 0, 0, 0}
                });
    assertArrayEquals(new double[] {0.5, 0.5, 0, 0, 0, 0, 0}, filled[0]);
    assertEquals(1, filled[1][3]);
    assertEquals(0, filled[1][2]);
    assertTrue(Double.isFinite(filled[1][1]));
    List<Column> targets = MODEL.schema().targets();
    assertEquals("1.11", targets.get(2).text(filled[1][2]));
  }

  @Test
  void conditionsOnConstantsHoldOrCannot() {
    ConditionalSampler sampler = new ConditionalSampler(MODEL, 5, workers);
    double[][] free = sampler.rows(Where.parse(MODEL.schema(), "a>0"), 20);
    double[][] held = sampler.rows(Where.parse(MODEL.schema(), "a>0,gear=1.110,nothing=?"), 20);
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
    assertEquals(message, SmallTables.refusal(() -> Where.parse(MODEL.schema(), condition)));
  }

  @Test
  void aCalibrationWithBrokenConstantsCounts() {
    String calibration = rows(99, 11).replaceFirst("1\\.11", "7");
    Detector by =
        Detector.of(
            MODEL.withCalibration(Calibrations.by(MODEL, SmallTables.csv(calibration), workers)));
    assertEquals(1.25 * 2 / 100, by.judge(with("gear", "7")).pValue(), 1e-12);
    Map<String, String> two = with("gear", "7");
    two.put("unit", "lb");
    assertEquals(1.25 / 100, by.judge(two).pValue(), 1e-12);
    double surprise = by.judge(with("gear", "7")).novelty() - by.judge(usual()).novelty();
    assertEquals(-Math.log(1.5 / 100), surprise, 1e-3, "one of 99 calibration rows breaks one too");
  }

  @Test
  void heldOutRowsOfAnotherTableMayBreakThem() {
    TableModel other =
        TableFit.read(
                SmallTables.csv(rows(200, 1)),
                WatchedTable.shortFit(2)
                    .withValidation(
                        new Validation.Table(
                            SmallTables.csv(rows(60, 2).replaceFirst("1\\.11", "7")))))
            .run(workers);
    assertEquals(1, other.calibration().orElseThrow().breaking(1));
    assertEquals(List.of(), other.watched().columns(), "200 rows are too few for four statistics");
    float[] scores =
        new TableScorer(other, workers)
            .logDensities(SmallTables.csv(rows(60, 2).replaceFirst("1\\.11", "7")), Missing.REFUSE);
    double mean = IntStream.range(0, 60).mapToDouble(i -> scores[i]).average().orElseThrow();
    assertEquals(mean, other.provenance().heldOut().logDensity(), 1e-4);
  }

  /// Nothing depends on what is given and never varies, but another cell there is as new as in any other column.
  @Test
  void aGivenColumnThatIsConstantIsWatchedToo() {
    TableModel given =
        TableFit.read(
                SmallTables.csv(rows(200, 1)),
                WatchedTable.shortFit(2).withGiven("b", "gear", "unit", "nothing"))
            .run(workers);
    assertEquals(
        List.of("b"), given.schema().given().stream().map(column -> column.name()).toList());
    assertEquals(List.of("card", "note"), given.provenance().data().droppedColumns());
    Detector detector = Detector.of(given);
    assertFalse(detector.withAlpha(0.05).judge(usual()).novel());
    for (String[] broken : new String[][] {{"gear", "7"}, {"unit", "lb"}, {"nothing", "0"}}) {
      Verdict verdict = detector.withAlpha(0.05).judge(with(broken[0], broken[1]));
      assertTrue(verdict.novel());
      assertEquals(broken[0], verdict.reasons().getFirst().column());
    }
    TableModel none =
        TableFit.read(SmallTables.csv(rows(200, 1)), WatchedTable.shortFit(2).withGiven("gear"))
            .run(workers);
    assertFalse(none.isConditional());
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
                new TableScorer(MODEL.withWatched(MODEL.watched()), workers)
                    .logDensities(
                        SmallTables.csv("a,b,unit,flag,day,nothing\n1,2,kg,true,2024-03-01,\n"),
                        Missing.REFUSE))
            .replace(", \"unit\", \"flag\", \"day\", \"nothing\"", ""));
  }
}
