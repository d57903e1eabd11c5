package dev.bijou.table;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.DistributionSpec;
import dev.bijou.distribution.MixedLayout;
import dev.bijou.file.Model;
import dev.bijou.file.ModelFile;
import dev.bijou.file.ModelFileException;
import dev.bijou.file.Version;
import dev.bijou.flow.Workers;
import dev.bijou.train.FitOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The density of a table's columns: a distribution, and what its features mean.
///
/// ```java
/// TableModel model = TableModel.fit(Path.of("wine.csv"), FitOptions.standard());
/// model.save(Path.of("wine.bijou"));
/// float[] logDensity = model.score(Path.of("more-wine.csv"));
/// double[][] rows = model.sample(1000, 42);
/// ```
///
/// [TableFit] has all that can be said about a fit; [TableScorer] and [TableSampler] work on tables of any length.
///
/// @param distribution the density of the target columns less their offsets, given the given columns less theirs, as
///     [RowEncoder] writes them; so it is a density in the units of the table, times a probability where columns are
///     categories or cells may be missing
/// @param schema the columns
/// @param order the names of all columns of the schema in the order of the table that the model was learned from
/// @param provenance where the model comes from
/// @param calibration what the model thinks of rows that it did not learn from; empty for a model of a version that did
///     not keep it
/// @param version the version of Bijou that learned it
public record TableModel(
    Distribution distribution,
    Schema schema,
    List<String> order,
    Provenance provenance,
    Optional<Calibration> calibration,
    String version) {
  private static final String TABLE = "table";
  private static final String ORDER = "order";
  private static final String PROVENANCE = "provenance";
  private static final String CALIBRATION = "calibration";

  /// Copies the list; refuses a distribution or an order that does not fit the schema.
  public TableModel {
    order = List.copyOf(order);
    RowEncoder encoder = new RowEncoder(schema);
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

  TableModel(
      Distribution distribution,
      Schema schema,
      List<String> order,
      Provenance provenance,
      Optional<Calibration> calibration) {
    this(distribution, schema, order, provenance, calibration, Version.current());
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

  /// The same model with another calibration.
  public TableModel withCalibration(Calibration other) {
    return new TableModel(distribution, schema, order, provenance, Optional.of(other), version);
  }

  /// Learns the joint density of all columns of a table, [TableFit.Validation.Usual] rows held out, on all
  /// processors.
  ///
  /// Throws a [TableException] if the table cannot be used.
  public static TableModel fit(Path table, FitOptions options) {
    try (Workers workers = allProcessors()) {
      return TableFit.read(TableSource.of(table), TableFit.Options.standard().withFit(options))
          .run(workers);
    }
  }

  /// Reads a model.
  ///
  /// Throws a [ModelFileException] if the file cannot be read, is damaged, or holds a model that is not one of a table.
  public static TableModel load(Path file) {
    return of(ModelFile.read(file), file);
  }

  /// The model of a file.
  static TableModel of(Model model, Path file) {
    try {
      JsonObject table = section(model, TABLE);
      TableModel loaded =
          new TableModel(
              model.distribution(),
              Schema.fromJson(table),
              order(table),
              Provenance.fromJson(section(model, PROVENANCE)),
              model.metadata().has(CALIBRATION)
                  ? Optional.of(Calibration.fromJson(section(model, CALIBRATION)))
                  : Optional.empty(),
              model.version());
      loaded.requireLayout(model.distribution().spec());
      loaded.requireQuantiles();
      return loaded;
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(file + ": " + e.getMessage(), e);
    }
  }

  /// Refuses a schema whose rows are written in another way than those of the distribution: its codes would mean nothing.
  private void requireLayout(DistributionSpec spec) {
    MixedLayout layout = encoder().layout();
    boolean fits =
        switch (spec) {
          case DistributionSpec.Ensemble ensemble -> {
            ensemble.members().forEach(this::requireLayout);
            yield true;
          }
          case DistributionSpec.ScaledContext scaled -> {
            requireLayout(scaled.of());
            yield true;
          }
          case DistributionSpec.Mixed mixed -> mixed.values().layout().equals(layout);
          case DistributionSpec.Values values -> values.layout().equals(layout);
          case DistributionSpec.Categorical codes ->
              codes.cardinalities().equals(layout.cardinalities());
          default -> encoder().isPlain();
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "the distribution is one of other kinds of columns than the schema has");
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

  private static JsonObject section(Model model, String name) {
    if (model.metadata().get(name) instanceof JsonObject section) {
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
    JsonObject sections = new JsonObject();
    sections.add(TABLE, schemaJson());
    sections.add(PROVENANCE, provenance.toJson());
    calibration.ifPresent(held -> sections.add(CALIBRATION, held.toJson()));
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

  /// Between rows of doubles in the order of the schema and rows of the distribution.
  public RowEncoder encoder() {
    return new RowEncoder(schema);
  }

  /// Whether the model needs given columns.
  public boolean isConditional() {
    return !schema.given().isEmpty();
  }

  /// The log-density of every row of a table, in nats, in its order. The table has the columns of the schema under
  /// their names, in any order and among others.
  ///
  /// Throws a [TableException] if the table cannot be read, lacks a column or has a missing cell.
  public float[] score(Path table) {
    try (Workers workers = allProcessors()) {
      return new TableScorer(this, workers).logDensities(TableSource.of(table), Missing.REFUSE);
    }
  }

  /// Draws rows: `count` arrays of the targets in the order of the schema, in the units of the table. The same seed
  /// gives the same rows.
  ///
  /// Throws an [IllegalStateException] if the model is conditional: see [#sample(double[][], long)].
  public double[][] sample(int count, long seed) {
    try (Workers workers = allProcessors()) {
      return new TableSampler(this, seed, workers).rows(count);
    }
  }

  /// Draws one row for each row of given values, which are in the order of the schema's given columns and in the units
  /// of the table.
  public double[][] sample(double[][] given, long seed) {
    try (Workers workers = allProcessors()) {
      return new TableSampler(this, seed, workers).rows(given);
    }
  }

  private static Workers allProcessors() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }

  static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }
}
