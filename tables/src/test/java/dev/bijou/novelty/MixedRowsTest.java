package dev.bijou.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Novelties among names, missing cells and very frequent values.
class MixedRowsTest {
  @TempDir private static Path folder;
  private static Detector detector;

  /// Cats weigh 3 to 6 and are mostly out by day, dogs 15 to 40; one weight in ten is missing, and of five animals three
  /// owe nothing.
  private static String row(SplittableRandom random) {
    boolean dog = random.nextInt(2) == 0;
    double weight = dog ? 27 + 4 * random.nextGaussian() : 4.5 + 0.5 * random.nextGaussian();
    return String.join(
        ",",
        dog ? "dog" : "cat",
        random.nextInt(10) == 0 ? "" : String.format(Locale.ROOT, "%.2f", weight),
        random.nextInt(5) < 3 ? "0" : Integer.toString(50 + random.nextInt(200)),
        random.nextInt(20) == 0 == dog ? "no" : "yes");
  }

  @BeforeAll
  static void fit() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder("kind,weight,debt,outside\n");
    for (int i = 0; i < 2000; i++) {
      text.append(row(random)).append('\n');
    }
    Path table = Files.writeString(folder.resolve("t.csv"), text);
    try (Workers workers = new Workers(2)) {
      detector =
          Detector.of(
                  TableFit.read(
                          TableSource.of(table),
                          TableFitOptions.standard()
                              .withFit(FitOptions.standard().withMembers(1).withEpochs(40)))
                      .run(workers))
              .withAlpha(0.02);
    }
  }

  private static Map<String, String> row(String kind, String weight, String debt, String outside) {
    Map<String, String> row = new HashMap<>();
    row.put("kind", kind);
    row.put("weight", weight);
    row.put("debt", debt);
    row.put("outside", outside);
    return row;
  }

  @Test
  void usualRowsAreNotNovel() {
    assertFalse(detector.judge(row("cat", "4.5", "0", "yes")).novel());
    assertFalse(detector.judge(row("dog", "", "120", "yes")).novel());
  }

  @Test
  void theRestSaysWhatANumberShouldBe() {
    Reason weight =
        detector.explain(new double[] {code("cat"), 27, 0, 1}).stream()
            .filter(reason -> reason.column().equals("weight"))
            .findFirst()
            .orElseThrow();
    Expectation.Range range = (Expectation.Range) weight.expected();
    assertEquals(4.5, range.median(), 0.4);
    assertTrue(range.low() > 0 && range.high() < 9, range::text);
  }

  @Test
  void theRestSaysWhichNameItShouldBe() {
    Reason kind =
        detector.explain(new double[] {code("cat"), 27, 0, 1}).stream()
            .filter(reason -> reason.column().equals("kind"))
            .findFirst()
            .orElseThrow();
    assertEquals("cat", kind.value());
    assertEquals(new Expectation.Values(List.of("dog"), "dog"), kind.expected());
    assertTrue(kind.surprise() > 3, () -> "surprise " + kind.surprise());
  }

  private static double code(String kind) {
    return detector.schema().targets().getFirst().value(kind);
  }

  @Test
  void unseenNamesAreNovelAndNamed() {
    Verdict verdict = detector.judge(row("ferret", "4.5", "0", "no"));
    assertTrue(verdict.novel());
    assertEquals("kind = ferret: expected cat given the rest", verdict.reason());
    assertEquals(
        List.of(new Repair.Cell("kind", "ferret", "cat", "", "", List.of("cat"), 1)),
        verdict.repair().orElseThrow().cells());
    assertTrue(
        detector
            .judge(row("ferret " + "x".repeat(10_000), "4.5", "0", "no"))
            .reason()
            .startsWith("kind = ferret xxx"));
  }

  @Test
  void missingCellsHaveAProbabilityWhereTheModelKnowsThem() {
    List<Reason> reasons = detector.explain(new double[] {code("cat"), Double.NaN, 0, 1});
    Reason weight =
        reasons.stream()
            .filter(reason -> reason.column().equals("weight"))
            .findFirst()
            .orElseThrow();
    assertEquals("", weight.value());
    // One point stands beside the numbers.
    assertEquals(-Math.log(0.1), weight.surprise(), 0.4);
    TableException missing =
        assertThrows(TableException.class, () -> detector.judge(row("cat", "4.5", "", "yes")));
    assertEquals("column \"debt\": the cell is missing", missing.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> detector.judge(new double[] {0, 4, Double.NaN, 1}));
  }

  @Test
  void valuesThatStandOftenHaveAProbability() {
    Reason debt =
        detector.explain(new double[] {code("cat"), 4.5, 0, 1}).stream()
            .filter(reason -> reason.column().equals("debt"))
            .findFirst()
            .orElseThrow();
    assertEquals(-Math.log(0.6), debt.surprise(), 0.25);
    Expectation.Range range = (Expectation.Range) debt.expected();
    assertEquals(0, range.median());
    assertEquals(0, range.low());
    assertTrue(range.high() > 180 && range.high() < 260, range::text);
  }

  @Test
  void streamsHoldThemToo() {
    String lines =
        """
        {"kind": "cat", "weight": 4.4, "debt": 0, "outside": "yes"}
        {"kind": "cat", "weight": null, "debt": 0, "outside": "yes"}
        {"kind": "cat", "weight": 4.4, "debt": null, "outside": "yes"}
        {"kind": "yak", "weight": 4.4, "debt": 0, "outside": "no"}
        """;
    List<String> bad = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workers workers = new Workers(2)) {
      LineDetector.Summary summary =
          new LineDetector(detector, LineDetector.Options.standard(), workers, bad::add)
              .run("in", new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), out);
      assertEquals(3, summary.rows());
      assertEquals(List.of("line 3: column \"debt\": the cell is missing"), bad);
    }
    String last = out.toString(StandardCharsets.UTF_8).lines().toList().getLast();
    assertTrue(last.contains("\"reason\":\"kind = yak: expected cat given the rest\""), last);
  }
}
