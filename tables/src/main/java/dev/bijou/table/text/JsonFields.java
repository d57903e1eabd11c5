package dev.bijou.table.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/// Members of JSON objects that come from a file: each is present, of its type and in its range, or a
/// [JsonParseException] names it. Gson itself would take `[7]` for a number, cut 1e308 to fit an int, and read true
/// from any text.
public final class JsonFields {
  private static final int LONGEST = 40;

  private JsonFields() {}

  public static String text(JsonObject json, String name) {
    return text(json.get(name), name);
  }

  public static String text(@Nullable JsonElement value, String name) {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw wrong(name, value, "a text");
  }

  /// A number that a table may hold: at most [NumberParser#LIMIT] in magnitude.
  public static double number(JsonObject json, String name) {
    return number(json.get(name), name);
  }

  public static double number(@Nullable JsonElement value, String name) {
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      double number = Double.parseDouble(primitive.getAsString());
      if (Math.abs(number) <= NumberParser.LIMIT) {
        return number;
      }
    }
    throw wrong(name, value, "a number of at most 1e38 in magnitude");
  }

  /// A number that is finite as a float.
  public static float single(@Nullable JsonElement value, String name) {
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      float number = Float.parseFloat(primitive.getAsString());
      if (Float.isFinite(number)) {
        return number;
      }
    }
    throw wrong(name, value, "a number that fits a float");
  }

  public static long whole(JsonObject json, String name, long least, long most) {
    return whole(json.get(name), name, least, most);
  }

  public static long whole(@Nullable JsonElement value, String name, long least, long most) {
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      try {
        long number = Long.parseLong(primitive.getAsString());
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException _) {
        // as if it were out of range
      }
    }
    throw wrong(name, value, "a whole number in %d … %d".formatted(least, most));
  }

  public static boolean bool(JsonObject json, String name) {
    if (json.get(name) instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw wrong(name, json.get(name), "true or false");
  }

  public static JsonArray array(JsonObject json, String name) {
    return array(json.get(name), name);
  }

  public static JsonArray array(@Nullable JsonElement value, String name) {
    if (value instanceof JsonArray array) {
      return array;
    }
    throw wrong(name, value, "a list");
  }

  public static JsonObject object(JsonObject json, String name) {
    return object(json.get(name), name);
  }

  public static JsonObject object(@Nullable JsonElement value, String name) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw wrong(name, value, "an object");
  }

  private static JsonParseException wrong(
      String name, @Nullable JsonElement value, String expected) {
    if (value == null) {
      return new JsonParseException("\"%s\" is missing".formatted(name));
    }
    String text = value.toString();
    return new JsonParseException(
        "\"%s\" is %s, but must be %s"
            .formatted(
                name, text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text, expected));
  }
}
