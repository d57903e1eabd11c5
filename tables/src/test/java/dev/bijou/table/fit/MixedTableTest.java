package dev.bijou.table.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.SmallTables;
import dev.bijou.table.Tables;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.model.TableSampler;
import dev.bijou.table.model.TableScorer;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A table with every kind of column, from the file to the model and back.
class MixedTableTest {
  private static final int ROWS = 1500;

  @TempDir private static Path folder;
  private static TableModel model;
  private static List<String> lines;

  @AutoClose private final Workers workers = new Workers(2);

  private static String row(SplittableRandom random, int i) {
    boolean big = random.nextInt(3) == 0;
    double size = (big ? 10 : 5) + random.nextGaussian();
    return String.join(
        ",",
        "id" + i,
        big ? "big" : random.nextInt(2) == 0 ? "small" : "tiny",
        random.nextInt(20) == 0 ? "?" : String.format(Locale.ROOT, " %.3f", size),
        Integer.toString(random.nextInt(100) < 60 ? 0 : 100 + random.nextInt(900)),
        big ? "yes" : "no",
        "2024-0%d-15".formatted(1 + random.nextInt(9)),
        Integer.toString(3 + random.nextInt(4)),
        "same");
  }

  @BeforeAll
  static void fit() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder("id,class,size,gain,flag,day,grade,constant\n");
    for (int i = 0; i < ROWS; i++) {
      text.append(row(random, i)).append('\n');
    }
    Path table = Files.writeString(folder.resolve("t.csv"), text);
    lines = text.toString().lines().skip(1).toList();
    try (Workers workers = new Workers(2)) {
      TableFit fit =
          TableFit.read(
              TableSource.of(table),
              TableFitOptions.standard()
                  .withFit(FitOptions.standard().withMembers(1).withEpochs(60)));
      assertTrue(fit.findings().getFirst().message().contains("\"id\" (a key or free text)"));
      assertTrue(fit.findings().get(1).message().contains("\"constant\" (always \"same\")"));
      fit.run(workers).save(folder.resolve("m.bijou"));
    }
    model = TableModel.load(folder.resolve("m.bijou"));
  }

  @Test
  void knowsTheKinds() {
    assertEquals(
        List.of(
            "categorical", "continuous", "integer", "boolean", "date-time", "integer", "constant"),
        model.schema().targets().stream().map(column -> column.kind().type()).toList());
    assertEquals(
        List.of("class", "size", "gain", "flag", "day", "grade", "constant"), model.order());
    assertEquals("independent-columns", model.provenance().heldOut().baseline());
    assertEquals(List.of("id"), model.provenance().data().droppedColumns());
  }

  @Test
  void learnsHowColumnsHangTogether() {
    assertTrue(model.provenance().heldOut().gain() > 0.5, model.provenance().heldOut().toString());
    float[] scores =
        Tables.score(
            model,
            write(
                "class,size,gain,flag,day,grade,constant\nbig,10,0,yes,2024-03-15,3,same\nbig,10,0,no,2024-03-15,3,same\n"));
    assertTrue(scores[0] > scores[1] + 1, Arrays.toString(scores));
  }

  private static Path write(String text) {
    try {
      return Files.writeString(folder.resolve("new.csv"), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void scoresWhatItHasNotSeenAndNamesIt() {
    TableScorer scorer = new TableScorer(model, workers);
    TableScorer.Summary summary =
        scorer.score(
            SmallTables.csv(
                "class,size,gain,flag,day,grade,constant\nhuge,10,0,yes,2024-03-15,3,same\n"
                    + "huge,,0,maybe,2024-03-15,99,same\n,1e30,0,YES,2030-01-01,3,same\n"
                    + "x".repeat(10_000)
                    + ",10,0,yes,2024-03-15,3,same\n"),
            Missing.REFUSE,
            (_, scores) -> {
              for (int row = 0; row < scores.rows(); row++) {
                assertTrue(Float.isFinite(scores.logDensity()[row]));
                for (float side : scores.row(row)) {
                  assertTrue(Float.isFinite(side), Arrays.toString(scores.row(row)));
                }
              }
            });
    assertEquals(4, summary.scored());
    assertEquals(
        List.of("class 3", "flag 1"),
        summary.unseen().stream().map(u -> u.column() + " " + u.cells()).toList());
  }

  @Test
  void refusesCellsThatAreNotOfTheirColumnsKind() {
    TableScorer scorer = new TableScorer(model, workers);
    assertEquals(
        "t.csv, row 1, column \"day\": \"soon\" is not a point in time written as yyyy-MM-dd; correct it",
        SmallTables.refusal(() ->
            scorer.logDensities(
                SmallTables.csv(
                    "class,size,gain,flag,day,grade,constant\nbig,10,0,yes,soon,3,same\n"),
                Missing.REFUSE)));
    assertEquals(
        "t.csv, row 1, column \"gain\": the cell is missing; fill it, or leave such rows out",
        SmallTables.refusal(() ->
            scorer.logDensities(
                SmallTables.csv(
                    "class,size,gain,flag,day,grade,constant\nbig,10,,yes,2024-03-15,3,same\n"),
                Missing.REFUSE)));
  }

  @Test
  void samplesRowsOfTheSameKindsInRange() throws IOException {
    Path file = folder.resolve("s.csv");
    new TableSampler(model, 5, workers)
        .write(2000, header -> TableWriter.toFile(file.toString(), header));
    List<String[]> rows =
        Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1)).toList();
    assertEquals(2000, rows.size());
    for (int c = 0; c < 6; c++) {
      int at = c;
      Set<String> seen = rows.stream().map(row -> row[at]).collect(Collectors.toSet());
      Set<String> known =
          lines.stream().map(line -> line.split(",")[at + 1]).collect(Collectors.toSet());
      if (c == 0 || c == 3 || c == 5) {
        assertTrue(known.containsAll(seen), seen + " in " + known);
      }
    }
    long missing = rows.stream().filter(row -> row[1].isEmpty()).count();
    assertEquals(100, missing, 70);
    long zero = rows.stream().filter(row -> row[2].equals("0")).count();
    assertEquals(1200, zero, 200);
    for (String[] row : rows) {
      assertTrue(row[1].matches("|\\d+(\\.\\d{1,3})?"), row[1]);
      assertTrue(row[2].matches("\\d{1,3}"), row[2]);
      assertTrue(row[4].matches("2024-0[1-9]-\\d\\d"), row[4]);
    }
    long contradictory =
        rows.stream().filter(row -> row[0].equals("big") != row[3].equals("yes")).count();
    assertTrue(contradictory < 100, contradictory + " of 2000");
  }

  @Test
  void theFirstRowsOfALargerSampleAreTheSame() {
    double[][] many = Tables.sample(model, 5000, 9);
    double[][] few = Tables.sample(model, 300, 9);
    for (int i = 0; i < few.length; i++) {
      assertArrayEquals(many[i], few[i]);
    }
  }
}
