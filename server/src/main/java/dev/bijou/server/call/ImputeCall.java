package dev.bijou.server.call;

import com.google.gson.JsonObject;
import dev.bijou.conditional.TableImputer;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Reply;
import dev.bijou.server.http.Route;
import dev.bijou.server.model.Models;
import dev.bijou.server.model.Served;
import java.util.List;

/// `POST /v1/models/{name}/impute`: fills missing cells.
///
/// @param engine the threads
/// @param models those that are served
public record ImputeCall(Engine engine, Models models) implements Route.Handler {
  private static final String CALL = "impute";
  private static final int MOST_DRAWS = 1000;

  @Override
  public Reply answer(Call call) {
    Served model = models.get(call.place("name"));
    call.query().requireKnown(List.of("draws", "seed"));
    int draws = (int) call.query().whole("draws", 0, 0, MOST_DRAWS);
    long seed = call.query().whole("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE);
    long most = engine.limits().rows() / Math.max(1, draws);
    Input input = Input.of(call, model, most, engine);
    return TableCall.reply(
        call.wanted(input.form()),
        input.isFew() ? engine.quick() : engine.bulk(),
        out -> {
          TableImputer.Summary done =
              new TableImputer(model.model(), seed, engine.workers())
                  .write(input.table(), draws, out.table(), _ -> {});
          engine.metrics().rows(CALL, model.name(), done.rows());
          call.note("rows", done.rows());
          JsonObject summary = new JsonObject();
          summary.addProperty("rows", done.rows());
          summary.addProperty("filled", done.filled());
          summary.addProperty("cells", done.cells());
          return summary;
        });
  }
}
