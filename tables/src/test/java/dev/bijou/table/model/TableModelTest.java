package dev.bijou.table.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bijou.ModelFileException;
import dev.bijou.OutputException;
import dev.bijou.file.ModelFile;
import dev.bijou.table.Tables;
import dev.bijou.table.watch.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableModelTest {
  @TempDir private Path folder;

  @Test
  void offsetsDoNotChangeTheDensity() throws IOException {
    Path near = Files.writeString(folder.resolve("near.csv"), "x\n1700000000.5\n");
    float logDensity = Tables.score(Models.normal(), near)[0];
    assertEquals(-0.5 * (0.25 + Math.log(2 * Math.PI)), logDensity, 1e-6);
    for (double[] row : Tables.sample(Models.normal(), 100, 1)) {
      assertEquals(1.7e9, row[0], 10);
    }
  }

  /// The file is of a commit before constants and further columns were watched.
  @Test
  void filesFromBeforeThereWereWatchesLoad() throws Exception {
    Path file =
        Path.of(TableModelTest.class.getResource("golden/0.1/without-watches.bijou").toURI());
    TableModel model = TableModel.load(file);
    assertEquals(Watched.NOTHING, model.watched());
    assertEquals(0, model.calibration().orElseThrow().breaking(1));
    assertEquals(Models.normal().schema(), model.schema());
    model.save(folder.resolve("again.bijou"));
    assertEquals(model.schema(), TableModel.load(folder.resolve("again.bijou")).schema());
  }

  @Test
  void refusesAModelThatIsNotOfATable() {
    Path file = folder.resolve("m.bijou");
    ModelFile.write(file, Models.normal().distribution());
    String message =
        assertThrows(ModelFileException.class, () -> TableModel.load(file)).getMessage();
    assertEquals(file + ": a model, but not of a table: it has no section bijou.table", message);
    Map<String, String> sections =
        Map.of(
            "table", Models.conditional().schemaJson().toString(),
            "provenance", Models.provenance().toJson().toString());
    ModelFile.write(file, Models.normal().distribution(), sections);
    String mismatch =
        assertThrows(ModelFileException.class, () -> TableModel.load(file)).getMessage();
    assertTrue(
        mismatch.startsWith(file + ": the distribution has 1 features and 0 context features"),
        mismatch);
  }

  @Test
  void saysThatItCannotBeSaved() {
    Path file = folder.resolve("no/m.bijou");
    String message =
        assertThrows(OutputException.class, () -> Models.normal().save(file)).getMessage();
    assertEquals("cannot write " + file + ": there is no folder " + file.getParent(), message);
  }
}
