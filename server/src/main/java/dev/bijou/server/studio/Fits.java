package dev.bijou.server.studio;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.bijou.BijouException;
import dev.bijou.InputException;
import dev.bijou.server.call.Engine;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Problem;
import dev.bijou.server.http.Reply;
import dev.bijou.server.model.Models;
import dev.bijou.table.fit.TableFit;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.io.TableSource;
import dev.bijou.table.model.TableModel;
import dev.bijou.table.schema.SchemaDraft;
import dev.bijou.tensor.Workers;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Fits as jobs, one at a time: started, looked at, stopped with the best model so far, or cancelled.
public final class Fits implements AutoCloseable {
  private static final int WAITING = 4;
  private static final int MOST_SECONDS = 24 * 3600;
  private static final int MOST_MEMBERS = 20;
  private static final String NAME = "[\\w][\\w .-]{0,60}";

  private final TableShelf tables;
  private final Models models;
  private final Workplace place;
  private final int threads;
  private final ExecutorService executor = Engine.pool("fit", 1, WAITING);
  private final Map<String, FitJob> jobs = new ConcurrentHashMap<>();

  /// @param threads that learn
  public Fits(TableShelf tables, Models models, Workplace place, int threads) {
    this.tables = tables;
    this.models = models;
    this.place = place;
    this.threads = threads;
  }

  /// `POST /v1/fits`: `{"table": id, "model": name, "seconds": 60, "members": 2, "schema": {…}}` starts to learn.
  public Reply start(Call call) {
    JsonObject wish = object(call.body());
    StoredTable table = tables.get(text(wish, "table", ""));
    String name = text(wish, "model", "model");
    if (!name.matches(NAME)) {
      throw Problem.of(
          422, "a model is called by up to 60 letters, digits, spaces, dots and hyphens");
    }
    int seconds = whole(wish, "seconds", 0, MOST_SECONDS);
    int members = whole(wish, "members", 0, MOST_MEMBERS);
    FitJob job = new FitJob(place.newId(), table.id(), name, seconds);
    TableFitOptions options = options(wish.get("schema"), job.id(), seconds, members);
    jobs.put(job.id(), job);
    try {
      executor.execute(() -> run(job, table, options));
    } catch (RejectedExecutionException full) {
      jobs.remove(job.id());
      throw Problem.busy("enough fits wait already", 60);
    }
    return Reply.json(201, job.json());
  }

  private static JsonObject object(byte[] body) {
    try {
      if (JsonParser.parseString(new String(body, StandardCharsets.UTF_8))
          instanceof JsonObject json) {
        return json;
      }
    } catch (JsonParseException | StackOverflowError _) {
      // refused below
    }
    throw Problem.of(400, "the body is not a JSON object");
  }

  private static String text(JsonObject json, String name, String otherwise) {
    JsonElement value = json.get(name);
    if (value == null || !value.isJsonPrimitive()) {
      return otherwise;
    }
    return value.getAsString();
  }

  private static int whole(JsonObject json, String name, int otherwise, int most) {
    String text = text(json, name, Integer.toString(otherwise));
    try {
      int value = Integer.parseInt(text);
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException _) {
      // refused below
    }
    throw Problem.of(422, "%s must be a whole number in 0 … %d".formatted(name, most));
  }

  private TableFitOptions options(
      @Nullable JsonElement schema, String id, int seconds, int members) {
    TableFitOptions usual = TableFitOptions.standard();
    Optional<SchemaDraft> draft = Optional.empty();
    if (schema != null) {
      Path file = place.keep(id, ".json", schema.toString().getBytes(StandardCharsets.UTF_8));
      try {
        draft = Optional.of(SchemaDraft.read(file));
      } catch (InputException wrong) {
        throw Problem.of(422, StoredTable.plain(wrong.getMessage(), file, "the schema"));
      }
    }
    return new TableFitOptions(
        new FitOptions(
            FlowName.NEURAL_SPLINE,
            members == 0 ? OptionalInt.empty() : OptionalInt.of(members),
            OptionalInt.empty(),
            seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)),
            0),
        usual.given(),
        usual.exclude(),
        draft,
        usual.missing(),
        usual.validation(),
        usual.contamination(),
        usual.checkpoint(),
        usual.memoryLimit(),
        usual.window());
  }

  private void run(FitJob job, StoredTable table, TableFitOptions options) {
    if (job.isCancelled()) {
      return;
    }
    try (Workers workers = new Workers(threads)) {
      TableFit fit = TableFit.read(TableSource.of(table.file()), options);
      job.learning(fit.baseline());
      TableModel model = fit.run(workers, job);
      if (job.isCancelled()) {
        job.failed("");
        return;
      }
      Path file = place.file(job.id(), ".bijou");
      model.save(file);
      models.add(job.model(), file);
      job.done(model);
    } catch (BijouException bad) {
      job.failed(StoredTable.plain(bad.getMessage(), table.file(), table.name()));
    } catch (RuntimeException | OutOfMemoryError unexpected) {
      job.failed("internal error: " + unexpected.getClass().getSimpleName());
    }
  }

  private FitJob get(Call call) {
    return Optional.ofNullable(jobs.get(call.place("id")))
        .orElseThrow(() -> Problem.of(404, "there is no fit of this id"));
  }

  /// `GET /v1/fits`: all of them.
  public Reply all(Call call) {
    call.query().requireKnown(List.of());
    JsonArray list = new JsonArray();
    jobs.values().forEach(job -> list.add(job.json()));
    JsonObject json = new JsonObject();
    json.add("fits", list);
    return Reply.json(json);
  }

  /// `GET /v1/fits/{id}`: how far it has come.
  public Reply one(Call call) {
    return Reply.json(get(call).json());
  }

  /// `POST /v1/fits/{id}/stop`: ends it with the best model so far.
  public Reply stop(Call call) {
    FitJob job = get(call);
    job.end();
    return Reply.json(job.json());
  }

  /// `DELETE /v1/fits/{id}`: ends it without a model.
  public Reply cancel(Call call) {
    FitJob job = get(call);
    job.cancel();
    return Reply.json(job.json());
  }

  @Override
  public void close() {
    jobs.values().forEach(FitJob::cancel);
    executor.shutdownNow();
  }
}
