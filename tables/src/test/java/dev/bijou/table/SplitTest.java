package dev.bijou.table;

import static dev.bijou.table.Tables.csv;
import static dev.bijou.table.Tables.load;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
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
