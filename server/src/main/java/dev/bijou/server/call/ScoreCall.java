package dev.bijou.server.call;

import com.google.gson.JsonObject;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Media;
import dev.bijou.server.http.Reply;
import dev.bijou.server.http.Route;
import dev.bijou.server.model.Models;
import dev.bijou.server.model.Served;
import dev.bijou.table.io.Missing;
import dev.bijou.table.io.TableWriter;
import dev.bijou.table.model.TableScorer;
import dev.bijou.table.text.NumberText;
import java.util.List;

/// `POST /v1/models/{name}/score`: the log-density of each row.
///
/// @param engine the threads
/// @param models those that are served
public record ScoreCall(Engine engine, Models models) implements Route.Handler {
  private static final String CALL = "score";

  @Override
  public Reply answer(Call call) {
    Served model = models.get(call.place("name"));
    call.query().requireKnown(List.of(TableCall.MISSING));
    Missing missing = TableCall.missing(call.query());
    Input input = Input.of(call, model, engine);
    return TableCall.reply(
        call.wanted(input.form()),
        input.isFew() ? engine.quick() : engine.bulk(),
        out -> {
          TableScorer scorer = new TableScorer(model.model(), engine.workers());
          TableScorer.Summary done =
              out.form() == Media.CSV
                  ? scorer.score(
                      input.table(), missing, TableScorer.LOG_DENSITY, out.table(), _ -> {})
                  : lines(scorer, input, missing, out);
          engine.metrics().rows(CALL, model.name(), done.rows());
          call.note("rows", done.rows());
          JsonObject summary = new JsonObject();
          summary.addProperty("rows", done.rows());
          if (done.scored() > 0) {
            summary.addProperty("mean_log_density", done.meanLogDensity());
          }
          TableCall.notes(summary, done.unseen(), List.of());
          return summary;
        });
  }

  private TableScorer.Summary lines(TableScorer scorer, Input input, Missing missing, Output out) {
    try (TableWriter writer = out.lines()) {
      TableScorer.Summary summary =
          scorer.score(
              input.table(),
              missing,
              (block, scores) ->
                  writer.lines(
                      block.rows(), engine.workers(), row -> line(scores.logDensity()[row])));
      writer.commit();
      return summary;
    }
  }

  private static String line(float logDensity) {
    return "{\"log_density\":%s}"
        .formatted(Float.isNaN(logDensity) ? "null" : NumberText.of(logDensity));
  }
}
