package dev.bijou.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.table.model.TableModel;
import dev.bijou.tensor.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void fit() {
    Cli cli = new Cli(folder);
    cli.write("t.csv", Cli.table(120, 1));
    cli.fit("t.csv", "m.bijou", "--given", "a").ok();
  }

  @Test
  void showsWhatTheModelIsAndWhereItComesFrom() {
    String text = new Cli(folder).run("inspect", "{}/m.bijou").ok().out();
    TableModel model = TableModel.load(folder.resolve("m.bijou"));
    assertTrue(
        text.contains("from t.csv (SHA-256 " + model.provenance().data().sha256().substring(0, 12)),
        text);
    assertTrue(
        text.contains("parameters  %,d\n".formatted(model.distribution().parameterCount())), text);
    assertTrue(text.contains(Workers.kernels()), text);
    assertTrue(text.contains("\na       given "), text);
    assertTrue(text.contains("\nb       modelled "), text);
    assertTrue(text.contains("coupling"), text);
  }

  @Test
  void jsonHoldsTheSame() throws IOException {
    JsonObject json =
        JsonParser.parseString(new Cli(folder).run("inspect", "{}/m.bijou", "--json").ok().out())
            .getAsJsonObject();
    TableModel model = TableModel.load(folder.resolve("m.bijou"));
    assertEquals(Files.size(folder.resolve("m.bijou")), json.get("bytes").getAsLong());
    assertEquals(1, json.get("format").getAsInt());
    assertEquals(model.distribution().parameterCount(), json.get("parameters").getAsLong());
    assertEquals(
        model.provenance().heldOut().logDensity(),
        json.getAsJsonObject("held_out").get("log_density").getAsDouble());
    assertEquals(
        "t.csv",
        json.getAsJsonObject("provenance").getAsJsonObject("data").get("file").getAsString());
    assertEquals(2, json.getAsJsonObject("schema").getAsJsonArray("targets").size());
    assertTrue(json.getAsJsonObject("architecture").has("type"));
  }
}
