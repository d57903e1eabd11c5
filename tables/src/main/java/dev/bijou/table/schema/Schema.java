package dev.bijou.table.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.bijou.table.io.CellReader;
import dev.bijou.table.io.ColumnPlan;
import dev.bijou.table.text.JsonFields;
import dev.bijou.table.text.Phrases;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The columns of a model: p(targets | given).
///
/// @param targets the columns whose density is modelled, in the order of the model's features; at least one
/// @param given the columns it is conditioned on, in the order of the model's context; may be empty
/// @param window which of the given columns come from the time and the rows before; empty if rows stand by themselves
/// @param relations which targets follow from others; none of those follows itself
public record Schema(
    List<Column> targets,
    List<Column> given,
    Optional<ColumnPlan.Window> window,
    List<Relation> relations) {
  /// Version of the JSON form.
  public static final int VERSION = 2;

  /// Version of the JSON form of a schema with a window, which older programs would not know of.
  public static final int WINDOW_VERSION = 3;

  private static final String WINDOW = "window";
  private static final String RELATIONS = "relations";

  /// The schema of rows that stand by themselves.
  public Schema(List<Column> targets, List<Column> given) {
    this(targets, given, Optional.empty(), List.of());
  }

  /// Copies the lists; refuses an empty list of targets, a name that appears twice, a past cell of a column that the schema
  /// does not have, or a relation of one.
  public Schema {
    targets = List.copyOf(targets);
    given = List.copyOf(given);
    relations = List.copyOf(relations);
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
    window.ifPresent(rows -> WindowJson.check(rows, seen));
    requireTargets(targets, relations);
  }

  private static void requireTargets(List<Column> targets, List<Relation> relations) {
    List<String> names = targets.stream().map(Column::name).toList();
    for (Relation relation : relations) {
      for (String name :
          Stream.concat(Stream.of(relation.column()), relation.of().stream()).toList()) {
        if (!names.contains(name)) {
          throw new IllegalArgumentException(
              "a relation has the column %s, which is not modelled".formatted(Phrases.quote(name)));
        }
      }
    }
  }

  /// The same schema with relations between its targets.
  public Schema related(List<Relation> found) {
    return new Schema(targets, given, window, found);
  }

  private static void checkNew(String name, Set<String> seen) {
    if (!seen.add(name)) {
      throw new IllegalArgumentException(
          "column " + Phrases.quote(name) + " appears twice in the schema");
    }
  }

  /// The targets, then the given columns.
  public List<Column> columns() {
    return Stream.concat(targets.stream(), given.stream()).toList();
  }

  /// The plan that reads these columns from any table that has them: the targets, then the given columns.
  public ColumnPlan plan() {
    List<Column> columns = columns();
    ColumnPlan plan = ColumnPlan.of(columns.stream().map(Column::name).toList());
    if (window.isPresent()) {
      return plan.withCells(this::reader).in(window.get());
    }
    if (columns.stream().allMatch(column -> column.reader() == CellReader.NUMBERS)) {
      return plan;
    }
    return plan.withCells(this::reader);
  }

  /// The reader of the cells of a column that a table has.
  ///
  /// Throws a [java.util.NoSuchElementException] if the schema does not need it.
  public CellReader reader(String name) {
    return columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .map(Column::reader)
        .or(() -> window.flatMap(rows -> WindowJson.dates(rows, given, name)))
        .orElseThrow();
  }

  /// The names of the columns that a table or a stream needs for this schema: those of the schema that are its own, what
  /// rows gain by the time comes from, and what tells series apart.
  public List<String> needed() {
    Set<String> names = new LinkedHashSet<>();
    for (Column column : columns()) {
      switch (window.flatMap(rows -> rows.find(column.name())).orElse(null)) {
        case ColumnPlan.Past _ -> {} // of a column that is there
        case ColumnPlan.Wave wave -> names.add(wave.of());
        case null -> names.add(column.name());
      }
    }
    window.flatMap(ColumnPlan.Window::by).ifPresent(names::add);
    return List.copyOf(names);
  }

  /// The schema without some columns, which need not exist.
  public Schema without(Collection<String> names) {
    return new Schema(
        targets.stream().filter(column -> !names.contains(column.name())).toList(),
        given.stream().filter(column -> !names.contains(column.name())).toList(),
        window.map(rows -> WindowJson.without(rows, names)),
        relations.stream()
            .filter(relation -> !names.contains(relation.column()))
            .filter(relation -> relation.of().stream().noneMatch(names::contains))
            .toList());
  }

  /// Whether all that is modelled is continuous, without atoms, and complete, constants apart, and all that is given is
  /// numeric and complete: then a row is the numbers themselves.
  public boolean isPlain() {
    return targets.stream().allMatch(column -> column.isPlain() || column.isAtom())
        && given.stream().allMatch(column -> column.kind().isNumeric() && column.missing() == 0);
  }

  /// The JSON form: `{"version": 2, "targets": [column, …], "given": [column, …]}`. A column has a `name`; a `type`:
  /// `continuous`, `integer`, `categorical`, `boolean`, `date-time`, `constant` or `identifier`; the components of its
  /// [Kind]: `grid`, `atoms`, `only_atoms`, `levels`, `rare`, `pattern`, `value`; and the components of [Column]:
  /// `count`, `missing`, `distinct`, and of numbers and dates `min`, `max`, `mean`, `standard_deviation`, `offset`,
  /// `unit` where it is not 1, and `decimals`. Numbers are written so that they read back exactly. A schema of rows in
  /// time has version 3 and `"window": {"rows": N, "by": column, "added": [{"of": column, "back": k} or {"of": column,
  /// "pattern": …, "cycle": …, "wave": "sine" or "cosine"}, …]}`. Where columns follow from others there are `"relations"`,
  /// see [RelationJson].
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("version", window.isPresent() ? WINDOW_VERSION : VERSION);
    json.add("targets", array(targets));
    json.add("given", array(given));
    window.ifPresent(rows -> json.add(WINDOW, WindowJson.write(rows)));
    if (!relations.isEmpty()) {
      JsonArray found = new JsonArray();
      relations.forEach(relation -> found.add(RelationJson.write(relation)));
      json.add(RELATIONS, found);
    }
    return json;
  }

  /// The inverse of [#toJson()], also for version 1, in which all columns are continuous; unknown members are ignored.
  ///
  /// Throws an [IllegalArgumentException] that says what is wrong if the JSON is not a schema of a known version.
  public static Schema fromJson(JsonObject json) {
    try {
      long version = JsonFields.whole(json, "version", Integer.MIN_VALUE, Integer.MAX_VALUE);
      if (version < 1 || version > WINDOW_VERSION) {
        throw new IllegalArgumentException(
            "the table schema has version %d, this program reads versions 1 to %d"
                .formatted(version, WINDOW_VERSION));
      }
      Function<JsonObject, Column> reader =
          version == 1 ? ColumnJson::readFirstVersion : ColumnJson::read;
      return new Schema(
          columns(json, "targets", reader),
          columns(json, "given", reader),
          json.has(WINDOW)
              ? Optional.of(WindowJson.read(JsonFields.object(json.get(WINDOW), WINDOW)))
              : Optional.empty(),
          json.has(RELATIONS)
              ? JsonFields.array(json, RELATIONS).asList().stream().map(RelationJson::read).toList()
              : List.of());
    } catch (JsonParseException malformed) {
      throw new IllegalArgumentException(
          "the table schema is malformed: " + malformed.getMessage(), malformed);
    }
  }

  private static JsonArray array(List<Column> columns) {
    JsonArray array = new JsonArray();
    columns.forEach(column -> array.add(ColumnJson.write(column)));
    return array;
  }

  private static List<Column> columns(
      JsonObject json, String name, Function<JsonObject, Column> reader) {
    List<Column> columns = new ArrayList<>();
    for (JsonElement element : JsonFields.array(json, name)) {
      columns.add(reader.apply(JsonFields.object(element, name)));
    }
    return columns;
  }
}
