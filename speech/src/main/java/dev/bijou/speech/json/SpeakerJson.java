package dev.bijou.speech.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.text.Inventory;
import dev.bijou.speech.text.Inventory.Spelling;
import dev.bijou.speech.training.TrainingProvenance;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the file of a speaker holds besides its flow, in three sections.
///
/// @param inventory what the numbers of symbols mean
/// @param spelling how sentences are written in them
/// @param mel the settings of spectrograms
/// @param provenance where the speaker comes from
public record SpeakerJson(
    Inventory inventory, Spelling spelling, MelSettings mel, TrainingProvenance provenance) {
  private static final String SPEAKER = "speaker";
  private static final String INVENTORY = "inventory";
  private static final String PROVENANCE = "provenance";
  private static final String SPELLING = "spelling"; // of the inventory; none is plain

  /// The sections by their names.
  public Map<String, String> sections() {
    JsonObject symbols = InventoryJson.write(inventory);
    if (spelling != Spelling.PLAIN) {
      symbols.addProperty(SPELLING, spelling.name());
    }
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put(SPEAKER, MelJson.write(mel).toString());
    sections.put(INVENTORY, symbols.toString());
    sections.put(PROVENANCE, ProvenanceJson.write(provenance).toString());
    return sections;
  }

  /// The inverse of [#sections].
  ///
  /// @throws IllegalArgumentException if a section is missing or malformed
  public static SpeakerJson read(Map<String, String> sections) {
    JsonObject symbols = section(sections, INVENTORY);
    return new SpeakerJson(
        InventoryJson.read(symbols),
        symbols.has(SPELLING) ? spelling(symbols.get(SPELLING)) : Spelling.PLAIN,
        MelJson.read(section(sections, SPEAKER)),
        ProvenanceJson.read(section(sections, PROVENANCE)));
  }

  private static Spelling spelling(JsonElement name) {
    for (Spelling spelling : Spelling.values()) {
      if (name.isJsonPrimitive() && name.getAsString().equals(spelling.name())) {
        return spelling;
      }
    }
    throw new IllegalArgumentException("the inventory has an unknown spelling: " + name);
  }

  private static JsonObject section(Map<String, String> sections, String name) {
    String json = sections.get(name);
    JsonElement parsed = json == null ? JsonNull.INSTANCE : JsonParser.parseString(json);
    if (parsed instanceof JsonObject section) {
      return section;
    }
    throw new IllegalArgumentException(
        "a model, but not a speaker: it has no section bijou.%s".formatted(name));
  }
}
