package dev.bijou.table.fit;

import static dev.bijou.table.SmallTables.OPTIONS;
import static dev.bijou.table.SmallTables.load;
import static dev.bijou.table.SmallTables.range;
import static dev.bijou.table.SmallTables.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bijou.table.baseline.GaussianBaseline;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.TrainingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real tables, where they are at hand.
class SharedDataTest {
  private static TableSource source(String name) {
    for (Path root : List.of(Path.of("../shared/data"), Path.of("../../shared/data"))) {
      if (Files.exists(root.resolve(name))) {
        return TableSource.of(root.resolve(name));
      }
    }
    assumeTrue(false, "shared/data/" + name + " is not here");
    throw new AssertionError();
  }

  /// The measured Gaussian references of these splits.
  @ParameterizedTest
  @CsvSource({"wine-white,-3.119", "wine-red,-3.745", "banknote,-9.802", "phoneme,-5.756"})
  void gaussianBaselines(String name, double expected) {
    TrainingTable train = load(source("density/" + name + "/train.csv"));
    TrainingTable test =
        TrainingTable.load(source("density/" + name + "/test.csv"), train.schema(), OPTIONS);
    double actual =
        GaussianBaseline.fit(train, range(train.rows())).meanLogDensity(test, range(test.rows()));
    assertEquals(expected, actual, 0.0006);
  }

  @Test
  void conditionalGaussianBaseline() {
    TrainingTable train = load(source("density/two_moons/train.csv"), "x1", "x2");
    TrainingTable test =
        TrainingTable.load(source("density/two_moons/test.csv"), train.schema(), OPTIONS);
    double actual =
        GaussianBaseline.fit(train, range(train.rows())).meanLogDensity(test, range(test.rows()));
    assertEquals(0.388, actual, 0.0006);
  }

  @Test
  void readsAWholeWineTable() {
    TrainingTable wine = load(source("uci/winequality-red.csv"));
    assertEquals(1599, wine.rows());
    assertEquals(12, wine.schema().targets().size());
    List<Finding> findings = Diagnosis.of(wine);
    assertTrue(
        findings.stream().anyMatch(f -> f.message().contains("\"quality\" (6 whole numbers)")),
        findings.toString());
    assertTrue(
        findings.contains(new Finding.DuplicateRows(240, 240 / 1599.0)), findings.toString());
  }

  @Test
  void namesTheTextColumnsOfMixedTables() {
    TableSource diamonds = source("mixed/diamonds.csv.gz");
    assertTrue(
        refusal(() -> load(diamonds))
            .endsWith(
                "columns \"cut\", \"color\", \"clarity\": \"Ideal\", \"E\", \"SI2\" are not numbers;"
                    + " leave them out"));
    List<String> text = List.of("cut", "color", "clarity");
    TrainingTable table =
        TrainingTable.load(diamonds, ColumnPlan.allBut(text), List.of("price"), OPTIONS);
    assertEquals(53_940, table.rows());
    assertEquals(18_823, table.schema().given().getFirst().max());
  }

  @Test
  void dropsPenguinsThatWereNotMeasured() {
    TableSource penguins = source("mixed/penguins.csv");
    ColumnPlan plan = ColumnPlan.allBut(List.of("species", "island", "sex"));
    assertTrue(
        refusal(() -> TrainingTable.load(penguins, plan, List.of(), OPTIONS))
            .endsWith(
                "row 4, column \"bill_length_mm\": the cell is missing; fill it, or leave such rows out"));
    TrainingTable table =
        TrainingTable.load(
            penguins, plan, List.of(), new TrainingTable.Options(Missing.DROP, 1 << 28, 1));
    assertEquals(342, table.rows());
    assertEquals(2, table.dropped());
  }

  @Test
  void readsFieldsThatFollowASpace() {
    List<String> numbers =
        List.of("age", "fnlwgt", "education_num", "capital_gain", "capital_loss", "hours_per_week");
    TrainingTable adult =
        TrainingTable.load(
            source("mixed/adult-train.csv.gz"), ColumnPlan.of(numbers), List.of(), OPTIONS);
    assertEquals(32_561, adult.rows());
    assertEquals(99_999, adult.schema().targets().get(3).max());
  }
}
