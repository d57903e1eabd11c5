package dev.bijou.table.schema;

import static dev.bijou.table.SmallTables.OPTIONS;
import static dev.bijou.table.SmallTables.csv;
import static dev.bijou.table.SmallTables.load;
import static dev.bijou.table.SmallTables.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainingTableTest {
  private static final TrainingTable.Options DROP =
      new TrainingTable.Options(Missing.DROP, 1 << 28, 1);

  @Test
  void separatesTargetsFromGivenColumns() {
    TrainingTable table = load(csv("a,b,c\n1,2,3\n4,5,6\n"), "c", "a");
    assertEquals(List.of("b"), table.schema().targets().stream().map(Column::name).toList());
    assertEquals(List.of("c", "a"), table.schema().given().stream().map(Column::name).toList());
    assertEquals(5, table.targets().get(1, 0));
    assertEquals(6, table.given().get(1, 0));
    assertEquals(4, table.given().get(1, 1));
    assertEquals(5.0, table.schema().given().get(1).max() + 1);
    assertEquals(0, load(csv("a\n1\n")).given().columns());
  }

  @Test
  void refusesGivenColumnsThatCannotBe() {
    assertEquals(
        "t.csv has no column \"ddd\"; it has \"a\", \"bb\"",
        refusal(() -> load(csv("a,bb\n1,2\n"), "ddd")));
    assertEquals(
        "t.csv: column \"a\" is both given and excluded; choose one",
        refusal(() ->
            TrainingTable.load(
                csv("a,b\n1,2\n"), ColumnPlan.allBut(List.of("a")), List.of("a"), OPTIONS)));
    assertEquals(
        "t.csv: every column is given; leave at least one to model",
        refusal(() -> load(csv("a\n1\n"), "a")));
  }

  @Test
  void leavesOrdinaryColumnsAsTheyAre() {
    TrainingTable table = load(csv("a,b", 9000, i -> (i % 97) / 10.0 + "," + (1_000_000 + i)));
    assertEquals(0, table.schema().targets().get(0).offset());
    assertEquals(
        0, table.schema().targets().get(1).offset()); // whole numbers that a float holds exactly
    for (int row = 0; row < 9000; row++) {
      assertEquals((float) (row % 97 / 10.0), table.targets().get(row, 0));
      assertEquals(1_000_000f + row, table.targets().get(row, 1));
    }
  }

  @Test
  void keepsTheDigitsOfTimestamps() {
    TrainingTable table =
        load(
            csv(
                "t,missing_code",
                9000,
                i -> (1_700_000_000 + i) + ".25," + (i == 5 ? "1e30" : i % 10)));
    Column t = table.schema().targets().get(0);
    assertEquals(1.7e9 + 4500, t.offset(), 200);
    for (int row = 0; row < 9000; row++) {
      assertEquals(1.7e9 + row + 0.25, table.targets().get(row, 0) + t.offset());
    }
    // One absurd cell must not cost the others their digits.
    assertEquals(0, table.schema().targets().get(1).offset());
    assertEquals(7, table.targets().get(17, 1));
    assertEquals(1e30f, table.targets().get(5, 1));
  }

  @Test
  void keepsDigitsWhenTheTableBeginsWithOtherValues() {
    TrainingTable table =
        load(csv("t", 20_000, i -> i < 5000 ? "0" : Integer.toString(1_700_000_001 + i)));
    double offset = table.schema().targets().get(0).offset();
    for (int row = 5000; row < 20_000; row++) {
      double error = 1_700_000_001 + row - (table.targets().get(row, 0) + offset);
      assertTrue(Math.abs(error) <= 1, "row " + row + ": " + error);
    }
  }

  @Test
  void readsFurtherTablesWithTheSameOffsets() {
    TrainingTable table = load(csv("x,t", 100, i -> i + "," + (1_700_000_000.5 + i)), "x");
    TrainingTable more =
        TrainingTable.load(csv("t,other,x\n1700000003.5,a,1\n0,b,2\n"), table.schema(), OPTIONS);
    assertEquals(table.schema(), more.schema());
    assertEquals(table.targets().get(3, 0), more.targets().get(0, 0));
    assertEquals((float) -table.schema().targets().get(0).offset(), more.targets().get(1, 0));
    assertEquals(2, more.given().get(1, 0));
    assertEquals(
        "t.csv has no columns \"t\", \"x\"; it has \"other\"",
        refusal(() -> TrainingTable.load(csv("other\n1\n"), table.schema(), OPTIONS)));
  }

  @Test
  void doesNotLearnFromMissingCells() {
    assertThrows(
        IllegalArgumentException.class, () -> new TrainingTable.Options(Missing.KEEP, 1 << 28, 1));
  }

  @Test
  void countsDroppedRows() {
    TrainingTable table =
        TrainingTable.load(csv("a\n1\nNA\n3\n\n?\n"), ColumnPlan.all(), List.of(), DROP);
    assertEquals(2, table.rows());
    assertEquals(4, table.rowsRead());
    assertEquals(2, table.dropped());
    assertEquals(List.of("t.csv: left out 2 of 4 rows because a cell is missing"), messages(table));
    assertEquals(2, table.schema().targets().getFirst().count());
    assertEquals(List.of(), load(csv("a\n1\n")).notes());
  }

  @Test
  void keepsAUniformSampleOfWhatDoesNotFit() {
    int rows = 20_000;
    int kept = 2000;
    TrainingTable.Options small =
        new TrainingTable.Options(Missing.REFUSE, kept * TrainingTable.bytesPerRow(2), 7);
    TableSource source = csv("a,b", rows, i -> i + "," + -i);
    TrainingTable table = TrainingTable.load(source, ColumnPlan.all(), List.of(), small);
    assertEquals(kept, table.rows());
    assertEquals(rows, table.rowsRead());
    assertEquals(rows, table.schema().targets().getFirst().count());
    assertEquals(
        List.of(
            "t.csv: kept a uniform random sample of 2,000 of 20,000 rows, because all would take 468.8 KiB of memory"
                + " and 46.9 KiB may be used; allow more"),
        messages(table));
    Set<Float> seen = new HashSet<>();
    int[] perTenth = new int[10];
    for (int row = 0; row < kept; row++) {
      assertEquals(-table.targets().get(row, 0), table.targets().get(row, 1));
      assertTrue(seen.add(table.targets().get(row, 0)));
      perTenth[(int) table.targets().get(row, 0) / 2000]++;
    }
    for (int count : perTenth) {
      assertEquals(200, count, 60); // 4.5 standard deviations
    }
    TrainingTable again =
        TrainingTable.load(csv("a,b", rows, i -> i + "," + -i), ColumnPlan.all(), List.of(), small);
    assertEquals(table.targets().get(1999, 0), again.targets().get(1999, 0));
  }

  @Test
  void leavesColumnsOutWithoutCopying() {
    TrainingTable table =
        load(csv("a,b,c\n1,2,3\n4,5,6\n"), "c").without(List.of("a", "c", "unknown"));
    assertEquals(List.of("b"), table.schema().columns().stream().map(Column::name).toList());
    assertEquals(5, table.targets().get(1, 0));
    assertEquals(0, table.given().columns());
  }

  @Test
  void fingerprintDependsOnNamesRowsAndOrder() {
    String fingerprint = load(csv("a,b\n1,2\n3,4\n")).fingerprint();
    assertEquals(16, fingerprint.length());
    assertEquals(fingerprint, load(csv("a;b\n1.0;2\n3;4e0\n")).fingerprint());
    assertNotEquals(fingerprint, load(csv("a,c\n1,2\n3,4\n")).fingerprint());
    assertNotEquals(fingerprint, load(csv("a,b\n3,4\n1,2\n")).fingerprint());
    assertNotEquals(fingerprint, load(csv("a,b\n1,2\n3,4.0000001\n")).fingerprint());
  }

  private static List<String> messages(TrainingTable table) {
    return table.notes().stream().map(ReadingNote::message).toList();
  }
}
