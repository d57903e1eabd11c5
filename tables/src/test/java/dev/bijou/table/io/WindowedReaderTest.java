package dev.bijou.table.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.SmallTables;
import dev.bijou.table.io.ColumnPlan.Cycle;
import dev.bijou.table.io.ColumnPlan.Past;
import dev.bijou.table.io.ColumnPlan.Wave;
import dev.bijou.table.io.ColumnPlan.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowedReaderTest {
  private static final String BY_KEY = "key,v\na,1\nb,10\na,2\na,3\nb,20\n,7\na,4\n";

  /// v with its two cells before.
  private static ColumnPlan plan(Optional<String> by) {
    Past last = new Past("v", 1);
    Past other = new Past("v", 2);
    return ColumnPlan.of(List.of("v", last.name(), other.name()))
        .in(new Window(3, by, List.of(last, other)));
  }

  private static RowBlock only(TableSource source, ColumnPlan plan, Missing missing) {
    try (TableReader reader = source.open(plan, missing)) {
      RowBlock block = reader.next();
      assertTrue(block != null && reader.next() == null);
      return block;
    }
  }

  private static List<List<Double>> rows(RowBlock block) {
    List<List<Double>> rows = new ArrayList<>();
    for (int row = 0; row < block.rows(); row++) {
      List<Double> cells = new ArrayList<>();
      for (double cell : block.cells(row)) {
        cells.add(cell);
      }
      rows.add(cells);
    }
    return rows;
  }

  @Test
  void rowsGainTheCellsBeforeThem() {
    assertEquals(
        List.of("v[-1]", "v[-2]"), List.of(new Past("v", 1).name(), new Past("v", 2).name()));
    RowBlock block =
        only(SmallTables.csv("v\n1\n2\n3\n4\n"), plan(Optional.empty()), Missing.REFUSE);
    double none = Double.NaN;
    assertEquals(
        List.of(
            List.of(1.0, none, none),
            List.of(2.0, none, none),
            List.of(3.0, 2.0, 1.0),
            List.of(4.0, 3.0, 2.0)),
        rows(block));
    assertEquals(2, block.withoutPast());
    assertFalse(block.hasPast(1));
    assertTrue(block.hasPast(2));
    RowBlock with = block.withPast();
    assertTrue(with != null);
    assertEquals(List.of(List.of(3.0, 2.0, 1.0), List.of(4.0, 3.0, 2.0)), rows(with));
    assertEquals(3, with.number(0));
    assertEquals(0, with.withoutPast());
  }

  @Test
  void seriesHavePastsOfTheirOwnAndAMissingKeyIsOneToo() {
    RowBlock block =
        only(SmallTables.csv(BY_KEY), plan(Optional.of("key")).withText(), Missing.REFUSE);
    assertEquals(List.of("a", "4"), block.text(6));
    assertEquals(List.of(3.0, 2.0, 1.0), rows(block).get(3));
    assertEquals(List.of(4.0, 3.0, 2.0), rows(block).get(6));
    assertEquals(5, block.withoutPast());
    assertFalse(only(SmallTables.csv(BY_KEY), plan(Optional.of("key")), Missing.REFUSE).hasText());
  }

  @Test
  void droppedRowLeavesAGap() {
    TableSource source = SmallTables.csv("v,w\n1,1\n2,1\n,1\n4,1\n5,1\n6,1\n");
    try (TableReader reader = source.open(plan(Optional.empty()), Missing.DROP)) {
      RowBlock block = reader.next();
      assertTrue(block != null);
      assertEquals(List.of(6.0, 5.0, 4.0), rows(block).getLast());
      assertEquals(3, block.rows()); // two without a past, and the last
      assertEquals(3, reader.dropped()); // the row, and the two after it
    }
  }

  @Test
  void missingCellIsRefusedOrKeptAsWithoutAWindow() {
    String text = "v\n1\n\n3\n?\n5\n6\n7\n";
    assertThrows(
        TableException.class,
        () -> only(SmallTables.csv(text), plan(Optional.empty()), Missing.REFUSE));
    RowBlock kept = only(SmallTables.csv(text), plan(Optional.empty()), Missing.KEEP);
    assertEquals(List.of(5.0, Double.NaN, 3.0), rows(kept).get(3));
  }

  @Test
  void timeIsAnAngleOfTheDayAndOfTheWeek() {
    Wave sine = new Wave("t", "yyyy-MM-dd HH:mm", Cycle.TIME_OF_DAY, false);
    Wave cosine = new Wave("t", "yyyy-MM-dd HH:mm", Cycle.DAY_OF_WEEK, true);
    assertEquals("t[time of day, sine]", sine.name());
    assertEquals("t[day of week, cosine]", cosine.name());
    assertEquals(1, sine.at(86_400 * 20_000.25), 1e-6);
    assertEquals(cosine.at(0), cosine.at(7 * 86_400 * 2000.0), 1e-6);
  }

  @Test
  void absentKeyIsOneClearLine() {
    TableException absent =
        assertThrows(
            TableException.class,
            () -> SmallTables.csv(BY_KEY).open(plan(Optional.of("keys")), Missing.REFUSE));
    assertEquals(
        "t.csv has no column \"keys\"; did you mean \"key\"? It has \"key\", \"v\"",
        absent.getMessage());
  }

  @Test
  void windowIsOfTwoRowsAtLeast() {
    assertThrows(IllegalArgumentException.class, () -> new Window(1, Optional.empty(), List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new Window(1001, Optional.empty(), List.of()));
  }
}
