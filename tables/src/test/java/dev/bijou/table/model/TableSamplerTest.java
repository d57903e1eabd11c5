package dev.bijou.table.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.SmallTables;
import dev.bijou.table.Tables;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableWriter;
import dev.bijou.tensor.Workers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSamplerTest {
  @AutoClose private final Workers workers = new Workers(2);
  private final TableSampler sampler = new TableSampler(Models.conditional(), 3, workers);

  @Test
  void writesGivenColumnsInTheirPlaceAndTextAsTheyStand() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sampler.write(
        2,
        SmallTables.csv("z,t\nq,5.10\nr,+6\n"),
        header -> TableWriter.toStream("out", out, header));
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals("x,t,y", lines.getFirst());
    assertEquals(
        List.of("5.10", "5.10", "+6", "+6"),
        lines.stream().skip(1).map(line -> line.split(",")[1]).toList());
    double[][] rows = sampler.rows(new double[][] {{5.1}, {5.1}, {6}, {6}});
    for (int i = 0; i < rows.length; i++) {
      String[] cells = lines.get(i + 1).split(",");
      assertEquals(rows[i][0], Float.parseFloat(cells[2]));
      assertEquals(rows[i][1], Double.parseDouble(cells[0]), 1e-6); // y comes first in the schema
    }
  }

  @Test
  void rowsDependOnSeedAndPlaceOnly() {
    TableSampler normal = new TableSampler(Models.normal(), 3, workers);
    double[][] many = normal.rows(9_000);
    assertArrayEquals(normal.rows(1)[0], many[0]);
    assertArrayEquals(normal.rows(4_500)[4_499], many[4_499]);
    try (Workers one = new Workers(1)) {
      assertArrayEquals(many, new TableSampler(Models.normal(), 3, one).rows(9_000));
    }
    assertEquals(9_000, Arrays.stream(many).mapToDouble(row -> row[0]).distinct().count(), 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MAX_VALUE})
  void countsThatCannotBeDrawnAreRefused(int count) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Tables.sample(Models.normal(), count, 1))
            .getMessage();
    assertTrue(
        message.matches(
            "count is %d, but must lie in 0 … \\d+, as many rows as memory can hold; write more to a file"
                .formatted(count)),
        message);
  }

  @Test
  void asksForWhatTheModelNeeds() {
    assertThrows(IllegalStateException.class, () -> sampler.rows(1));
    assertThrows(IllegalArgumentException.class, () -> sampler.rows(new double[][] {{1, 2}}));
    assertThrows(TableException.class, () -> sampler.write(1, _ -> null));
    assertThrows(
        TableException.class,
        () ->
            new TableSampler(Models.normal(), 3, workers)
                .write(1, SmallTables.csv("t\n1\n"), _ -> null));
  }
}
