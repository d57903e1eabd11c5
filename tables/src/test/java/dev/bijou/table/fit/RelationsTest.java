package dev.bijou.table.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.bijou.conditional.ConditionalSampler;
import dev.bijou.conditional.Where;
import dev.bijou.table.SmallTables;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.table.schema.Relation;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RelationsTest {
  private static final int ROWS = 800;
  private static final List<String> GRADES = List.of("basic", "middle", "higher", "top");

  private static TableSource table(String header, Function<SplittableRandom, String> row) {
    SplittableRandom random = new SplittableRandom(4);
    return SmallTables.csv(header, ROWS, _ -> row.apply(random));
  }

  /// A grade and its number, bikes of casual and registered riders and their count, and a balance that is one less the
  /// other.
  private static String ride(SplittableRandom random) {
    int grade = Math.min(random.nextInt(5), 3);
    int casual = random.nextInt(300);
    int registered = casual / 2 + random.nextInt(900);
    double paid = Math.rint(1000 * random.nextDouble()) / 10;
    double due = Math.rint(1000 * random.nextDouble()) / 10;
    return String.format(
        Locale.ROOT,
        "%s,%d,%d,%d,%d,%.1f,%.1f,%.1f",
        GRADES.get(grade),
        3 * grade * grade + 5,
        casual,
        registered,
        casual + registered,
        paid,
        due,
        paid - due + 20);
  }

  private static final String RIDES = "grade,number,casual,registered,count,paid,due,balance";

  private static TableFit read(TableSource source) {
    return TableFit.read(
        source,
        TableFitOptions.standard().withFit(FitOptions.standard().withMembers(1).withEpochs(3)));
  }

  private static String said(TableSource source) {
    return read(source).findings().stream()
        .filter(finding -> finding instanceof Finding.Following)
        .map(Finding::message)
        .findFirst()
        .orElse("");
  }

  @Test
  void namesWhatFollows() {
    assertEquals(
        "in every row, and so in drawn ones: \"number\" goes with \"grade\","
            + " \"count\" = \"casual\" + \"registered\", \"balance\" = \"paid\" − \"due\" + 20",
        said(table(RIDES, RelationsTest::ride)));
  }

  @Test
  void whatOnlyNearlyFollowsIsNotNamed() {
    assertEquals(
        "",
        said(
            table(
                "a,b,sum,level,label",
                random -> {
                  int a = random.nextInt(500);
                  int b = random.nextInt(500);
                  int level = random.nextInt(4);
                  boolean odd = random.nextInt(ROWS / 3) == 0;
                  return "%d,%d,%d,L%d,%s"
                      .formatted(
                          a, b, a + b + (odd ? 1 : 0), level, odd ? "none" : "name " + level);
                })));
  }

  /// A flag that is all but always off goes with everything by chance.
  @Test
  void aCoincidenceIsNotNamed() {
    assertEquals(
        "",
        said(
            table(
                "level,rare,x",
                random ->
                    "%d,%s,%s"
                        .formatted(
                            random.nextInt(9),
                            random.nextInt(400) == 0 ? "yes" : "no",
                            random.nextDouble()))));
  }

  @Test
  void drawnRowsKeepToIt() {
    TableModel model;
    try (Workers workers = new Workers(2)) {
      model = read(table(RIDES, RelationsTest::ride)).run(workers);
      for (double[] row : new TableSampler(model, 3, workers).rows(300)) {
        int grade = GRADES.indexOf(model.schema().targets().getFirst().text(row[0]));
        assertEquals(3 * grade * grade + 5, row[1]);
        assertEquals(row[2] + row[3], row[4]);
        assertEquals(row[5] - row[6] + 20, row[7], 1e-9);
        assertTrue(row[4] <= model.schema().targets().get(4).max());
      }
    }
    JsonObject json = model.schema().toJson();
    assertEquals(model.schema(), Schema.fromJson(json));
    assertEquals(
        new Relation.Total("count", List.of("casual", "registered"), List.of(1, 1), 0),
        model.schema().relations().get(1));
    assertEquals(2, model.schema().without(List.of("casual")).relations().size());
  }

  @Test
  void rowsOfParticlesKeepToItToo() {
    try (Workers workers = new Workers(2)) {
      TableModel model = read(table(RIDES, RelationsTest::ride)).run(workers);
      Where where = Where.parse(model.schema(), "paid = 40");
      double[][] rows = new ConditionalSampler(model, 3, workers).rows(where, 100);
      for (double[] row : rows) {
        assertEquals(row[2] + row[3], row[4]);
        assertEquals(60 - row[6], row[7], 1e-9);
      }
      Where total = Where.parse(model.schema(), "count = 500");
      for (double[] row : new ConditionalSampler(model, 3, workers).rows(total, 100)) {
        assertEquals(500, row[4]);
      }
    }
  }

  /// A bill, and what was paid of it: all in three rows of ten, nothing in one.
  private static String bill(SplittableRandom random) {
    int due = 20 + (int) (3000 * Math.pow(random.nextDouble(), 3));
    double all = random.nextDouble();
    int paid = all < 0.3 ? due : all < 0.4 ? 0 : (int) (due * random.nextDouble());
    return "%d,%d,%d".formatted(due, paid, 1000 * (1 + random.nextInt(40)));
  }

  @Test
  void tiesAreNamedAndDrawn() {
    TableModel model;
    try (Workers workers = new Workers(2)) {
      TableFit fit = read(table("due,paid,limit", RelationsTest::bill));
      String said =
          fit.findings().stream()
              .filter(finding -> finding instanceof Finding.Following)
              .map(Finding::message)
              .findFirst()
              .orElseThrow();
      assertTrue(
          said.matches(".*the share said.*: \"paid\" = \"due\" \\([23]\\d(\\.\\d)?%\\)"), said);
      model = fit.run(workers);
      double[][] rows = new TableSampler(model, 3, workers).rows(2000);
      double tied = Arrays.stream(rows).filter(row -> row[0] == row[1]).count() / 2000.0;
      assertEquals(0.3, tied, 0.05);
      double nothing = Arrays.stream(rows).filter(row -> row[1] == 0).count() / 2000.0;
      assertEquals(0.1, nothing, 0.05);
    }
    assertEquals(model.schema(), Schema.fromJson(model.schema().toJson()));
  }

  /// Numbers of which most are rounded are often equal by chance.
  @Test
  void roundNumbersAreNotTied() {
    assertEquals(
        "",
        said(
            table(
                "a,b",
                random ->
                    "%d,%d"
                        .formatted(
                            100 * random.nextInt(12) + random.nextInt(10) / 9,
                            100 * random.nextInt(12) + random.nextInt(10) / 9))));
  }
}
