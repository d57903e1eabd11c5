package dev.bijou.table.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.bijou.ModelFileException;
import dev.bijou.distribution.Categorical;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.Ensemble;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.distribution.ScaledContext;
import dev.bijou.file.ModelFile;
import dev.bijou.file.ModelFile.Content;
import dev.bijou.flow.Mixed;
import dev.bijou.flow.Values;
import dev.bijou.table.encoding.PlainRows;
import dev.bijou.table.encoding.RowEncoder;
import dev.bijou.table.io.TableException;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Relation;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.JsonFields;
import dev.bijou.table.text.Phrases;
import dev.bijou.table.watch.Watched;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The density of a table's columns: a distribution, and what its features mean.
///
/// [dev.bijou.table.Tables] has the most frequent tasks; [TableScorer] and [TableSampler] work on tables of any length.
///
/// @param distribution the density of the target columns less their offsets, given the given columns less theirs, as
///     [RowEncoder] writes them; so it is a density in the units of the table, times a probability where columns are
///     categories or cells may be missing
/// @param schema the columns
/// @param order the names of all columns of the schema in the order of the table that the model was learned from
/// @param provenance where the model comes from
/// @param calibration how unusual the model finds held-out rows; empty for a model of a version that did not keep it
/// @param watched what is known of keys and free text, which the distribution does not have; nothing for a model of a
///     version that did not keep it
/// @param version the version of Bijou that learned it
public record TableModel(
    Distribution distribution,
    Schema schema,
    List<String> order,
    Provenance provenance,
    Optional<Calibration> calibration,
    Watched watched,
    String version) {
  private static final String TABLE = "table";
  private static final String ORDER = "order";
  private static final String PROVENANCE = "provenance";
  private static final String CALIBRATION = "calibration";
  private static final String WATCHED = "watched";

  /// Copies the list; refuses a distribution or an order that does not fit the schema.
  public TableModel {
    order = List.copyOf(order);
    RowEncoder encoder = RowEncoder.of(schema);
    if (distribution.features() != encoder.features()
        || distribution.contextFeatures() != encoder.contextFeatures()) {
      throw new IllegalArgumentException(
          "the distribution has %d features and %d context features, but the schema %d and %d"
              .formatted(
                  distribution.features(),
                  distribution.contextFeatures(),
                  encoder.features(),
                  encoder.contextFeatures()));
    }
    Set<String> names = new HashSet<>(names(schema.columns()));
    if (order.size() != names.size() || !names.equals(new HashSet<>(order))) {
      throw new IllegalArgumentException(
          "the order names %s, but the schema has %s"
              .formatted(Phrases.quoted(order), Phrases.quoted(List.copyOf(names))));
    }
  }

  /// A model without a calibration.
  public TableModel(
      Distribution distribution,
      Schema schema,
      List<String> order,
      Provenance provenance,
      String version) {
    this(distribution, schema, order, provenance, Optional.empty(), version);
  }

  /// A model that knows nothing of further columns.
  public TableModel(
      Distribution distribution,
      Schema schema,
      List<String> order,
      Provenance provenance,
      Optional<Calibration> calibration,
      String version) {
    this(distribution, schema, order, provenance, calibration, Watched.NOTHING, version);
  }

  /// The same model with another calibration.
  public TableModel withCalibration(Calibration other) {
    return new TableModel(
        distribution, schema, order, provenance, Optional.of(other), watched, version);
  }

  /// The same model that knows of further columns.
  public TableModel withWatched(Watched other) {
    return new TableModel(distribution, schema, order, provenance, calibration, other, version);
  }

  /// The same model with no calibration.
  public TableModel withoutCalibration() {
    return new TableModel(
        distribution, schema, order, provenance, Optional.empty(), watched, version);
  }

  /// The same model whose columns are known to follow from each other.
  public TableModel related(List<Relation> found) {
    return new TableModel(
        distribution, schema.related(found), order, provenance, calibration, watched, version);
  }

  /// Reads a model.
  ///
  /// Throws a [ModelFileException] if the file cannot be read, is damaged, or holds a model that is not one of a table.
  public static TableModel load(Path file) {
    return of(ModelFile.read(file), file);
  }

  /// The model of a file.
  static TableModel of(Content<Distribution> model, Path file) {
    try {
      JsonObject table = section(model, TABLE);
      Schema schema = Schema.fromJson(table);
      TableModel loaded =
          new TableModel(
              model.model(),
              schema,
              order(table),
              Provenance.fromJson(section(model, PROVENANCE)),
              model.sections().containsKey(CALIBRATION)
                  ? Optional.of(
                      Calibration.fromJson(
                          section(model, CALIBRATION),
                          members(model.model()),
                          schema.targets().size()))
                  : Optional.empty(),
              model.sections().containsKey(WATCHED)
                  ? Watched.fromJson(section(model, WATCHED))
                  : Watched.NOTHING,
              model.version());
      loaded.requireLayout(model.model().spec());
      loaded.requireQuantiles();
      return loaded;
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(file + ": " + e.getMessage(), e);
    }
  }

  private static int members(Distribution distribution) {
    return distribution instanceof Ensemble ensemble ? ensemble.members().size() : 1;
  }

  /// Refuses a schema that does not fit the layout of the distribution: its codes would mean nothing.
  private void requireLayout(DistributionSpec spec) {
    MixedLayout layout = RowEncoder.of(schema).layout();
    boolean fits =
        switch (spec) {
          case Ensemble.Spec ensemble -> {
            ensemble.members().forEach(this::requireLayout);
            yield true;
          }
          case ScaledContext.Spec scaled -> {
            requireLayout(scaled.of());
            yield true;
          }
          case Mixed.Spec mixed -> mixed.values().layout().withoutKnots().equals(layout);
          case Values.Spec values -> values.layout().withoutKnots().equals(layout);
          case Categorical.Spec codes -> codes.cardinalities().equals(layout.cardinalities());
          default -> RowEncoder.of(schema) instanceof PlainRows;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "the distribution does not fit the kinds of columns in the schema");
    }
  }

  private void requireQuantiles() {
    List<String> names = names(schema.columns());
    List<String> known = provenance.quantiles().stream().map(Provenance.Quantiles::column).toList();
    if (!known.equals(names)) {
      throw new IllegalArgumentException(
          "the provenance has quantiles of %s, but the schema has %s"
              .formatted(Phrases.quoted(known), Phrases.quoted(names)));
    }
    for (Provenance.Quantiles column : provenance.quantiles()) {
      if (column.values().length != Provenance.Quantiles.COUNT) {
        throw new IllegalArgumentException(
            "the provenance has %d quantiles of column %s, but must have %d"
                .formatted(
                    column.values().length,
                    Phrases.quote(column.column()),
                    Provenance.Quantiles.COUNT));
      }
    }
  }

  private static JsonObject section(Content<Distribution> model, String name) {
    String json = model.sections().get(name);
    if (json != null && JsonParser.parseString(json) instanceof JsonObject section) {
      return section;
    }
    throw new IllegalArgumentException(
        "a model, but not of a table: it has no section bijou." + name);
  }

  private static List<String> order(JsonObject table) {
    if (!(table.get(ORDER) instanceof JsonArray names)) {
      throw new IllegalArgumentException(
          "the table schema is malformed: it has no order of the columns");
    }
    List<String> order = new ArrayList<>();
    try {
      names.forEach(name -> order.add(JsonFields.text(name, ORDER)));
    } catch (JsonParseException malformed) {
      throw new IllegalArgumentException(
          "the table schema is malformed: " + malformed.getMessage(), malformed);
    }
    return order;
  }

  /// Writes the model to a file, which appears whole or not at all.
  ///
  /// Throws an [dev.bijou.OutputException] if it cannot be written.
  public void save(Path file) {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put(TABLE, schemaJson().toString());
    sections.put(PROVENANCE, provenance.toJson().toString());
    calibration.ifPresent(held -> sections.put(CALIBRATION, held.toJson().toString()));
    if (!watched.columns().isEmpty()) {
      sections.put(WATCHED, watched.toJson().toString());
    }
    ModelFile.write(file, distribution, sections);
  }

  /// The schema as the model file has it: [Schema#toJson()] with the `order` of the columns.
  public JsonObject schemaJson() {
    JsonObject table = schema.toJson();
    JsonArray names = new JsonArray();
    order.forEach(names::add);
    table.add(ORDER, names);
    return table;
  }

  /// The model without its numbers: version, parameters, schema, architecture, what is watched, held-out scores, provenance, and
  /// the kernels of this process.
  public JsonObject description() {
    JsonObject from = provenance.toJson();
    JsonObject json = new JsonObject();
    json.addProperty("version", version);
    json.addProperty("parameters", distribution.parameterCount());
    json.add("schema", schemaJson());
    json.add("architecture", JsonParser.parseString(ModelFile.architecture(distribution.spec())));
    if (!watched.columns().isEmpty()) {
      json.add("watched", watched.toJson());
    }
    json.add("held_out", from.remove("held_out"));
    json.add("provenance", from);
    json.addProperty("kernels", Workers.kernels());
    return json;
  }

  /// Whether the model needs given columns.
  public boolean isConditional() {
    return !schema.given().isEmpty();
  }

  /// Throws a [TableException] if the model is of rows in time, each given those before it.
  ///
  /// @param what cannot be done then, in words
  public void requireRowsAlone(String what) {
    schema
        .window()
        .ifPresent(window -> {
          throw new TableException(
              "the model is of rows in time, each given the %s; it judges rows, but %s"
                  .formatted(window.before(), what));
        });
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }
}
