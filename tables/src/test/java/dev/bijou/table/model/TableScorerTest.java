package dev.bijou.table.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.SmallTables;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableSource;
import dev.bijou.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TableScorerTest {
  @AutoClose private final Workers workers = new Workers(3);
  private final TableScorer scorer = new TableScorer(Models.conditional(), workers);

  private static TableSource rows(int rows) {
    return SmallTables.csv(
        "t,x,y", rows, i -> 5 + i % 7 / 10.0 + "," + (1.7e9 + i % 11 / 4.0) + "," + i % 13 / 9.0);
  }

  @Test
  void scoresEveryRowInOrderWhateverTheBlocksAndThreads() {
    float[] all = scorer.logDensities(rows(10_000), Missing.REFUSE);
    assertEquals(10_000, all.length);
    try (Workers one = new Workers(1)) {
      assertArrayEquals(
          all,
          new TableScorer(Models.conditional(), one).logDensities(rows(10_000), Missing.REFUSE));
    }
    int period = 7 * 11 * 13;
    for (int i = period; i < all.length; i++) {
      assertEquals(all[i - period], all[i]);
    }
    assertTrue(all[0] != all[1]);
  }

  @Test
  void passesBlocksOnAndSumsThemUp() {
    List<Long> numbers = new ArrayList<>();
    TableScorer.Summary summary =
        scorer.score(
            SmallTables.csv("y,x,t\n1,1.7e9,5\n1,,5\n0,1.7e9,5\n"),
            Missing.KEEP,
            (block, scores) -> {
              for (int row = 0; row < block.rows(); row++) {
                assertEquals(row == 1, Float.isNaN(scores.logDensity()[row]));
                numbers.add(block.number(row));
              }
            });
    assertEquals(List.of(1L, 2L, 3L), numbers);
    assertEquals(3, summary.rows());
    assertEquals(2, summary.scored());
    assertTrue(Double.isFinite(summary.meanLogDensity()));
  }

  @Test
  void whatGoesWrongInTheReaderArrivesHere() {
    StringBuilder text =
        new StringBuilder("t,x,y\n").append("5,1.7e9,1\n".repeat(20_000)).append("5,1.7e9,low\n");
    String message =
        assertThrows(
                TableException.class,
                () -> scorer.logDensities(SmallTables.csv(text.toString()), Missing.REFUSE))
            .getMessage();
    assertTrue(
        message.startsWith("t.csv, row 20001, column \"y\": \"low\" is not a number"), message);
  }

  @Test
  void whatGoesWrongInTheSinkEndsTheScoring() {
    assertThrows(
        IllegalStateException.class,
        () ->
            scorer.score(
                rows(50_000),
                Missing.REFUSE,
                (_, _) -> {
                  throw new IllegalStateException("enough");
                }));
  }
}
