package dev.bijou.server.call;

import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import dev.bijou.conditional.ConditionalSampler.Summary;
import dev.bijou.conditional.Where;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Media;
import dev.bijou.server.http.Problem;
import dev.bijou.server.http.Reply;
import dev.bijou.server.http.Route;
import dev.bijou.server.model.Models;
import dev.bijou.server.model.Served;
import dev.bijou.table.draw.TableDraw;
import dev.bijou.table.draw.TableForm;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `POST /v1/models/{name}/sample`: draws rows, also under conditions.
///
/// @param engine the threads
/// @param models those that are served
public record SampleCall(Engine engine, Models models) implements Route.Handler {
  private static final String CALL = "sample";
  private static final int FEW = 100;

  /// What to draw.
  private static final class Order {
    long rows = 1;
    long seed;
    @Nullable String where;
    @Nullable String balance;

    static Order of(byte[] body, long mostRows) {
      Order order = new Order();
      try (JsonRows reader = new JsonRows(body, Set.of(), 1)) {
        return reader.read(json -> order.read(json, mostRows));
      }
    }

    private Order read(JsonReader json, long mostRows) throws IOException {
      json.beginObject();
      while (json.hasNext()) {
        String name = json.nextName();
        switch (name) {
          case "n" -> rows = whole(json, name);
          case "seed" -> seed = whole(json, name);
          case "where" -> where = json.nextString();
          case "balance" -> balance = json.nextString();
          default ->
              throw Problem.of(
                  400, "the JSON has a member that is none of n, seed, where and balance");
        }
      }
      json.endObject();
      if (rows < 0 || rows > mostRows) {
        throw Problem.of(
            413,
            "n is %d, but must lie in 0 … %d; draw in parts, by other seeds"
                .formatted(rows, mostRows));
      }
      return this;
    }

    private static long whole(JsonReader json, String name) throws IOException {
      try {
        return json.nextLong();
      } catch (NumberFormatException e) {
        throw Problem.of(400, name + " is not a whole number");
      }
    }
  }

  @Override
  public Reply answer(Call call) {
    Served model = models.get(call.place("name"));
    call.query().requireKnown(List.of());
    model.model().requireRowsAlone("does not draw any");
    if (call.form() != Media.JSON) {
      throw Problem.of(415, "what to draw is said in application/json");
    }
    Order order = Order.of(call.body(), engine.limits().rows());
    Optional<Where> where =
        Optional.ofNullable(order.where).map(text -> Where.parse(model.model().schema(), text));
    return TableCall.reply(
        call.wanted(Media.JSON),
        order.rows <= FEW && where.isEmpty() ? engine.quick() : engine.bulk(),
        out -> {
          TableDraw.Drawn drawn =
              new TableDraw(
                      model.model(),
                      TableForm.of(model.model()),
                      where,
                      Optional.ofNullable(order.balance),
                      Optional.empty())
                  .write(order.rows, order.seed, engine.workers(), out.table());
          engine.metrics().rows(CALL, model.name(), drawn.rows());
          call.note("rows", drawn.rows());
          return summary(drawn);
        });
  }

  private static JsonObject summary(TableDraw.Drawn drawn) {
    JsonObject summary = new JsonObject();
    summary.addProperty("rows", drawn.rows());
    if (drawn.conditions().size() == 1) {
      switch (drawn.conditions().getFirst()) {
        case Summary.Exact exact -> {
          summary.addProperty("exact", true);
          summary.addProperty("share", exact.share());
        }
        case Summary.Weighted weighted -> {
          summary.addProperty("exact", false);
          summary.addProperty("effective_sample_size", weighted.effective());
        }
      }
    }
    return summary;
  }
}
