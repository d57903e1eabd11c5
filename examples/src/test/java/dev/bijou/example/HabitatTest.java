package dev.bijou.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.table.Tables;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.model.TableModel;
import dev.bijou.train.FitOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example runs as it stands, and learns something even in a few epochs.
final class HabitatTest {
  private static final Path TABLE = Path.of("habitat.csv"); // tests run in the module's folder

  @TempDir Path folder;

  @Test
  void fitsScoresAndSamples() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path file = folder.resolve("habitat.bijou");
    Habitat.run(TABLE, file, epochs(4), new PrintStream(out, true, StandardCharsets.UTF_8));

    TableModel model = Tables.load(file);
    assertTrue(
        model.provenance().heldOut().gain() > 0.3, () -> model.provenance().heldOut().toString());
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(6, lines.size(), () -> String.join("\n", lines));
    for (String sample : lines.subList(3, 6)) {
      assertEquals(4, sample.split(",").length, sample);
    }
    judgesAndDraws(file);
  }

  private static void judgesAndDraws(Path file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Novelties.run(file, stream);
    assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("p = "), out.toString());
    out.reset();
    DeerCounties.run(file, stream);
    List<String> counties = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(5, counties.size(), out.toString());
  }

  @Test
  void theTableIsWhatItsDescriptionSays() {
    TableModel model = Tables.fit(TABLE, epochs(1));
    assertEquals(List.of("bullfrog", "robin", "gartersnake", "deer"), model.order());
    assertEquals(2487, model.provenance().data().rowsRead());
    assertEquals(1, model.provenance().findings().size(), "two columns are rounded");
  }

  private static TableFitOptions epochs(int epochs) {
    return TableFitOptions.standard()
        .withFit(FitOptions.standard().withMembers(1).withEpochs(epochs));
  }
}
