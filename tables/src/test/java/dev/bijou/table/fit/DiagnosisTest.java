package dev.bijou.table.fit;

import static dev.bijou.table.SmallTables.csv;
import static dev.bijou.table.SmallTables.line;
import static dev.bijou.table.SmallTables.load;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.TrainingTable;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static final double[][] NOISE = noise();

  private static double[][] noise() {
    SplittableRandom random = new SplittableRandom(8);
    return Stream.generate(() -> random.doubles(3).toArray()).limit(2000).toArray(double[][]::new);
  }

  private static List<Finding> findings(TableSource source, String... given) {
    return Diagnosis.of(load(source, given));
  }

  private static String only(List<Finding> findings) {
    assertEquals(1, findings.size(), () -> "findings: " + findings);
    String message = findings.getFirst().message();
    assertEquals(1, message.lines().count());
    return message;
  }

  @Test
  void hasNothingToSayAboutAContinuousTable() {
    assertEquals(List.of(), findings(csv("a,b,c", 2000, i -> line(NOISE[i]))));
  }

  @Test
  void namesConstantColumns() {
    TableSource source = csv("a,b,c,d", 2000, i -> line(NOISE[i]) + ",3.7");
    TrainingTable table = load(source);
    assertEquals(
        "nothing to learn from constant columns, which are watched for another value: \"d\" (always \"3.7\")",
        only(Diagnosis.of(table)));
    assertEquals(List.of(), Diagnosis.of(table.without(List.of("d"))));
    assertEquals(
        "nothing to learn from constant columns, which are watched for another value: \"d\" (always \"1\"),"
            + " \"e\" (always \"2\")",
        only(findings(csv("a,d,e", 2000, i -> line(NOISE[i][0]) + ",1,2"))));
  }

  @Test
  void namesColumnsThatNumberTheRows() {
    assertEquals(
        "column \"id\" only numbers the rows; leave it out",
        only(findings(csv("id,a", 2000, i -> (i + 1) + "," + line(NOISE[i][0])))));
    assertEquals(
        "column \"id\" only numbers the rows; leave it out",
        only(findings(csv("id,a", 2000, i -> (i * 7 % 2000) + "," + line(NOISE[i][0])))));
  }

  @Test
  void namesDiscreteColumns() {
    assertEquals(
        "few different values in 2,000 rows: \"grade\" (6 whole numbers), \"pH\" (90, steps of 0.01). A density grows"
            + " without bound on such values, so its level means little; leave them out, or condition on them",
        only(
            findings(
                csv(
                    "grade,a,pH",
                    2000,
                    i -> i % 6 + "," + line(NOISE[i][0]) + "," + (300 + i % 89 + i % 2) / 100.0))));
    // As a condition, discrete columns are welcome.
    assertEquals(
        List.of(), findings(csv("grade,a", 2000, i -> i % 6 + "," + line(NOISE[i][0])), "grade"));
    // Too many values to count, yet each stands often.
    assertInstanceOf(
        Finding.DiscreteColumns.class,
        findings(csv("n", 20_000, i -> Integer.toString(i * 31 % 1500))).getFirst());
  }

  @Test
  void namesValuesThatStandOften() {
    assertEquals(
        "column \"gain\" is 0 in 90.0% of the rows; a density grows without bound there, so its level means little",
        only(findings(csv("a,gain", 2000, i -> line(NOISE[i][0], i % 10 == 0 ? NOISE[i][1] : 0)))));
  }

  @Test
  void namesRoundedColumnsTooFineToCount() {
    String message =
        only(
            findings(
                csv(
                    "a,b",
                    2000,
                    i -> {
                      long cents = Math.round(2000 * NOISE[i][0]);
                      return cents / 100 + ".%02d,".formatted(cents % 100) + line(NOISE[i][1]);
                    })));
    assertTrue(
        message.contains("continuous in \"a\" (steps of 0.01): "),
        message); // 1 − e⁻¹ = 63 % of them
    assertEquals(
        List.of(),
        findings(csv("a,b", 2000, i -> 3 * i + (i % 7) * 0.1 + "," + line(NOISE[i][1]))),
        "none appears twice");
  }

  @Test
  void namesCollinearColumns() {
    assertEquals(
        "column \"twice\" is determined by \"a\" (1 − R² = 0.0e+00), so the density grows without bound; leave it out",
        only(findings(
                csv("a,b,twice", 2000, i -> line(NOISE[i][0], NOISE[i][1], 1 - 2 * NOISE[i][0]))))
            .replaceAll("R² = .*\\)", "R² = 0.0e+00)"));
    assertEquals(
        "column \"sum\" is determined by other columns together (1 − R² = 0.0e+00), so the density grows without bound;"
            + " leave it out",
        only(findings(
                csv(
                    "a,b,sum",
                    2000,
                    i -> line(NOISE[i][0], NOISE[i][1], NOISE[i][0] + NOISE[i][1]))))
            .replaceAll("R² = .*\\)", "R² = 0.0e+00)"));
    // Determined by what is given is as bad; correlation of 0.9999 is not.
    assertInstanceOf(
        Finding.CollinearColumn.class,
        findings(csv("twice,a", 2000, i -> line(2 * NOISE[i][0], NOISE[i][0])), "a").getFirst());
    assertEquals(
        List.of(),
        findings(csv("a,b", 2000, i -> line(NOISE[i][0], NOISE[i][0] + 0.01 * NOISE[i][1]))));
  }

  @Test
  void namesAbsurdValues() {
    assertEquals(
        "column \"b\" has the value -1.0E30, 3e+30 times its usual spread from the middle; is it a code for a missing"
            + " cell?",
        only(findings(csv("a,b", 2000, i -> line(NOISE[i][0], i == 7 ? -1e30 : NOISE[i][1]))))
            .replaceAll("\\de\\+30", "3e+30"));
  }

  @Test
  void countsDuplicateRows() {
    assertEquals(
        "1,000 rows repeat an earlier one (50.0%) exactly; copies are kept on one side of the split into training and"
            + " validation",
        only(findings(csv("a,b", 2000, i -> line(NOISE[i % 1000][0], NOISE[i % 1000][1])))));
    assertEquals(
        new Finding.DuplicateRows(1, 1 / 2000.0),
        findings(csv("a,b", 2000, i -> line(NOISE[Math.max(i, 1)][0], NOISE[Math.max(i, 1)][1])))
            .getFirst());
  }

  @Test
  void saysWhenThereAreFewRows() {
    assertEquals(
        "only 40 rows to learn from: expect no more than a Gaussian would give; more rows help most",
        only(findings(csv("a,b", 40, i -> line(NOISE[i][0], NOISE[i][1])))));
    List<Finding> one = findings(csv("a,b\n1,2\n"));
    assertEquals(
        "only 1 row to learn from: expect no more than a Gaussian would give; more rows help most",
        one.getFirst().message());
    assertInstanceOf(Finding.ConstantColumns.class, one.get(1));
  }
}
