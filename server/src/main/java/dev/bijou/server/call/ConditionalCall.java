package dev.bijou.server.call;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import dev.bijou.conditional.cell.CellDensities;
import dev.bijou.conditional.cell.CellDensities.Density;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Media;
import dev.bijou.server.http.Problem;
import dev.bijou.server.http.Reply;
import dev.bijou.server.http.Route;
import dev.bijou.server.model.Models;
import dev.bijou.server.model.Served;
import dev.bijou.table.io.TableException;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Kind;
import dev.bijou.table.schema.Schema;
import dev.bijou.table.text.Phrases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `POST /v1/models/{name}/conditional`: the distribution of cells given others.
///
/// @param engine the threads
/// @param models those that are served
public record ConditionalCall(Engine engine, Models models) implements Route.Handler {
  private static final int USUAL_WORK = 4_000;
  private static final int MOST_WORK = 200_000;
  private static final int POINTS = 96;
  private static final double EDGE = 0.001; // of the distribution beyond the ends of the curve

  /// What is asked: cells that are set, columns whose cells are open, and how precisely.
  private record Question(Map<String, String> row, Set<String> columns, int work, long seed) {
    static Question of(byte[] body, Served model) {
      try (JsonRows reader = new JsonRows(body, model.needed(), 1)) {
        return reader.read(json -> read(json, reader));
      }
    }

    private static Question read(JsonReader json, JsonRows reader) throws IOException {
      Map<String, String> row = Map.of();
      Set<String> columns = new LinkedHashSet<>();
      long work = USUAL_WORK;
      long seed = 0;
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "row" -> row = reader.row(json, "row");
          case "columns" -> {
            json.beginArray();
            while (json.hasNext()) {
              columns.add(json.nextString());
            }
            json.endArray();
          }
          case "work" -> work = json.nextLong();
          case "seed" -> seed = json.nextLong();
          default ->
              throw Problem.of(
                  400, "the JSON has a member that is none of row, columns, work and seed");
        }
      }
      json.endObject();
      if (work < 1 || work > MOST_WORK) {
        throw Problem.of(400, "work is %d, but must lie in 1 … %d".formatted(work, MOST_WORK));
      }
      return new Question(row, columns, (int) work, seed);
    }
  }

  @Override
  public Reply answer(Call call) {
    Served model = models.get(call.place("name"));
    call.query().requireKnown(List.of());
    CellDensities densities =
        model
            .densities()
            .orElseThrow(() -> Problem.of(422, "rows in time have no densities of single cells"));
    if (call.form() != Media.JSON) {
      throw Problem.of(415, "the question is asked in application/json");
    }
    Question question;
    try {
      question = Question.of(call.body(), model);
    } catch (NumberFormatException e) {
      throw Problem.of(400, "work and seed are whole numbers");
    }
    Schema schema = model.model().schema();
    double[] row = row(schema, question.row());
    boolean[] open = open(schema, question.row());
    boolean[] asked = asked(schema, question.columns(), open);
    Media form = call.wanted(Media.JSON);
    return TableCall.reply(
        form,
        engine.quick(),
        out -> {
          List<Density> found =
              densities.given(row, open, question.work(), question.seed(), engine.workers());
          List<Density> wanted = found.stream().filter(density -> asked[density.column()]).toList();
          engine.metrics().rows("conditional", model.name(), 1);
          if (form == Media.CSV) {
            table(schema, densities, wanted, out);
          } else {
            lines(schema, densities, wanted, out);
          }
          return new JsonObject();
        });
  }

  /// The row with NaN for open cells.
  private static double[] row(Schema schema, Map<String, String> cells) {
    List<Column> columns = schema.columns();
    double[] row = new double[columns.size()];
    for (int c = 0; c < row.length; c++) {
      Column column = columns.get(c);
      String text = cells.get(column.name());
      if (text == null) {
        row[c] =
            column.isAtom() ? 0 : Double.NaN; // the constant of the column, which is its code 0
        if (c >= schema.targets().size()) {
          throw Problem.of(
              422,
              "the model is conditional on %s; set it in row"
                  .formatted(Phrases.quote(column.name())));
        }
        continue;
      }
      try {
        row[c] = column.value(text);
      } catch (IllegalArgumentException e) {
        throw Problem.of(422, "row: " + e.getMessage());
      }
      if (Double.isNaN(row[c]) && !column.takesMissing()) {
        throw Problem.of(
            422,
            "row: column %s had no missing cell when the model was learned; leave it out of the row where it is open"
                .formatted(Phrases.quote(column.name())));
      }
    }
    return row;
  }

  private static boolean[] open(Schema schema, Map<String, String> cells) {
    boolean[] open = new boolean[schema.targets().size()];
    int count = 0;
    for (int c = 0; c < open.length; c++) {
      Column column = schema.targets().get(c);
      open[c] = !column.isAtom() && !cells.containsKey(column.name());
      count += open[c] ? 1 : 0;
    }
    if (count == 0) {
      throw Problem.of(422, "every cell is set; leave at least one out of the row");
    }
    return open;
  }

  private static boolean[] asked(Schema schema, Set<String> names, boolean[] open) {
    List<String> own = new ArrayList<>();
    for (int c = 0; c < open.length; c++) {
      if (open[c]) {
        own.add(schema.targets().get(c).name());
      }
    }
    for (String name : names) {
      if (!own.contains(name)) {
        throw new TableException(Phrases.noColumn("what is open", name, own));
      }
    }
    boolean[] asked = new boolean[open.length];
    for (int c = 0; c < open.length; c++) {
      asked[c] = open[c] && (names.isEmpty() || names.contains(schema.targets().get(c).name()));
    }
    return asked;
  }

  private void lines(Schema schema, CellDensities densities, List<Density> found, Output out) {
    try (TableWriter writer = out.lines()) {
      writer.lines(
          found.size(),
          engine.workers(),
          i ->
              json(schema.targets().get(found.get(i).column()), densities, found.get(i))
                  .toString());
      writer.commit();
    }
  }

  private static JsonObject json(Column column, CellDensities densities, Density density) {
    JsonObject json = new JsonObject();
    json.addProperty("column", column.name());
    json.addProperty("type", column.kind().type());
    json.addProperty("exact", density.exact());
    JsonArray points = new JsonArray();
    for (double cell : densities.grid(density.column()).points()) {
      JsonObject point = new JsonObject();
      point.addProperty("value", text(column, cell));
      point.addProperty("probability", density.probability(cell));
      points.add(point);
    }
    if (!points.isEmpty()) {
      json.add("points", points);
    }
    if (column.kind().isNumeric()) {
      json.addProperty("low", column.text(quantile(column, density, 0.05)));
      json.addProperty("median", column.text(quantile(column, density, 0.5)));
      json.addProperty("high", column.text(quantile(column, density, 0.95)));
    }
    double[] values = values(column, densities, density);
    if (values.length > 0) {
      boolean dates = column.kind() instanceof Kind.DateTime;
      JsonArray at = new JsonArray();
      JsonArray heights = new JsonArray();
      for (double value : values) {
        if (dates) {
          at.add(column.text(value));
        } else {
          at.add(value);
        }
        heights.add(density.density(value));
      }
      json.add("values", at);
      json.add("density", heights);
    }
    return json;
  }

  private static String text(Column column, double cell) {
    boolean other = !column.kind().isNumeric() && cell >= column.kind().namesKnown();
    return other ? "other" : column.text(cell);
  }

  private static double quantile(Column column, Density density, double share) {
    return density.quantile(share, column.min(), column.max());
  }

  /// Where the density is told: evenly over all but its farthest ends.
  private static double[] values(Column column, CellDensities densities, Density density) {
    if (densities.grid(density.column()).values().length == 0) {
      return new double[0];
    }
    double low = quantile(column, density, EDGE);
    double high = quantile(column, density, 1 - EDGE);
    double[] values = new double[POINTS + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = low + (high - low) * i / POINTS;
    }
    return values;
  }

  /// Rows of column, value, probability and density, of which one is empty.
  private void table(Schema schema, CellDensities densities, List<Density> found, Output out) {
    try (TableWriter writer =
        out.table().apply(List.of("column", "value", "probability", "density"))) {
      for (Density density : found) {
        Column column = schema.targets().get(density.column());
        for (double cell : densities.grid(density.column()).points()) {
          String share = Double.toString(density.probability(cell));
          writer.row(List.of(column.name(), text(column, cell), share, ""));
        }
        for (double value : values(column, densities, density)) {
          String height = Double.toString(density.density(value));
          String at =
              column.kind() instanceof Kind.DateTime ? column.text(value) : Double.toString(value);
          writer.row(List.of(column.name(), at, "", height));
        }
      }
      writer.commit();
    }
  }
}
