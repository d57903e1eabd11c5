package dev.bijou.speech.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.bijou.speech.text.Inventory;
import java.util.ArrayList;
import java.util.List;

/// An inventory as model files hold it: `{"language": …, "symbols": […]}`.
public final class InventoryJson {
  private InventoryJson() {}

  /// The JSON form.
  public static JsonObject write(Inventory inventory) {
    JsonObject json = new JsonObject();
    json.addProperty("language", inventory.language());
    JsonArray names = new JsonArray();
    inventory.symbols().forEach(names::add);
    json.add("symbols", names);
    return json;
  }

  /// The inverse of [#write].
  ///
  /// @throws IllegalArgumentException if the JSON is no inventory
  public static Inventory read(JsonObject json) {
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
