package dev.bijou.table.watch;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.bijou.table.text.JsonFields;
import java.util.ArrayList;
import java.util.List;

/// The columns that are not part of a model's density, and what is known of them.
///
/// @param columns in the order of the table that the model was learned from
public record Watched(List<WatchedColumn> columns) {
  /// No column.
  public static final Watched NOTHING = new Watched(List.of());

  private static final long ROWS_PER_STATISTIC = 100;

  /// Copies the list.
  public Watched {
    columns = List.copyOf(columns);
  }

  /// How many p-values a row has from these columns.
  public int statistics() {
    return columns.stream().mapToInt(WatchedColumn::statistics).sum();
  }

  /// Whether there are rows enough for a form that none of them has to be unusual beside all other statistics: a
  /// hundred for each.
  public boolean isTelling() {
    return columns.stream().allMatch(column -> column.rows() >= ROWS_PER_STATISTIC * statistics());
  }

  /// The JSON form: `{"columns": [{"name", "rows", "level", "forms": {form: rows}, "pooled", "counts_digits",
  /// "lengths", "key"}, …]}`.
  public JsonObject toJson() {
    JsonArray array = new JsonArray();
    columns.forEach(column -> array.add(column.toJson()));
    JsonObject json = new JsonObject();
    json.add("columns", array);
    return json;
  }

  /// The inverse of [#toJson()]; unknown members are ignored.
  ///
  /// Throws an [IllegalArgumentException] that says what is wrong if the JSON is something else.
  public static Watched fromJson(JsonObject json) {
    try {
      List<WatchedColumn> columns = new ArrayList<>();
      for (JsonElement column : JsonFields.array(json, "columns")) {
        columns.add(WatchedColumn.fromJson(JsonFields.object(column, "columns")));
      }
      return new Watched(columns);
    } catch (JsonParseException malformed) {
      throw new IllegalArgumentException(
          "the watched columns are malformed: " + malformed.getMessage(), malformed);
    }
  }
}
