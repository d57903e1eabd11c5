package dev.bijou.table;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Arrays;

/// What a model thinks of rows that it did not learn from: the yardstick for how unusual another row is.
///
/// @param source where the rows come from, in words
/// @param logDensity of each of them, in nats, ascending; at least one
public record Calibration(String source, float[] logDensity) {
  /// The most rows that are remembered; more are represented by evenly spaced ones.
  public static final int MOST_ROWS = 100_000;

  /// Sorts a copy.
  ///
  /// @throws IllegalArgumentException if there are no rows, or a log-density is not finite
  public Calibration {
    if (logDensity.length == 0) {
      throw new IllegalArgumentException("a calibration needs at least one row");
    }
    for (float value : logDensity) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a log-density of the calibration is " + value);
      }
    }
    logDensity = logDensity.clone();
    Arrays.sort(logDensity);
  }

  /// A calibration by rows in the order of a table, of which at most [#MOST_ROWS] are kept.
  public static Calibration of(String source, float[] logDensity) {
    int kept = Math.min(logDensity.length, MOST_ROWS);
    float[] some = new float[kept];
    for (int i = 0; i < kept; i++) {
      some[i] = logDensity[(int) ((long) i * logDensity.length / kept)];
    }
    return new Calibration(source, some);
  }

  /// The number of rows.
  public int rows() {
    return logDensity.length;
  }

  /// The JSON form: `{"source": …, "log_density": […]}`. Numbers are written so that they read back exactly.
  JsonObject toJson() {
    JsonArray values = new JsonArray(logDensity.length);
    for (float value : logDensity) {
      values.add(value);
    }
    JsonObject json = new JsonObject();
    json.addProperty("source", source);
    json.add("log_density", values);
    return json;
  }

  /// The inverse of [#toJson()]; unknown members are ignored.
  ///
  /// Throws an [IllegalArgumentException] that says what is wrong if the JSON is no calibration.
  static Calibration fromJson(JsonObject json) {
    try {
      JsonArray array = json.getAsJsonArray("log_density");
      float[] values = new float[array.size()];
      int i = 0;
      for (JsonElement element : array) {
        values[i++] = element.getAsFloat();
      }
      return new Calibration(json.get("source").getAsString(), values);
    } catch (NullPointerException
        | ClassCastException
        | UnsupportedOperationException
        | IllegalStateException
        | NumberFormatException
        | JsonParseException malformed) {
      throw new IllegalArgumentException(
          "the calibration is malformed: " + malformed.getMessage(), malformed);
    }
  }
}
