package dev.bijou.table.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whole comparisons. The golden numbers are those of SDMetrics 0.32 on the same three tables, which have missing cells, a
/// name that the real one lacks and a copied row.
class TableComparisonTest {
  private static final double EXACT = 1e-6;

  @Test
  void shapesAreThoseOfSdmetrics() {
    Comparison comparison = golden();
    assertArrayEquals(
        new double[] {0.75, 0.7140825035561877, 0.6580357347935262, 0.775, 1},
        comparison.columns().stream().mapToDouble(Comparison.Column::shape).toArray(),
        EXACT);
    assertEquals(0.7794236476699428, comparison.shape(), EXACT);
  }

  @Test
  void trendsAreThoseOfSdmetrics() {
    Comparison comparison = golden();
    assertArrayEquals(
        new double[] {0.987832, 0.525, 0.934616, 0.625, 0.55, 0.923864, 0.7, 0.475, 0.675, 0.6},
        comparison.pairs().stream().mapToDouble(Comparison.Pair::trend).toArray(),
        EXACT);
    assertEquals(0.6996311368799965, comparison.trend(), EXACT);
    assertEquals(0.6396386864890222, comparison.relatedTrend(), EXACT);
    assertEquals(0.472267, comparison.pairs().get(7).real(), EXACT);
    assertEquals("size × weight", comparison.name(comparison.pairs().getFirst()));
  }

  @Test
  void distancesAreThoseOfSdmetrics() {
    Privacy privacy = golden().privacy();
    assertEquals(0.06688425609478241, privacy.drawn().median(), EXACT);
    assertEquals(0.025, privacy.drawn().copies());
    Privacy.Test test = privacy.test().orElseThrow();
    assertEquals(0.0709501025290499, test.closest().median(), EXACT);
    assertEquals(0.025, test.nearer());
  }

  @Test
  void columnsSayWhatIsMissing() {
    Comparison.Column kind = golden().columns().get(2);
    assertEquals("kind", kind.name());
    assertEquals(0.2, kind.missingReal(), EXACT);
    assertEquals(0.125, kind.missingDrawn(), EXACT);
    assertTrue(kind.names().contains("fir"));
    assertFalse(kind.isNumeric());
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    assertEquals(ComparisonJson.of(golden()), ComparisonJson.of(golden()));
  }

  @Test
  void aPredictionIsAsGoodAsItsTrainingRows() {
    String real = predictable(400, 1, true);
    String test = predictable(300, 2, true);
    Efficiency names = compare(real, predictable(400, 3, true), test, "sign").efficiency().get();
    assertTrue(names.real() > 0.97, names::toString);
    assertEquals(names.real(), names.drawn(), 0.03);
    assertEquals(0.5, names.constant());
    Efficiency noise = compare(real, predictable(400, 3, false), test, "sign").efficiency().get();
    assertEquals(0.5, noise.drawn(), 0.1);
    assertEquals(names.real(), noise.real());
    Efficiency numbers = compare(real, predictable(400, 3, true), test, "y").efficiency().get();
    assertTrue(numbers.numeric());
    assertTrue(numbers.drawn() < 0.3 * numbers.constant(), numbers::toString);
  }

  /// x, y near x, and the sign of x; or the sign of nothing.
  private static String predictable(int rows, long seed, boolean honest) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder("x,y,sign\n");
    for (int i = 0; i < rows; i++) {
      double x = random.nextDouble() - 0.5;
      boolean up = honest ? x + 0.02 * random.nextGaussian() > 0 : random.nextBoolean();
      text.append("%s,%s,%s%n".formatted(x, x + 0.02 * random.nextGaussian(), up ? "up" : "down"));
    }
    return text.toString();
  }

  @Test
  void longTablesAreSampled() {
    CompareOptions few = new CompareOptions(List.of(), Optional.empty(), 25, 20, 0);
    Comparison comparison = run(source("real"), source("drawn"), Optional.empty(), few);
    assertEquals(25, comparison.real().rows());
    assertEquals(
        List.of(
            "real.csv: looked at a uniform random sample of 25 of 40 rows",
            "drawn.csv: looked at a uniform random sample of 25 of 40 rows"),
        comparison.notes());
  }

  @Test
  void copiesAreNoted() {
    String real = predictable(400, 1, true);
    Comparison comparison =
        run(
            text("real.csv", real),
            text("drawn.csv", real),
            Optional.empty(),
            CompareOptions.standard());
    assertTrue(comparison.classifier().auc().value() < 0.4);
    assertEquals(1, comparison.classifier().score());
    assertEquals(1, comparison.privacy().drawn().copies());
    assertTrue(comparison.notes().getFirst().contains("a sign of copies"));
  }

  @Test
  void keysAndFurtherColumnsAreLeftOut() {
    StringBuilder keyed = new StringBuilder("id,x\n");
    StringBuilder drawn = new StringBuilder("x,more\n");
    for (int i = 0; i < 30; i++) {
      keyed.append("k%d%d,%d\n".formatted(i, 7 * i, i % 7));
      drawn.append("%d,%d\n".formatted(i * i % 7, i));
    }
    Comparison comparison =
        run(
            text("real.csv", keyed.toString()),
            text("drawn.csv", drawn.toString()),
            Optional.empty(),
            CompareOptions.standard());
    assertEquals(List.of("x"), comparison.columns().stream().map(Comparison.Column::name).toList());
    assertEquals(
        List.of(
            "left out \"id\": keys or free text, by which rows cannot be compared",
            "left out \"more\", which only drawn.csv has"),
        comparison.notes());
    assertTrue(Double.isNaN(comparison.trend()));
    assertTrue(ComparisonJson.of(comparison).contains("\"trend\": null"));
  }

  @Test
  void whatCannotBeComparedIsNamed() {
    String x = "x,colour\n" + "1,a\n2,b\n".repeat(20);
    assertEquals(
        "drawn.csv has no column \"colour\"; it has \"x\", \"other\"",
        complaint(x, x.replace("colour", "other"), null));
    assertEquals(
        "drawn.csv has no columns \"x\", \"colour\"; it has \"v\", \"w\"",
        complaint(x, x.replace("x,colour", "v,w"), null));
    assertTrue(complaint(x, x.replace("2,b", "low,b"), null).contains("\"low\" is not a number"));
    assertTrue(
        complaint(x, "x,colour\n1,a\n", null).contains("drawn.csv has 1 row; a comparison needs"));
    assertTrue(complaint(x, x, "income").contains("real.csv has no column \"income\""));
  }

  private static String complaint(String real, String drawn, String target) {
    return assertThrows(
            TableException.class,
            () ->
                run(
                    text("real.csv", real),
                    text("drawn.csv", drawn),
                    Optional.of(text("test.csv", real)),
                    new CompareOptions(List.of(), Optional.ofNullable(target), 1_000, 1_000, 0)))
        .getMessage();
  }

  @Test
  void aTargetNeedsTestRows() {
    CompareOptions options = new CompareOptions(List.of(), Optional.of("size"), 1_000, 1_000, 0);
    assertThrows(
        TableException.class,
        () -> run(source("real"), source("drawn"), Optional.empty(), options));
  }

  private static Comparison golden() {
    return run(
        source("real"), source("drawn"), Optional.of(source("test")), CompareOptions.standard());
  }

  private static Comparison compare(String real, String drawn, String test, String target) {
    return run(
        text("real.csv", real),
        text("drawn.csv", drawn),
        Optional.of(text("test.csv", test)),
        new CompareOptions(List.of(), Optional.of(target), 1_000, 1_000, 0));
  }

  private static Comparison run(
      TableSource real, TableSource drawn, Optional<TableSource> test, CompareOptions options) {
    List<String> stages = new ArrayList<>();
    try (Workers workers = new Workers(2)) {
      Comparison comparison =
          new TableComparison(real, drawn, test, Optional.empty(), options, workers, stages::add)
              .run();
      assertTrue(stages.contains("telling rows apart by all columns: 3 of 3 folds done"));
      return comparison;
    }
  }

  private static TableSource source(String name) {
    InputStream stream = TableComparisonTest.class.getResourceAsStream(name + ".csv");
    return TableSource.of(name + ".csv", Objects.requireNonNull(stream));
  }

  private static TableSource text(String name, String text) {
    return TableSource.of(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
