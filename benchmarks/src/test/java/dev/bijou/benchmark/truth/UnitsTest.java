package dev.bijou.benchmark.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The truth is counted as the fitted schema counts.
final class UnitsTest {
  private static final int ROWS = 5_000;
  private static final int MANY_COLUMNS = 100;

  @TempDir Path folder;

  private static Column column(String name, Kind kind, long missing) {
    return new Column(name, kind, 0, 100, missing, 0, 1, 0, 10, 11, 0);
  }

  private static Units units(KnownTruth truth, Column... columns) {
    return new Units(truth, new Schema(List.of(columns), List.of()));
  }

  private static Kind.Level level(String name) {
    return new Kind.Level(name, 10);
  }

  @Test
  void aValueOnAGridCountsWithTheDensityOfItsCell() {
    KnownTruth truth =
        KnownTruth.of(
            "t", 10, TrueColumn.number("x", new Discrete.Rounded(new Smooth.Normal(0, 1), 10)));
    double[] row = {0.3};
    Kind tenths = new Kind.Integral(0.1, Kind.Atoms.NONE);
    assertEquals(
        truth.logDensity(row) - Math.log(0.1),
        units(truth, column("x", tenths, 0)).logDensity(row),
        1e-12);
    Kind atom = new Kind.Integral(0.1, new Kind.Atoms(List.of(0.3), false));
    assertEquals(truth.logDensity(row), units(truth, column("x", atom, 0)).logDensity(row), 1e-12);
  }

  @Test
  void aMissingCellCountsWithItsProbability() {
    KnownTruth truth =
        KnownTruth.of("t", 10, TrueColumn.number("x", Law.missing(0.2, new Discrete.Poisson(3))));
    Kind halves = new Kind.Integral(0.5, Kind.Atoms.NONE);
    Units units = units(truth, column("x", halves, 5));
    assertEquals(Math.log(0.2), units.logDensity(new double[] {Double.NaN}), 1e-12);
    assertEquals(Math.log(0.8 * Math.exp(-3) / 0.5), units.logDensity(new double[] {0}), 1e-12);
  }

  @Test
  void aDateCountsInSeconds() {
    KnownTruth truth =
        KnownTruth.of(
            "t", 10, new TrueColumn("d", new Form.Days(), Given.always(new Discrete.Evenly(1, 4))));
    Kind dates = new Kind.DateTime("yyyy-MM-dd", 86_400);
    assertEquals(
        Math.log(0.25 / 86_400),
        units(truth, column("d", dates, 0)).logDensity(new double[] {2}),
        1e-12);
  }

  /// What stands beside the names that are kept is one, and its numbers are mixed.
  @Test
  void namesThatAreNotKeptAreSummedOver() {
    KnownTruth truth =
        KnownTruth.of(
            "t",
            10,
            TrueColumn.names("n", 0.5, 0.3, 0.2),
            TrueColumn.number("x", row -> new Smooth.Normal(row[0], 1)));
    Kind names = new Kind.Categorical(List.of(level("n1")), List.of(level("n3")));
    Units units =
        units(truth, column("n", names, 0), column("x", new Kind.Continuous(Kind.Atoms.NONE), 0));
    double kept = Math.log(0.5) + new Smooth.Normal(0, 1).logDensity(0.7);
    assertEquals(kept, units.logDensity(new double[] {0, 0.7}), 1e-12);
    double other =
        Math.log(
            0.3 * Math.exp(new Smooth.Normal(1, 1).logDensity(0.7))
                + 0.2 * Math.exp(new Smooth.Normal(2, 1).logDensity(0.7)));
    assertEquals(other, units.logDensity(new double[] {1, 0.7}), 1e-12);
    assertEquals(other, units.logDensity(new double[] {2, 0.7}), 1e-12);
  }

  @Test
  void valuesBesideAtomsAloneAreSummedOver() {
    KnownTruth truth = KnownTruth.of("t", 10, TrueColumn.number("k", new Discrete.Poisson(1)));
    Kind atoms = new Kind.Integral(1, new Kind.Atoms(List.of(0.0, 1.0, 2.0), true));
    Units units = units(truth, column("k", atoms, 0));
    assertEquals(-1, units.logDensity(new double[] {1}), 1e-12);
    assertEquals(Math.log(1 - 2.5 * Math.exp(-1)), units.logDensity(new double[] {4}), 1e-12);
  }

  @Test
  void saysWhatCannotBeCompared() {
    KnownTruth truth =
        KnownTruth.of(
            "t",
            10,
            TrueColumn.number("always", new Discrete.Point(7)),
            TrueColumn.number("k", new Discrete.Poisson(1)),
            TrueColumn.number("x", new Smooth.Normal(0, 1)));
    double[][] rows = {{7, 1, 0.5}};
    Kind continuous = new Kind.Continuous(Kind.Atoms.NONE);
    Kind grid = new Kind.Integral(1, Kind.Atoms.NONE);
    assertTrue(
        units(truth, column("k", grid, 0), column("x", continuous, 0)).problems(rows).isEmpty());
    assertEquals(
        List.of(
            "column k lies on a grid or often on one value, which the fit did not find",
            "column x was taken for numbers on a grid"),
        units(truth, column("k", continuous, 0), column("x", grid, 0)).problems(rows));
    assertEquals(
        List.of("column x was left out"), units(truth, column("k", grid, 0)).problems(rows));
  }

  static List<KnownTruth> all() {
    return Catalogue.ALL.stream()
        .filter(truth -> truth.columns().size() < MANY_COLUMNS)
        .map(truth -> truth.withRows(Math.min(ROWS, truth.rows())))
        .toList();
  }

  /// Where the schema of a table has units for its truth, no row of the truth is impossible in them; and a schema without
  /// them is a finding of the bench, not a mistake in it.
  @ParameterizedTest
  @MethodSource("all")
  void eachTableIsUnderstood(KnownTruth truth) {
    Path table = folder.resolve("table.csv");
    double[][] fresh = truth.draw(1_000, new SplittableRandom(5));
    try (Workers workers = new Workers(1)) {
      truth.write(table, truth.table(new SplittableRandom(4)), workers);
    }
    TableFit fit = TableFit.read(TableSource.of(table), TableFitOptions.standard());
    Units units = new Units(truth, fit.schema());
    assumeTrue(units.problems(fresh).isEmpty(), () -> units.problems(fresh).toString());
    for (double[] row : fresh) {
      assertTrue(Double.isFinite(units.logDensity(row)));
    }
  }
}
