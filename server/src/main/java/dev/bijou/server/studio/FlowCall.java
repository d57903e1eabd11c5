package dev.bijou.server.studio;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bijou.distribution.Distribution;
import dev.bijou.report.step.FlowSteps;
import dev.bijou.server.call.Engine;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Problem;
import dev.bijou.server.http.Reply;
import dev.bijou.server.http.Route;
import dev.bijou.server.model.Models;
import dev.bijou.server.model.Served;
import dev.bijou.table.schema.Column;
import dev.bijou.table.schema.Schema;
import dev.bijou.tensor.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// `GET /v1/models/{name}/flow?x=&y=`: points of the base, carried through the layers, seen in two columns.
///
/// @param engine the threads
/// @param models those that are served
public record FlowCall(Engine engine, Models models) implements Route.Handler {
  private static final long SEED = 1;

  @Override
  public Reply answer(Call call) {
    call.query().requireKnown(List.of("x", "y"));
    Served model = models.get(call.place("name"));
    Schema schema = model.model().schema();
    if (model.model().isConditional() || schema.window().isPresent()) {
      throw Problem.of(
          422, "a flow is followed by itself: not one of given columns, nor of rows in time");
    }
    List<Column> columns = numbers(schema);
    List<String> names = columns.stream().map(Column::name).toList();
    int x = names.indexOf(call.query().text("x").orElse(""));
    int y = names.indexOf(call.query().text("y").orElse(""));
    if (x < 0 || y < 0 || x == y) {
      throw Problem.of(422, "x and y must be two columns of numbers of the model");
    }
    return new Reply.Streamed(
        Reply.JSON,
        Map.of(),
        engine.quick(),
        out ->
            out.write(
                steps(model.model().distribution(), columns, x, y)
                    .getBytes(StandardCharsets.UTF_8)));
  }

  /// The columns that a flow is of, in the order of its features: numbers, but for those of a few values alone.
  private static List<Column> numbers(Schema schema) {
    return schema.targets().stream()
        .filter(column -> column.kind().isNumeric() && !column.isAtom())
        .filter(column -> !column.kind().atoms().only())
        .toList();
  }

  private static String steps(Distribution distribution, List<Column> columns, int x, int y) {
    FlowSteps steps =
        FlowSteps.ofNumbers(distribution, x, y, SEED)
            .or(() -> FlowSteps.of(distribution, Context.NONE, x, y, SEED))
            .orElseThrow(
                () -> Problem.of(422, "the model is no flow of layers that could be followed"));
    JsonArray all = new JsonArray();
    for (FlowSteps.Step step : steps.steps()) {
      JsonObject json = new JsonObject();
      json.addProperty("layers", step.layers());
      boolean data = step == steps.steps().getLast(); // in the units of the table only there
      json.add("x", numbers(step.x(), steps.points(), data ? columns.get(x)::absolute : v -> v));
      json.add("y", numbers(step.y(), steps.points(), data ? columns.get(y)::absolute : v -> v));
      all.add(json);
    }
    JsonObject json = new JsonObject();
    json.add("steps", all);
    return json.toString();
  }

  /// Makes a number of the table of one of the flow.
  private interface Unit {
    double of(float value);
  }

  private static JsonArray numbers(float[] values, int count, Unit unit) {
    JsonArray array = new JsonArray(count);
    for (int i = 0; i < count; i++) {
      array.add(Float.isFinite(values[i]) ? unit.of(values[i]) : 0);
    }
    return array;
  }
}
