package dev.bijou.table;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The JSON form of a column: `name`, `type`, what belongs to the kind, and statistics.
final class ColumnJson {
  static final String NAME = "name";
  static final String TYPE = "type";
  static final String GRID = "grid";
  static final String ATOMS = "atoms";
  static final String ONLY_ATOMS = "only_atoms";
  static final String LEVELS = "levels";
  static final String RARE = "rare";
  static final String PATTERN = "pattern";
  static final String VALUE = "value";
  static final String MISSING = "missing";
  static final String MIN = "min";
  static final String MAX = "max";
  static final String UNIT = "unit";

  private ColumnJson() {}

  static JsonObject write(Column column) {
    JsonObject json = new JsonObject();
    json.addProperty(NAME, column.name());
    json.addProperty(TYPE, column.kind().type());
    switch (column.kind()) {
      case Kind.Continuous(Kind.Atoms atoms) -> write(atoms, json);
      case Kind.Integral(double grid, Kind.Atoms atoms) -> {
        json.addProperty(GRID, grid);
        write(atoms, json);
      }
      case Kind.Categorical(List<Kind.Level> levels, List<Kind.Level> rare) -> {
        json.add(LEVELS, write(levels));
        json.add(RARE, write(rare));
      }
      case Kind.Binary(String no, String yes) -> {
        JsonArray names = new JsonArray();
        names.add(no);
        names.add(yes);
        json.add(LEVELS, names);
      }
      case Kind.DateTime(String pattern, double grid) -> {
        json.addProperty(PATTERN, pattern);
        json.addProperty(GRID, grid);
      }
      case Kind.Constant(String value) -> json.addProperty(VALUE, value);
      case Kind.Identifier _ -> {}
    }
    json.addProperty("count", column.count());
    json.addProperty(MISSING, column.missing());
    json.addProperty("distinct", column.distinct());
    if (column.kind().isNumeric()) {
      json.addProperty(MIN, column.min());
      json.addProperty(MAX, column.max());
      json.addProperty("mean", column.mean());
      json.addProperty("standard_deviation", column.standardDeviation());
      json.addProperty("offset", column.offset());
      if (column.unit() != 1) {
        json.addProperty(UNIT, column.unit());
      }
      json.addProperty("decimals", column.decimals());
    }
    return json;
  }

  private static void write(Kind.Atoms atoms, JsonObject json) {
    JsonArray values = new JsonArray();
    atoms.values().forEach(values::add);
    json.add(ATOMS, values);
    if (atoms.only()) {
      json.addProperty(ONLY_ATOMS, true);
    }
  }

  private static JsonObject write(List<Kind.Level> levels) {
    JsonObject json = new JsonObject();
    levels.forEach(level -> json.addProperty(level.name(), level.count()));
    return json;
  }

  /// A column as version 1 had it: continuous, without missing cells.
  static Column readFirstVersion(JsonObject json) {
    return new Column(
        json.get(NAME).getAsString(),
        json.get("offset").getAsDouble(),
        json.get("count").getAsLong(),
        json.get("mean").getAsDouble(),
        json.get("standard_deviation").getAsDouble(),
        json.get(MIN).getAsDouble(),
        json.get(MAX).getAsDouble(),
        json.get("distinct").getAsInt(),
        json.get("decimals").getAsInt());
  }

  static Column read(JsonObject json) {
    Kind kind = kind(json);
    boolean numeric = kind.isNumeric();
    return new Column(
        json.get(NAME).getAsString(),
        kind,
        numeric ? json.get("offset").getAsDouble() : 0,
        json.has(UNIT) ? json.get(UNIT).getAsDouble() : 1,
        json.get("count").getAsLong(),
        json.get(MISSING).getAsLong(),
        numeric ? json.get("mean").getAsDouble() : 0,
        numeric ? json.get("standard_deviation").getAsDouble() : 0,
        numeric ? json.get(MIN).getAsDouble() : 0,
        numeric ? json.get(MAX).getAsDouble() : kind.names().size(),
        json.get("distinct").getAsInt(),
        numeric ? json.get("decimals").getAsInt() : 0);
  }

  private static Kind kind(JsonObject json) {
    return switch (json.get(TYPE).getAsString()) {
      case "continuous" -> new Kind.Continuous(atoms(json));
      case "integer" -> new Kind.Integral(json.get(GRID).getAsDouble(), atoms(json));
      case "categorical" -> new Kind.Categorical(levels(json.get(LEVELS)), levels(json.get(RARE)));
      case "boolean" -> {
        List<Kind.Level> levels = levels(json.get(LEVELS));
        yield new Kind.Binary(levels.get(0).name(), levels.get(1).name());
      }
      case "date-time" ->
          new Kind.DateTime(json.get(PATTERN).getAsString(), json.get(GRID).getAsDouble());
      case "constant" -> new Kind.Constant(json.get(VALUE).getAsString());
      case "identifier" -> new Kind.Identifier();
      default -> throw new IllegalArgumentException("unknown type " + json.get(TYPE).getAsString());
    };
  }

  static Kind.Atoms atoms(JsonObject json) {
    List<Double> values = new ArrayList<>();
    for (JsonElement value : json.getAsJsonArray(ATOMS)) {
      values.add(value.getAsDouble());
    }
    return new Kind.Atoms(values, json.has(ONLY_ATOMS) && json.get(ONLY_ATOMS).getAsBoolean());
  }

  /// Levels with their counts, or as a mere list of names.
  static List<Kind.Level> levels(JsonElement json) {
    List<Kind.Level> levels = new ArrayList<>();
    if (json instanceof JsonArray names) {
      names.forEach(name -> levels.add(new Kind.Level(name.getAsString(), 0)));
    } else {
      for (Map.Entry<String, JsonElement> level : json.getAsJsonObject().entrySet()) {
        levels.add(new Kind.Level(level.getKey(), level.getValue().getAsLong()));
      }
    }
    return levels;
  }
}
