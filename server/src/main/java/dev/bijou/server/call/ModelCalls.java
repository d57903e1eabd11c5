package dev.bijou.server.call;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Reply;
import dev.bijou.server.model.Models;
import dev.bijou.server.model.Served;
import dev.bijou.table.schema.Column;
import java.util.List;

/// `GET /v1/models` and `GET /v1/models/{name}`: what is served.
///
/// @param models those that are served
public record ModelCalls(Models models) {
  /// A list, each model with its columns.
  public Reply all(Call call) {
    call.query().requireKnown(List.of());
    JsonArray list = new JsonArray();
    models.all().forEach(model -> list.add(summary(model)));
    JsonObject json = new JsonObject();
    json.add("models", list);
    return Reply.json(json);
  }

  private static JsonObject summary(Served model) {
    JsonObject json = new JsonObject();
    json.addProperty("name", model.name());
    json.addProperty("file", model.file());
    json.addProperty("version", model.model().version());
    json.addProperty("fitted_at", model.model().provenance().fittedAt());
    json.addProperty("held_out_log_density", model.model().provenance().heldOut().logDensity());
    json.addProperty("detects", model.detector().isPresent());
    JsonArray columns = new JsonArray();
    for (Column column : model.model().schema().targets()) {
      columns.add(column(column, "modelled"));
    }
    for (Column column : model.model().schema().given()) {
      columns.add(column(column, "given"));
    }
    json.add("columns", columns);
    return json;
  }

  private static JsonObject column(Column column, String role) {
    JsonObject json = new JsonObject();
    json.addProperty("name", column.name());
    json.addProperty("role", column.isAtom() ? "watched" : role);
    json.addProperty("type", column.kind().type());
    return json;
  }

  /// A model as `bijou inspect` describes it, with the names of each column of names by their codes.
  public Reply one(Call call) {
    call.query().requireKnown(List.of());
    Served model = models.get(call.place("name"));
    JsonObject json = new JsonObject();
    json.addProperty("name", model.name());
    json.addProperty("file", model.file());
    model
        .model()
        .description()
        .entrySet()
        .forEach(member -> json.add(member.getKey(), member.getValue()));
    json.add("names", names(model.model().schema().columns()));
    return Reply.json(json);
  }

  /// The names of each column that has some, in the order of their codes.
  public static JsonObject names(List<Column> columns) {
    JsonObject json = new JsonObject();
    for (Column column : columns) {
      JsonArray names = new JsonArray();
      column.kind().names().forEach(names::add);
      if (!names.isEmpty()) {
        json.add(column.name(), names);
      }
    }
    return json;
  }
}
