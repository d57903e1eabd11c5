package dev.bijou.speech.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.bijou.speech.json.ProvenanceJson;
import org.junit.jupiter.api.Test;

class TrainingProvenanceTest {

  @Test
  void whatIsNotThereIsNamed() {
    JsonObject json = new JsonObject();
    assertEquals("the provenance is malformed: it has no data", refusal(json));
    json.add("data", JsonNull.INSTANCE);
    assertEquals("the provenance is malformed: it has no data", refusal(json));
    json.add("data", new JsonObject());
    assertEquals("the provenance is malformed: it has no model", refusal(json));
  }

  @Test
  void aMemberOfAnotherKindIsRefusedInOneLine() {
    JsonObject json = new JsonObject();
    for (String member :
        new String[] {
          "data", "model", "options", "held_out", "ended", "trained_at", "kernels", "curve"
        }) {
      json.add(member, new JsonArray());
    }
    assertEquals(1, refusal(json).lines().count());
  }

  private static String refusal(JsonObject json) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> ProvenanceJson.read(json)).getMessage());
  }
}
