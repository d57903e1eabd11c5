package dev.bijou.table.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.bijou.table.text.JsonFields;
import dev.bijou.table.text.Phrases;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  private static final int MOST_DECIMALS = 6;
  private static final long MOST_ROWS = 1L << 53; // so that no sum over the levels overflows

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
    return named(json, () -> read(json, new Kind.Continuous(Kind.Atoms.NONE), 0));
  }

  static Column read(JsonObject json) {
    return named(
        json, () -> read(json, kind(json), JsonFields.whole(json, MISSING, 0, Long.MAX_VALUE)));
  }

  /// A column whose message says which it is, should it be wrong.
  private static Column named(JsonObject json, Supplier<Column> column) {
    String name = JsonFields.text(json, NAME);
    try {
      return column.get();
    } catch (IllegalArgumentException | JsonParseException wrong) {
      throw new JsonParseException(
          "column %s: %s".formatted(Phrases.quote(name), wrong.getMessage()), wrong);
    }
  }

  private static Column read(JsonObject json, Kind kind, long missing) {
    boolean numeric = kind.isNumeric();
    Column column =
        new Column(
            JsonFields.text(json, NAME),
            kind,
            numeric ? JsonFields.number(json, "offset") : 0,
            json.has(UNIT) ? JsonFields.number(json, UNIT) : 1,
            JsonFields.whole(json, "count", 0, Long.MAX_VALUE),
            missing,
            numeric ? JsonFields.number(json, "mean") : 0,
            numeric ? JsonFields.number(json, "standard_deviation") : 0,
            numeric ? JsonFields.number(json, MIN) : 0,
            numeric ? JsonFields.number(json, MAX) : kind.names().size(),
            (int) JsonFields.whole(json, "distinct", 0, Integer.MAX_VALUE),
            numeric ? (int) JsonFields.whole(json, "decimals", -1, MOST_DECIMALS) : 0);
    requireSound(column);
    return column;
  }

  private static void requireSound(Column column) {
    if (column.min() > column.max()) {
      throw new IllegalArgumentException(
          "\"min\" is %s, which is more than \"max\", %s".formatted(column.min(), column.max()));
    }
    if (!(column.unit() > 0)) {
      throw new IllegalArgumentException(
          "\"unit\" is %s, but must be positive".formatted(column.unit()));
    }
    if (column.standardDeviation() < 0) {
      throw new IllegalArgumentException(
          "\"standard_deviation\" is %s, but must not be negative"
              .formatted(column.standardDeviation()));
    }
    if (column.kind() instanceof Kind.DateTime) {
      try {
        column.text(column.min());
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "\"pattern\" cannot write a point in time: " + e.getMessage(), e);
      }
    }
  }

  private static Kind kind(JsonObject json) {
    String type = JsonFields.text(json, TYPE);
    return switch (type) {
      case "continuous" -> new Kind.Continuous(atoms(json));
      case "integer" -> new Kind.Integral(JsonFields.number(json, GRID), atoms(json));
      case "categorical" -> new Kind.Categorical(levels(json.get(LEVELS)), levels(json.get(RARE)));
      case "boolean" -> {
        List<Kind.Level> levels = levels(json.get(LEVELS));
        if (levels.size() != 2) {
          throw new IllegalArgumentException(
              "\"levels\" are %d, but must be two: no and yes".formatted(levels.size()));
        }
        yield new Kind.Binary(levels.get(0).name(), levels.get(1).name());
      }
      case "date-time" ->
          new Kind.DateTime(JsonFields.text(json, PATTERN), JsonFields.number(json, GRID));
      case "constant" -> new Kind.Constant(JsonFields.text(json, VALUE));
      case "identifier" -> new Kind.Identifier();
      default -> throw new IllegalArgumentException("unknown type " + Phrases.quote(type));
    };
  }

  static Kind.Atoms atoms(JsonObject json) {
    List<Double> values = new ArrayList<>();
    for (JsonElement value : JsonFields.array(json, ATOMS)) {
      values.add(JsonFields.number(value, ATOMS));
    }
    return new Kind.Atoms(values, json.has(ONLY_ATOMS) && JsonFields.bool(json, ONLY_ATOMS));
  }

  /// Levels with their counts, or as a mere list of names.
  static List<Kind.Level> levels(@Nullable JsonElement json) {
    List<Kind.Level> levels = new ArrayList<>();
    if (json instanceof JsonArray names) {
      names.forEach(name -> levels.add(new Kind.Level(JsonFields.text(name, LEVELS), 0)));
    } else {
      for (Map.Entry<String, JsonElement> level : JsonFields.object(json, LEVELS).entrySet()) {
        levels.add(
            new Kind.Level(
                level.getKey(), JsonFields.whole(level.getValue(), level.getKey(), 0, MOST_ROWS)));
      }
    }
    return levels;
  }
}
