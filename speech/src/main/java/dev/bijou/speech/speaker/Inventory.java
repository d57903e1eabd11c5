package dev.bijou.speech.speaker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The symbols that a speaker knows, in the order of their numbers: phones, pauses and marks.
///
/// @param language whose they are and which front end makes them, e.g. `en-US`
/// @param symbols their names, all different
public record Inventory(String language, List<String> symbols) {

  /// @throws IllegalArgumentException if there are no symbols, or two are the same
  public Inventory {
    symbols = List.copyOf(symbols);
    if (symbols.isEmpty() || new HashSet<>(symbols).size() != symbols.size()) {
      throw new IllegalArgumentException(
          "an inventory has at least one symbol, and none twice, got " + symbols);
    }
  }

  /// The JSON form, as model files hold it.
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("language", language);
    JsonArray names = new JsonArray();
    symbols.forEach(names::add);
    json.add("symbols", names);
    return json;
  }

  /// The inverse of [#toJson()]. Throws an [IllegalArgumentException] if the JSON is no inventory.
  static Inventory fromJson(JsonObject json) {
    if (json.get("language") instanceof JsonPrimitive language
        && json.get("symbols") instanceof JsonArray names) {
      List<String> symbols = new ArrayList<>();
      for (JsonElement name : names) {
        symbols.add(name instanceof JsonPrimitive text ? text.getAsString() : name.toString());
      }
      return new Inventory(language.getAsString(), symbols);
    }
    throw new IllegalArgumentException("the inventory is malformed: it has no language or symbols");
  }
}
