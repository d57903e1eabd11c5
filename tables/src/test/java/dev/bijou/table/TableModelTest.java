package dev.bijou.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.bijou.OutputException;
import dev.bijou.file.ModelFile;
import dev.bijou.file.ModelFileException;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableModelTest {
  @TempDir private Path folder;

  @Test
  void isLearnedSavedAndUsedInAFewLines() throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 100; i++) {
      double a = random.nextGaussian();
      text.append(Tables.line(a, a * a + 0.1 * random.nextGaussian())).append('\n');
    }
    Path table = Files.writeString(folder.resolve("t.csv"), text);
    Path file = folder.resolve("t.bijou");

    FitOptions options =
        FitOptions.standard().withFlow(FlowName.REAL_NVP).withMembers(2).withEpochs(2);
    TableModel model = TableModel.fit(table, options);
    model.save(file);
    TableModel loaded = TableModel.load(file);
    float[] logDensity = loaded.score(table);
    double[][] rows = loaded.sample(200, 42);

    assertEquals(100, logDensity.length);
    assertArrayEquals(model.score(table), logDensity);
    assertEquals(200, rows.length);
    assertEquals(2, rows[0].length);
    assertArrayEquals(rows[7], model.sample(8, 42)[7]);
    assertEquals(model.schema(), loaded.schema());
    assertEquals(model.order(), loaded.order());
    assertEquals(model.provenance().toJson(), loaded.provenance().toJson());
    assertEquals(2, loaded.provenance().members().size());
    assertEquals(model.version(), loaded.version());
  }

  @Test
  void offsetsDoNotChangeTheDensity() throws IOException {
    Path near = Files.writeString(folder.resolve("near.csv"), "x\n1700000000.5\n");
    float logDensity = Models.normal().score(near)[0];
    assertEquals(-0.5 * (0.25 + Math.log(2 * Math.PI)), logDensity, 1e-6);
    for (double[] row : Models.normal().sample(100, 1)) {
      assertEquals(1.7e9, row[0], 10);
    }
  }

  @Test
  void refusesAModelThatIsNotOfATable() {
    Path file = folder.resolve("m.bijou");
    ModelFile.write(file, Models.normal().distribution(), new JsonObject());
    String message =
        assertThrows(ModelFileException.class, () -> TableModel.load(file)).getMessage();
    assertEquals(file + ": a model, but not of a table: it has no section bijou.table", message);
    JsonObject sections = new JsonObject();
    sections.add("table", Models.conditional().schemaJson());
    sections.add("provenance", Models.provenance().toJson());
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
