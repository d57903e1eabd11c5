package dev.bijou.table.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  @Test
  void jsonReadsBackExactly() {
    Provenance written = Models.provenance();
    Provenance read =
        Provenance.fromJson(JsonParser.parseString(written.toJson().toString()).getAsJsonObject());
    assertEquals(written.data(), read.data());
    assertEquals(written.options(), read.options());
    assertEquals(written.heldOut(), read.heldOut());
    assertEquals(written.findings(), read.findings());
    assertArrayEquals(
        written.quantiles().getFirst().values(), read.quantiles().getFirst().values());
    assertArrayEquals(
        written.members().getFirst().validation(), read.members().getFirst().validation());
    assertEquals(written.toJson(), read.toJson());
  }

  @Test
  void newerMembersAreIgnoredAndAbsentOnesRefused() {
    JsonObject json = Models.provenance().toJson();
    json.addProperty("weather", "fine");
    assertEquals(Models.provenance().toJson(), Provenance.fromJson(json).toJson());
    json.remove("findings");
    assertThrows(IllegalArgumentException.class, () -> Provenance.fromJson(json));
  }

  @Test
  void explainsOnlyAShortfall() {
    Provenance good = Models.provenance();
    assertEquals(1.25, good.heldOut().gain());
    assertEquals(List.of(), good.shortfall());
    JsonObject json = good.toJson();
    json.getAsJsonObject("held_out").addProperty("gaussian", -1.0);
    json.getAsJsonArray("members").get(0).getAsJsonObject().addProperty("ended", "BUDGET");
    assertEquals(
        List.of(
            "the time ran out before it had learned enough; give it a larger budget",
            good.findings().getFirst()),
        Provenance.fromJson(json).shortfall());
  }
}
