package dev.bijou.table.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.bijou.table.text.JsonFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The calibration set: how unusual a model finds its held-out rows, with which other rows are compared.
///
/// @param source where the rows come from, in words
/// @param names of the sides, see [dev.bijou.novelty.side.RowSides]
/// @param sides how unusual each row is from each side, sides × rows; at least one of both
/// @param broken at index k, how many rows break more than k constants (have another cell there, see
///     [dev.bijou.table.schema.Kind.Constant]); empty if none does
public record Calibration(String source, List<String> names, float[][] sides, int[] broken) {
  /// Copies the names.
  ///
  /// @throws IllegalArgumentException if there are no rows, a side lacks some, or a number is not finite
  public Calibration {
    names = List.copyOf(names);
    if (names.isEmpty() || names.size() != sides.length || sides[0].length == 0) {
      throw new IllegalArgumentException("a calibration needs at least one row");
    }
    for (float[] side : sides) {
      if (side.length != sides[0].length) {
        throw new IllegalArgumentException(
            "the sides of the calibration set have different numbers of rows");
      }
      for (float value : side) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("a score of the calibration is " + value);
        }
      }
    }
  }

  /// Of rows that break no constant.
  public Calibration(String source, List<String> names, float[][] sides) {
    this(source, names, sides, new int[0]);
  }

  /// How many rows break at least so many constants.
  public int breaking(int constants) {
    return constants > broken.length ? 0 : broken[constants - 1];
  }

  /// The number of rows.
  public int rows() {
    return sides[0].length;
  }

  /// All sides of a row.
  public float[] row(int n) {
    float[] row = new float[sides.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = sides[i][n];
    }
    return row;
  }

  /// The JSON form: `{"source": …, "sides": {name: [a number for each row], …}, "broken": […]}`, the last only if there
  /// are some. Numbers are written so that they read back exactly.
  JsonObject toJson() {
    JsonObject all = new JsonObject();
    for (int i = 0; i < sides.length; i++) {
      JsonArray values = new JsonArray(rows());
      for (float value : sides[i]) {
        values.add(value);
      }
      all.add(names.get(i), values);
    }
    JsonObject json = new JsonObject();
    json.addProperty("source", source);
    json.add("sides", all);
    if (broken.length > 0) {
      JsonArray counts = new JsonArray();
      Arrays.stream(broken).forEach(counts::add);
      json.add("broken", counts);
    }
    return json;
  }

  /// The inverse of [#toJson()]; unknown members are ignored.
  ///
  /// Throws an [IllegalArgumentException] that says what is wrong if the JSON is no calibration.
  static Calibration fromJson(JsonObject json) {
    try {
      JsonObject all = JsonFields.object(json, "sides");
      List<String> names = new ArrayList<>(all.keySet());
      float[][] sides = new float[names.size()][];
      for (int i = 0; i < sides.length; i++) {
        JsonArray array = JsonFields.array(all, names.get(i));
        sides[i] = new float[array.size()];
        int row = 0;
        for (JsonElement element : array) {
          sides[i][row++] = JsonFields.single(element, names.get(i));
        }
      }
      int[] broken = new int[json.has("broken") ? JsonFields.array(json, "broken").size() : 0];
      for (int i = 0; i < broken.length; i++) {
        JsonElement count = JsonFields.array(json, "broken").get(i);
        broken[i] = (int) JsonFields.whole(count, "broken", 0, Integer.MAX_VALUE);
      }
      return new Calibration(JsonFields.text(json, "source"), names, sides, broken);
    } catch (JsonParseException malformed) {
      throw new IllegalArgumentException(
          "the calibration is malformed: " + malformed.getMessage(), malformed);
    }
  }
}
