package dev.bijou.table;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The columns of a model: p(targets | given).
///
/// @param targets the columns whose density is modelled, in the order of the model's features; at least one
/// @param given the columns it is conditioned on, in the order of the model's context; may be empty
public record Schema(List<Column> targets, List<Column> given) {
  /// Version of the JSON form.
  public static final int VERSION = 1;

  /// Copies the lists; refuses an empty list of targets or a name that stands twice.
  public Schema {
    targets = List.copyOf(targets);
    given = List.copyOf(given);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a schema needs at least one column to model");
    }
    Set<String> seen = new HashSet<>();
    for (Column column : targets) {
      checkNew(column.name(), seen);
    }
    for (Column column : given) {
      checkNew(column.name(), seen);
    }
  }

  private static void checkNew(String name, Set<String> seen) {
    if (!seen.add(name)) {
      throw new IllegalArgumentException(
          "column " + Phrases.quote(name) + " stands twice in the schema");
    }
  }

  /// The targets, then the given columns.
  public List<Column> columns() {
    return Stream.concat(targets.stream(), given.stream()).toList();
  }

  /// The plan that reads these columns from any table that has them: the targets, then the given columns.
  public ColumnPlan plan() {
    return ColumnPlan.of(columns().stream().map(Column::name).toList());
  }

  /// The schema without some columns, which need not exist.
  public Schema without(Collection<String> names) {
    return new Schema(
        targets.stream().filter(column -> !names.contains(column.name())).toList(),
        given.stream().filter(column -> !names.contains(column.name())).toList());
  }

  /// The JSON form: `{"version": 1, "targets": [column, …], "given": [column, …]}`, where a column is `{"name",
  /// "offset", "count", "mean", "standard_deviation", "min", "max", "distinct", "decimals"}` with the meaning of the
  /// components of [Column]. Numbers are written so that they read back exactly.
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.add("targets", array(targets));
    json.add("given", array(given));
    return json;
  }

  /// The inverse of [#toJson()]; unknown members are ignored.
  ///
  /// Throws an [IllegalArgumentException] that says what is wrong if the JSON is not a schema of a known version.
  public static Schema fromJson(JsonObject json) {
    try {
      int version = json.get("version").getAsInt();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "the table schema has version %d, this program reads version %d"
                .formatted(version, VERSION));
      }
      return new Schema(
          columns(json.getAsJsonArray("targets")), columns(json.getAsJsonArray("given")));
    } catch (NullPointerException
        | ClassCastException
        | UnsupportedOperationException
        | IllegalStateException
        | NumberFormatException
        | JsonParseException malformed) {
      throw new IllegalArgumentException(
          "the table schema is malformed: " + malformed.getMessage(), malformed);
    }
  }

  private static JsonArray array(List<Column> columns) {
    JsonArray array = new JsonArray();
    columns.forEach(column -> array.add(column.toJson()));
    return array;
  }

  private static List<Column> columns(JsonArray array) {
    List<Column> columns = new ArrayList<>();
    for (JsonElement element : array) {
      columns.add(Column.fromJson(element.getAsJsonObject()));
    }
    return columns;
  }
}
