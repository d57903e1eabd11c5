package dev.bijou.novelty.repair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.conditional.cell.ColumnGrid;
import dev.bijou.distribution.DiagonalNormal;
import dev.bijou.novelty.repair.Judge.Judged;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.model.Provenance;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Searches where the judge is made up: a row is usual if some number, its novelty, is less than 1.
class RepairSearchTest {
  private static final double LEVEL = 0.1;

  private final List<double[]> asked = new ArrayList<>();

  private static Column column(String name, Kind kind, double min, double max, int decimals) {
    return new Column(
        name, kind, 0, 1000, 0, (min + max) / 2, (max - min) / 4, min, max, 500, decimals);
  }

  private static Column number(String name, double min, double max, int decimals) {
    return column(name, new Kind.Continuous(Kind.Atoms.NONE), min, max, decimals);
  }

  private RepairSearch search(ToDoubleFunction<double[]> novelty, Column... columns) {
    List<Column> targets = List.of(columns);
    List<Provenance.Quantiles> quantiles =
        targets.stream()
            .map(column ->
                new Provenance.Quantiles(
                    column.name(),
                    IntStream.rangeClosed(0, 100)
                        .mapToDouble(
                            p -> (float) (column.min() + (column.max() - column.min()) * p / 100))
                        .toArray()))
            .toList();
    Schema schema = new Schema(targets, List.of());
    int features = RowEncoder.of(schema).features();
    TableModel model =
        new TableModel(
            new DiagonalNormal.Spec(features).build(1),
            schema,
            targets.stream().map(Column::name).toList(),
            new Provenance(
                new Provenance.Data("t.csv", "ab".repeat(32), "0", 1000, 0, 1000, List.of()),
                Map.of("seed", "0"),
                new Provenance.HeldOut(200, "the rest of t.csv", -3, -3),
                1,
                "2026-01-01T00:00:00Z",
                "scalar Java",
                List.of(),
                quantiles,
                List.of()),
            "0.1");
    Judge judge =
        rows ->
            rows.stream()
                .map(row -> {
                  asked.add(row);
                  double value = novelty.applyAsDouble(row);
                  return new Judged(
                      value < 1 ? 0.5 : 0.01 / value, (float) value, (float) (-10 * value));
                })
                .toList();
    return new RepairSearch(
        model,
        IntStream.range(0, targets.size())
            .mapToObj(c -> ColumnGrid.of(targets.get(c), quantiles.get(c)))
            .toList(),
        judge,
        judge);
  }

  private static Found.Cell single(RepairSearch search, double... row) {
    List<Found.Cell> cells = search.find(row, LEVEL).orElseThrow().cells();
    assertEquals(1, cells.size());
    return cells.getFirst();
  }

  @Test
  void boundsAreWhereTheRowTurnsUnusual() {
    RepairSearch search =
        search(
            row -> Math.abs(row[0] - 4) / 1.5 + Math.abs(row[1]) / 100,
            number("x", 0, 10, 2),
            number("y", -1, 1, 3));
    Found.Cell cell = single(search, 9, 0);
    assertEquals(0, cell.column());
    assertEquals(4, cell.to(), 0.3);
    assertEquals(2.5, cell.low(), 0.1);
    assertEquals(5.5, cell.high(), 0.1);
    assertTrue(cell.low() > 2.5 && cell.high() < 5.5);
  }

  @Test
  void proposalsHaveTheDecimalsOfTheColumn() {
    Found.Cell cell =
        single(search(row -> Math.abs(row[0] - 4.4321) / 0.05, number("x", 0, 10, 2)), 9);
    assertEquals(4.43, cell.to(), 0.05);
    for (double value : new double[] {cell.to(), cell.low(), cell.high()}) {
      assertEquals(Math.rint(value * 100) / 100, value);
    }
  }

  @Test
  void integersStayIntegersAndInRange() {
    Column count = column("n", new Kind.Integral(1, Kind.Atoms.NONE), 0, 900, 0);
    // The best of all would be 1000.
    Found.Cell cell = single(search(row -> Math.abs(row[0] - 1000) / 200, count), 100);
    assertEquals(Math.rint(cell.to()), cell.to());
    assertEquals(900, cell.high());
    assertEquals(Math.rint(cell.low()), cell.low());
    assertTrue(cell.to() <= 900 && cell.low() > 800 && cell.low() < 820);
    asked.forEach(row -> assertEquals(Math.rint(row[0]), row[0], 0.5));
  }

  @Test
  void judgesNoRowTwice() {
    RepairSearch search =
        search(
            row -> Math.abs(row[0] - 4) / 1.5 + Math.abs(row[1]) / 100,
            number("x", 0, 10, 2),
            number("y", -1, 1, 3));
    single(search, 9, 0);
    assertEquals(asked.size(), asked.stream().map(Arrays::toString).distinct().count());
  }

  @Test
  void datesAreDates() {
    double day = 86_400;
    double first = 20_000 * day;
    Column date =
        column("day", new Kind.DateTime("yyyy-MM-dd", day), first, first + 1000 * day, -1);
    Found.Cell cell =
        single(
            search(row -> Math.abs(row[0] - first - 400 * day) / (50 * day), date),
            first + 999 * day);
    for (double value : new double[] {cell.to(), cell.low(), cell.high()}) {
      assertEquals(Math.rint(value / day) * day, value);
      assertTrue(Math.abs(value - first - 400 * day) < 50 * day);
    }
  }

  @Test
  void namesAreThoseThatWillDo() {
    Kind kind =
        new Kind.Categorical(
            List.of(
                new Kind.Level("red", 500),
                new Kind.Level("green", 300),
                new Kind.Level("blue", 200)),
            List.of(new Kind.Level("mauve", 1)));
    Column color = new Column("color", kind, 0, 1000, 0, 1, 1, 0, 3, 4, 0);
    // Blue is better than green, red and unseen names will not do.
    RepairSearch search = search(row -> row[0] == 2 ? 0.2 : row[0] == 1 ? 0.6 : 5, color);
    Found.Cell cell = single(search, 4);
    assertEquals(2, cell.to());
    assertEquals(List.of(2.0, 1.0), cell.names());
    assertTrue(Double.isNaN(cell.low()));
    assertEquals(2, single(search, 0).to());
  }

  @Test
  void aMissingCellIsReplacedAndIsTheLastToBeProposed() {
    Column some =
        new Column("x", new Kind.Continuous(Kind.Atoms.NONE), 0, 900, 100, 5, 2.5, 0, 10, 500, 1);
    Found.Cell present =
        single(
            search(row -> Double.isNaN(row[0]) ? 3 : Math.abs(row[0] - 5) / 2, some), Double.NaN);
    assertEquals(5, present.to(), 0.5);
    RepairSearch either =
        search(row -> Double.isNaN(row[0]) ? 0.1 : Math.abs(row[0] - 5) / 2, some);
    assertEquals(5, single(either, 9).to(), 0.5);
    Found.Cell missing = single(search(row -> Double.isNaN(row[0]) ? 0.1 : 3, some), 9);
    assertTrue(Double.isNaN(missing.to()) && Double.isNaN(missing.low()));
  }

  @Test
  void aCellThatNeedNotChangeIsNotBlamed() {
    // Either of x and y makes the row usual.
    RepairSearch search =
        search(
            row -> Math.min(Math.abs(row[0]), Math.abs(row[1])) + Math.abs(row[2]) / 100,
            number("x", -3, 3, 2),
            number("y", -3, 3, 2),
            number("z", -3, 3, 2));
    assertEquals(1, search.find(new double[] {2.5, 2.5, 1}, LEVEL).orElseThrow().cells().size());
  }

  @Test
  void pairsAreFoundWhereNoSingleCellSuffices() {
    RepairSearch search =
        search(
            row -> Math.abs(row[0]) + Math.abs(row[1] - row[2]) + Math.abs(row[2]) / 10,
            number("x", -3, 3, 2),
            number("y", -3, 3, 2),
            number("z", -3, 3, 2));
    Found found = search.find(new double[] {2, 2, 0}, LEVEL).orElseThrow();
    assertEquals(0.5, found.pValue());
    int[] columns = found.cells().stream().mapToInt(Found.Cell::column).sorted().toArray();
    assertTrue(
        Arrays.equals(new int[] {0, 1}, columns) || Arrays.equals(new int[] {0, 2}, columns));
    assertEquals(1, found.cells().stream().mapToDouble(Found.Cell::share).sum(), 1e-12);
  }

  @Test
  void nothingIsFoundWhereNothingIsUsual() {
    assertTrue(
        search(_ -> 2, number("x", 0, 1, 2), number("y", 0, 1, 2))
            .find(new double[] {0, 0}, LEVEL)
            .isEmpty());
  }

  @Test
  void sharesAreShapleyValues() {
    // log p rises by 1 with x alone, by 0 with y alone, by 4 with both: (1 + 4) / 2 and (0 + 3) /
    // 2.
    Judge judge =
        rows ->
            rows.stream()
                .map(row -> new Judged(Math.exp(row[0] == 1 ? row[1] == 1 ? -1 : -4 : -5), 0, 0))
                .toList();
    assertArrayEquals(
        new double[] {2.5 / 4, 1.5 / 4},
        Shares.of(new double[] {0, 0}, new double[] {1, 1}, new int[] {0, 1}, judge),
        1e-12);
  }
}
