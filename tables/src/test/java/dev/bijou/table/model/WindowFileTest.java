package dev.bijou.table.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of models of rows in time, of every released version, load and answer as they did.
class WindowFileTest {
  /// Between kernels and Java versions, of 1 + |number|.
  private static final double TOLERANCE = 2e-5;

  @TempDir private Path folder;
  @AutoClose private final Workers workers = new Workers(1);

  private static Path golden(String name) throws URISyntaxException {
    return Path.of(WindowFileTest.class.getResource("golden/0.1/" + name).toURI());
  }

  @Test
  void theAnswersAreThoseOfOld() throws IOException, URISyntaxException {
    TableModel model = TableModel.load(golden("window.bijou"));
    assertEquals(List.of("v", "unit", "time", "sensor"), model.schema().needed());
    requireTheAnswersOfOld(model);
  }

  @Test
  void writtenAgainItAnswersTheSame() throws IOException, URISyntaxException {
    TableModel model = TableModel.load(golden("window.bijou"));
    model.save(folder.resolve("again.bijou"));
    TableModel again = TableModel.load(folder.resolve("again.bijou"));
    assertEquals(model.schema(), again.schema());
    requireTheAnswersOfOld(again);
  }

  private void requireTheAnswersOfOld(TableModel model) throws IOException, URISyntaxException {
    List<String> expected = Files.readAllLines(golden("window-judged.csv"));
    List<String> found =
        GoldenWindow.judged(model, Files.readString(golden("window.csv")), workers)
            .lines()
            .toList();
    assertEquals(expected.size(), found.size());
    assertEquals(expected.getFirst(), found.getFirst());
    for (int line = 1; line < expected.size(); line++) {
      String[] old = expected.get(line).split(",", -1);
      String[] now = found.get(line).split(",", -1);
      assertEquals(old.length, now.length);
      for (int field = 0; field < old.length; field++) {
        boolean number = field > 3 && !old[field].isEmpty() && !old[field].matches("true|false");
        if (number) {
          double was = Double.parseDouble(old[field]);
          double is = Double.parseDouble(now[field]);
          assertTrue(Math.abs(was - is) <= TOLERANCE * (1 + Math.abs(was)), expected.get(line));
        } else {
          assertEquals(old[field], now[field], expected.get(line));
        }
      }
    }
  }
}
