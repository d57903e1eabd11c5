package dev.bijou.table.fit;

import static dev.bijou.table.SmallTables.csv;
import static dev.bijou.table.SmallTables.load;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.SmallTables;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.schema.SchemaInference;
import dev.bijou.table.schema.TrainingTable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final IntFunction<String> ROW = i -> i + "," + (1e9 + 7.1 * i);

  private static Set<Float> values(TrainingTable table, int[] rows) {
    return IntStream.of(rows)
        .mapToObj(row -> table.targets().get(row, 0))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void dividesAllRowsInTheProportionAsked() {
    TrainingTable table = load(csv("a,b", 1000, ROW));
    Split split = Split.of(table, 0.1, 1);
    assertEquals(100, split.validation().length);
    assertEquals(900, split.training().length);
    Set<Float> all = values(table, split.training());
    all.addAll(values(table, split.validation()));
    assertEquals(1000, all.size());
    // Not simply the first or the last rows.
    assertEquals(500, IntStream.of(split.validation()).average().orElseThrow(), 120);
  }

  @Test
  void holdsEveryRowOutOnceInParts() {
    TrainingTable table = load(csv("a,b", 1003, ROW));
    List<Split> parts = Split.parts(table, 10, 1);
    assertEquals(10, parts.size());
    Set<Float> held = new TreeSet<>();
    for (Split part : parts) {
      assertEquals(100, part.validation().length, 1);
      assertEquals(1003, part.training().length + part.validation().length);
      Set<Float> all = values(table, part.training());
      all.addAll(values(table, part.validation()));
      assertEquals(1003, all.size());
      held.addAll(values(table, part.validation()));
    }
    assertEquals(1003, held.size());
  }

  @Test
  void partsKeepCopiesTogether() {
    TrainingTable table = load(csv("a,b", 1000, i -> ROW.apply(i / 2)));
    for (Split part : Split.parts(table, 10, 1)) {
      Set<Float> both = values(table, part.training());
      both.retainAll(values(table, part.validation()));
      assertEquals(Set.of(), both);
    }
    TrainingTable few = load(csv("a,b", 40, i -> ROW.apply(i / 10)));
    assertTrue(Split.parts(few, 10, 1).size() <= 4);
  }

  @Test
  void doesNotDependOnTheOrderOfRows() {
    TrainingTable table = load(csv("a,b", 1000, ROW));
    TrainingTable reversed = load(csv("a,b", 1000, i -> ROW.apply(999 - i)));
    assertEquals(
        values(table, Split.of(table, 0.25, 3).validation()),
        values(reversed, Split.of(reversed, 0.25, 3).validation()));
  }

  @Test
  void dependsOnTheSeed() {
    TrainingTable table = load(csv("a,b", 1000, ROW));
    assertEquals(
        values(table, Split.of(table, 0.1, 3).validation()),
        values(table, Split.of(table, 0.1, 3).validation()));
    assertNotEquals(
        values(table, Split.of(table, 0.1, 3).validation()),
        values(table, Split.of(table, 0.1, 4).validation()));
  }

  @Test
  void keepsCopiesTogether() {
    TrainingTable table = load(csv("a,b", 3000, i -> ROW.apply(i % 300)));
    for (int seed = 0; seed < 20; seed++) {
      Split split = Split.of(table, 0.1, seed);
      Set<Float> shared = values(table, split.training());
      shared.retainAll(values(table, split.validation()));
      assertTrue(shared.isEmpty());
      assertEquals(300, split.validation().length);
    }
  }

  private static TrainingTable inferred(String header, int rows, IntFunction<String> row) {
    Schema schema =
        SchemaInference.of(csv(header, rows, row), ColumnPlan.all(), List.of(), Missing.KEEP, 1)
            .schema();
    return TrainingTable.load(csv(header, rows, row), schema, SmallTables.OPTIONS);
  }

  private static double share(TrainingTable table, int[] rows, Predicate<float[]> kind) {
    float[] cells = new float[table.targets().columns()];
    return IntStream.of(rows)
            .filter(row -> {
              table.targets().row(row, cells, 0);
              return kind.test(cells);
            })
            .count()
        / (double) rows.length;
  }

  /// Two names and a count in 4,000 rows make a hundred kinds of row: each is divided like the table.
  @Test
  void dividesKindsOfRowsInProportion() {
    SplittableRandom random = new SplittableRandom(1);
    String[] rows = new String[4000];
    Arrays.setAll(
        rows,
        _ ->
            "%s,%s,%d"
                .formatted(
                    random.nextDouble() < 0.3 ? "green" : "red",
                    random.nextDouble() < 0.6 ? "S" : "M",
                    random.nextInt(4) + random.nextInt(4)));
    TrainingTable table = inferred("colour,size,count", 4000, i -> rows[i]);
    Predicate<float[]> kind = cells -> cells[0] == 1 && cells[1] == 0;
    double all = share(table, SmallTables.range(4000), kind);
    for (int seed = 0; seed < 20; seed++) {
      Split split = Split.of(table, 0.1, seed);
      assertEquals(400, split.validation().length);
      double error = Math.sqrt(all * (1 - all) / 400);
      assertEquals(all, share(table, split.validation(), kind), 4 * error, "seed " + seed);
    }
  }

  /// Rows whose continuous cell is missing have few different cells left; the others are all different.
  @Test
  void dividesRowsWithoutTheirContinuousCellInProportion() {
    SplittableRandom random = new SplittableRandom(2);
    String[] rows = new String[4000];
    Arrays.setAll(
        rows,
        _ ->
            "%s,%s"
                .formatted(
                    random.nextInt(3) == 0 ? "a" : "b",
                    random.nextInt(5) == 0 ? "" : random.nextDouble()));
    TrainingTable table = inferred("name,x", 4000, i -> rows[i]);
    double all = share(table, SmallTables.range(4000), cells -> Float.isNaN(cells[1]));
    for (int seed = 0; seed < 20; seed++) {
      double held = share(table, Split.of(table, 0.1, seed).validation(), c -> Float.isNaN(c[1]));
      assertEquals(all, held, 4 * Math.sqrt(all * (1 - all) / 400), "seed " + seed);
    }
  }

  /// Eight rounded measurements agree in all cells only where a record appears twice: rows that differ in one are rare.
  @Test
  void keepsCopiesOfRoundedRecordsTogether() {
    SplittableRandom random = new SplittableRandom(3);
    String[] records = new String[1500];
    Arrays.setAll(
        records,
        _ ->
            IntStream.range(0, 8)
                .mapToObj(_ -> Integer.toString(random.nextInt(20)))
                .collect(Collectors.joining(",")));
    TrainingTable table =
        inferred("a,b,c,d,e,f,g,h", 2000, i -> records[i < 1500 ? i : 2 * (i - 1500)]);
    for (int seed = 0; seed < 20; seed++) {
      Split split = Split.of(table, 0.1, seed);
      Set<Long> shared = hashes(table, split.training());
      shared.retainAll(hashes(table, split.validation()));
      assertTrue(shared.isEmpty(), "seed " + seed);
    }
  }

  private static Set<Long> hashes(TrainingTable table, int[] rows) {
    return IntStream.of(rows).mapToObj(table::hash).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void leavesNeitherSideEmptyIfItCan() {
    TrainingTable two = load(csv("a\n1\n2\n"));
    for (double fraction : new double[] {0.001, 0.5, 0.999}) {
      Split split = Split.of(two, fraction, 1);
      assertEquals(1, split.training().length);
      assertEquals(1, split.validation().length);
    }
    TrainingTable twoKinds = load(csv("a", 100, i -> i < 99 ? "1" : "2"));
    for (int seed = 0; seed < 10; seed++) {
      Split split = Split.of(twoKinds, 0.5, seed);
      assertTrue(split.training().length > 0 && split.validation().length > 0);
    }
    Split copies = Split.of(load(csv("a", 100, _ -> "1")), 0.5, 1);
    assertEquals(100, copies.training().length);
    assertEquals(1, Split.of(load(csv("a\n1\n")), 0.5, 1).training().length);
  }

  @Test
  void refusesFractionsThatAreNone() {
    TrainingTable table = load(csv("a\n1\n2\n"));
    for (double fraction : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> Split.of(table, fraction, 1));
    }
  }
}
