package dev.bijou.table.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import dev.bijou.distribution.Distribution;
import dev.bijou.distribution.Ensemble;
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
/// @param parts the rows that each flow has not learned from, one part after the other; empty if no flow has learned from any
/// @param centres of groups of the rows that the flows have learned from, centres × target columns in the units of
///     [dev.bijou.table.schema.Column#relative(double)], NaN for a missing cell; empty if none are kept, or there are parts
public record Calibration(
    String source,
    List<String> names,
    float[][] sides,
    int[] broken,
    List<Part> parts,
    float[][] centres) {
  private static final String CENTRES = "centres";

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if there are no rows, a side lacks some, a number is not finite, or the parts have not
  ///     as many rows
  public Calibration {
    names = List.copyOf(names);
    parts = List.copyOf(parts);
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
    long inParts = parts.stream().mapToLong(Part::rows).sum();
    boolean empty = parts.stream().anyMatch(part -> part.rows() < 1 || part.members().isEmpty());
    if (!parts.isEmpty() && (empty || inParts != sides[0].length)) {
      throw new IllegalArgumentException(
          "the parts of the calibration set have %d rows, but the set has %d"
              .formatted(inParts, sides[0].length));
    }
  }

  /// Of rows that break no constant, and that no flow has learned from.
  public Calibration(String source, List<String> names, float[][] sides) {
    this(source, names, sides, new int[0], List.of(), new float[0][]);
  }

  /// Rows that are judged by some of the flows, those that have not learned from them.
  ///
  /// @param rows how many there are
  /// @param members the numbers, from 0, of the flows in the ensemble
  /// @param percentiles of each target column in the rows that these flows have learned from, columns × 101
  /// @param centres of groups of those rows, as those of a calibration without parts
  public record Part(int rows, List<Integer> members, double[][] percentiles, float[][] centres) {
    private static final String ROWS = "rows";
    private static final String MEMBERS = "members";
    private static final String PERCENTILES = "percentiles";

    /// Copies the list.
    public Part {
      members = List.copyOf(members);
    }

    /// The average of these flows; all of a distribution that is no ensemble.
    public Distribution judge(Distribution all) {
      if (!(all instanceof Ensemble ensemble) || members.size() == ensemble.members().size()) {
        return all;
      }
      List<Distribution> chosen = members.stream().map(ensemble.members()::get).toList();
      return chosen.size() == 1 ? chosen.getFirst() : new Ensemble(chosen);
    }

    /// The JSON form: `{"rows": …, "members": [number, …], "percentiles": [[number, …], …], "centres": [[number, …], …]}`, the
    /// last only if there are some.
    JsonObject toJson() {
      JsonArray flows = new JsonArray();
      members.forEach(flows::add);
      JsonArray columns = new JsonArray();
      for (double[] column : percentiles) {
        JsonArray values = new JsonArray(column.length);
        Arrays.stream(column).forEach(values::add);
        columns.add(values);
      }
      JsonObject json = new JsonObject();
      json.addProperty(ROWS, rows);
      json.add(MEMBERS, flows);
      json.add(PERCENTILES, columns);
      if (centres.length > 0) {
        json.add(CENTRES, centresJson(centres));
      }
      return json;
    }

    /// The inverse of [#toJson()].
    ///
    /// @param flows how many flows the model has
    /// @param columns how many target columns it has
    static Part fromJson(JsonElement element, int flows, int columns) {
      JsonObject json = JsonFields.object(element, "parts");
      List<Integer> members = new ArrayList<>();
      for (JsonElement member : JsonFields.array(json, MEMBERS)) {
        members.add((int) JsonFields.whole(member, MEMBERS, 0, flows - 1L));
      }
      JsonArray all = JsonFields.array(json, PERCENTILES);
      if (all.size() != columns) {
        throw new IllegalArgumentException(
            "the calibration has percentiles of %d columns, but the schema has %d"
                .formatted(all.size(), columns));
      }
      double[][] percentiles = new double[columns][Provenance.Quantiles.COUNT];
      for (int c = 0; c < columns; c++) {
        JsonArray values = JsonFields.array(all.get(c), PERCENTILES);
        if (values.size() != Provenance.Quantiles.COUNT) {
          throw new IllegalArgumentException(
              "the calibration has %d percentiles of a column, but must have %d"
                  .formatted(values.size(), Provenance.Quantiles.COUNT));
        }
        for (int i = 0; i < values.size(); i++) {
          percentiles[c][i] = JsonFields.number(values.get(i), PERCENTILES);
        }
      }
      int rows = (int) JsonFields.whole(json, ROWS, 1, Integer.MAX_VALUE);
      return new Part(rows, members, percentiles, readCentres(json, columns));
    }
  }

  /// The rows of each part as calibrations of their own; this one if there are no parts.
  public List<Calibration> byParts() {
    if (parts.isEmpty()) {
      return List.of(this);
    }
    List<Calibration> all = new ArrayList<>();
    int from = 0;
    for (Part part : parts) {
      int first = from;
      int next = from + part.rows();
      float[][] own =
          Arrays.stream(sides)
              .map(side -> Arrays.copyOfRange(side, first, next))
              .toArray(float[][]::new);
      all.add(new Calibration(source, names, own, new int[0], List.of(), part.centres()));
      from = next;
    }
    return all;
  }

  /// How many rows break at least so many constants.
  public int breaking(int constants) {
    return constants > broken.length ? 0 : broken[constants - 1];
  }

  /// Centres of groups of rows that are learned from: those of the first part, if there are parts.
  public float[][] someCentres() {
    return parts.isEmpty() ? centres : parts.getFirst().centres();
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

  /// The JSON form: `{"source": …, "sides": {name: [a number for each row], …}, "broken": […],
  /// "parts": […], "centres": […]}`, the last three only if there are some. Numbers are written so that they read back exactly.
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
    if (!parts.isEmpty()) {
      JsonArray listed = new JsonArray();
      parts.forEach(part -> listed.add(part.toJson()));
      json.add("parts", listed);
    }
    if (centres.length > 0) {
      json.add(CENTRES, centresJson(centres));
    }
    return json;
  }

  private static JsonArray centresJson(float[][] centres) {
    JsonArray all = new JsonArray(centres.length);
    for (float[] centre : centres) {
      JsonArray cells = new JsonArray(centre.length);
      for (float cell : centre) {
        cells.add(Float.isNaN(cell) ? JsonNull.INSTANCE : new JsonPrimitive(cell));
      }
      all.add(cells);
    }
    return all;
  }

  private static float[][] readCentres(JsonObject json, int columns) {
    if (!json.has(CENTRES)) {
      return new float[0][];
    }
    JsonArray all = JsonFields.array(json, CENTRES);
    float[][] centres = new float[all.size()][columns];
    for (int n = 0; n < centres.length; n++) {
      JsonArray cells = JsonFields.array(all.get(n), CENTRES);
      if (cells.size() != columns) {
        throw new IllegalArgumentException(
            "the calibration has a centre of %d columns, but the schema has %d"
                .formatted(cells.size(), columns));
      }
      for (int c = 0; c < columns; c++) {
        JsonElement cell = cells.get(c);
        centres[n][c] = cell.isJsonNull() ? Float.NaN : JsonFields.single(cell, CENTRES);
      }
    }
    return centres;
  }

  /// The inverse of [#toJson()]; unknown members are ignored.
  ///
  /// Throws an [IllegalArgumentException] that says what is wrong if the JSON is no calibration.
  ///
  /// @param flows how many flows the model has
  /// @param columns how many target columns it has
  static Calibration fromJson(JsonObject json, int flows, int columns) {
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
      List<Part> parts = new ArrayList<>();
      if (json.has("parts")) {
        for (JsonElement part : JsonFields.array(json, "parts")) {
          parts.add(Part.fromJson(part, flows, columns));
        }
      }
      return new Calibration(
          JsonFields.text(json, "source"), names, sides, broken, parts, readCentres(json, columns));
    } catch (JsonParseException malformed) {
      throw new IllegalArgumentException(
          "the calibration is malformed: " + malformed.getMessage(), malformed);
    }
  }
}
