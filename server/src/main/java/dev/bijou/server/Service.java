package dev.bijou.server;

import com.google.gson.JsonObject;
import dev.bijou.BijouException;
import dev.bijou.InputException;
import dev.bijou.server.call.ConditionalCall;
import dev.bijou.server.call.DetectCall;
import dev.bijou.server.call.Engine;
import dev.bijou.server.call.ImputeCall;
import dev.bijou.server.call.ModelCalls;
import dev.bijou.server.call.Recent;
import dev.bijou.server.call.SampleCall;
import dev.bijou.server.call.ScoreCall;
import dev.bijou.server.call.SpeakCall;
import dev.bijou.server.http.Answered;
import dev.bijou.server.http.Front;
import dev.bijou.server.http.Guard;
import dev.bijou.server.http.Limits;
import dev.bijou.server.http.Problem;
import dev.bijou.server.http.Reply;
import dev.bijou.server.http.Route;
import dev.bijou.server.metric.Metrics;
import dev.bijou.server.model.Models;
import dev.bijou.server.model.Voices;
import dev.bijou.server.studio.Studio;
import dev.bijou.server.studio.TableShelf;
import dev.bijou.server.studio.Workplace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Models over HTTP, from [#start] to [#drain].
public final class Service implements AutoCloseable {
  private static final int REFRESH_SECONDS = 1;
  private static final int WAITING_TO_SPEAK = 4;

  private final ServiceOptions options;
  private final Models models;
  private final Metrics metrics = new Metrics();
  private final Engine engine;
  private final ExecutorService speaking = Engine.pool("speaking", 1, WAITING_TO_SPEAK);
  private final ScheduledExecutorService refreshing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("bijou-server-models").factory());
  private final ExecutorService examining = Engine.pool("examining", 1, WAITING_TO_SPEAK);
  private final Optional<TableShelf> shelf;
  private final Optional<Studio> studio;
  private final List<Route> routes;
  private final Front front;
  private volatile boolean draining;

  private Service(ServiceOptions options, Models models, boolean page) throws IOException {
    Limits limits = options.all();
    this.options = options;
    this.models = models;
    Optional<Workplace> place = page ? Optional.of(new Workplace()) : Optional.empty();
    this.shelf = place.map(own -> new TableShelf(own, examining));
    this.engine =
        Engine.of(
            options.threads(),
            limits,
            metrics,
            new Recent(page),
            id -> shelf.flatMap(all -> all.source(id)));
    Voices voices =
        new Voices(
            options
                .speaker()
                .flatMap(file -> options.voice().map(voice -> new Voices.Files(file, voice))));
    if (options.models().isEmpty() && !page) {
      voices.load();
    }
    String cookie = "bijou-" + place.map(Workplace::newId).orElse("");
    String token = place.map(own -> own.newId() + own.newId() + own.newId()).orElse("");
    this.studio =
        place.map(own ->
            new Studio(
                own,
                shelf.orElseThrow(),
                models,
                engine,
                voices,
                speaking,
                token,
                cookie,
                options.threads()));
    this.routes = routes(voices);
    this.front =
        new Front(
            options.address(),
            routes,
            new Guard(
                page ? Optional.of(token) : options.token(),
                page ? Optional.of(cookie) : Optional.empty(),
                options.address().getAddress()),
            limits,
            this::answered,
            this::surprised);
    metrics.gauge("bijou_open_requests", front::open);
    metrics.gauge("bijou_held_bytes", front::heldBytes);
  }

  /// Loads the models and starts to serve them.
  ///
  /// Throws an [InputException] if a model cannot be loaded, or the address cannot be listened on.
  public static Service start(ServiceOptions options) {
    return start(options, false);
  }

  /// The same with the studio, a page on the same calls; see [#page].
  public static Service startStudio(ServiceOptions options) {
    return start(options, true);
  }

  private static Service start(ServiceOptions options, boolean page) {
    Models models = Models.load(options.models());
    try {
      Service service = new Service(options, models, page);
      service.refreshing.scheduleWithFixedDelay(
          service::refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
      return service;
    } catch (IOException e) {
      throw new InputException(
          "cannot listen on %s, port %d: %s"
              .formatted(
                  options.address().getAddress().getHostAddress(),
                  options.address().getPort(),
                  BijouException.reason(e)),
          e);
    }
  }

  private List<Route> routes(Voices voices) {
    ModelCalls calls = new ModelCalls(models);
    List<Route> own =
        List.of(
            Route.open("GET", "/health", _ -> Reply.text("text/plain", "ok\n")),
            Route.open("GET", "/ready", _ -> ready()),
            Route.open("GET", "/openapi.json", _ -> Reply.text(Reply.JSON, description())),
            new Route("GET", "/metrics", _ -> Reply.text(Metrics.TYPE, metrics.text())),
            new Route("GET", "/v1/models", calls::all),
            new Route("GET", "/v1/models/{name}", calls::one),
            new Route("POST", "/v1/models/{name}/score", new ScoreCall(engine, models)),
            new Route("POST", "/v1/models/{name}/detect", new DetectCall(engine, models)),
            new Route("POST", "/v1/models/{name}/sample", new SampleCall(engine, models)),
            new Route("POST", "/v1/models/{name}/impute", new ImputeCall(engine, models)),
            new Route("POST", "/v1/models/{name}/conditional", new ConditionalCall(engine, models)),
            new Route("POST", "/v1/speak", new SpeakCall(engine, speaking, voices)));
    List<Route> all = new ArrayList<>(own);
    studio.ifPresent(more -> all.addAll(more.routes()));
    return all;
  }

  private Reply ready() {
    if (draining) {
      throw Problem.busy("the service is about to end", 1);
    }
    return Reply.text("text/plain", "ready\n");
  }

  /// The calls as `GET /v1/models/{name}`.
  List<String> calls() {
    return routes.stream().map(route -> route.method() + " " + route.path()).toList();
  }

  /// The calls in OpenAPI 3.1.
  static String description() {
    try (InputStream stream = Service.class.getResourceAsStream("openapi.json")) {
      if (stream == null) {
        throw new IllegalStateException("the module has no openapi.json");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refresh() {
    models.refresh((name, wrong) -> {
      JsonObject line = line("model");
      line.addProperty("model", name);
      if (wrong.isEmpty()) {
        line.addProperty("exchanged", true);
      } else {
        line.addProperty("error", wrong);
      }
      options.log().accept(line.toString());
    });
  }

  private void answered(Answered request) {
    metrics.request(request.method(), request.route(), request.status(), request.seconds());
    JsonObject line = line("request");
    line.addProperty("method", request.method());
    line.addProperty("path", request.path());
    line.addProperty("status", request.status());
    line.addProperty("ms", Math.round(request.seconds() * 1e5) / 100.0);
    line.addProperty("in", request.bytesIn());
    line.addProperty("out", request.bytesOut());
    if (!request.whole()) {
      line.addProperty("cut", true);
    }
    request
        .notes()
        .forEach((name, value) -> {
          if (value instanceof Number number) {
            line.addProperty(name, number);
          } else {
            line.addProperty(name, value.toString());
          }
        });
    options.log().accept(line.toString());
  }

  private void surprised(Throwable thrown) {
    JsonObject line = line("error");
    // Not its message, which may hold what stood in a row.
    line.addProperty("error", thrown.getClass().getName());
    StackTraceElement[] trace = thrown.getStackTrace();
    line.addProperty("at", trace.length == 0 ? "" : trace[0].toString());
    options.log().accept(line.toString());
  }

  private JsonObject line(String event) {
    JsonObject line = new JsonObject();
    line.addProperty("time", options.time().instant().toString());
    line.addProperty("event", event);
    return line;
  }

  /// Keeps a table of this machine for the studio.
  ///
  /// Throws an [dev.bijou.InputException] if it is none.
  public void open(Path table) {
    shelf.orElseThrow().add(table);
  }

  /// What follows the address of the studio to open it, which works once.
  public String page() {
    return studio.orElseThrow().path();
  }

  /// Where it listens: the address that it was given, with the port that it has. (A socket on all addresses of IPv4 calls itself
  /// one of IPv6.)
  public InetSocketAddress address() {
    return new InetSocketAddress(options.address().getAddress(), front.address().getPort());
  }

  /// Ends in good order: [#ready] says no more, new connections are refused, requests that are being answered are waited for.
  ///
  /// @param seconds to wait before they are cut
  public void drain(int seconds) {
    draining = true;
    refreshing.shutdownNow();
    front.drain(seconds);
    speaking.shutdownNow();
    examining.shutdownNow();
    studio.ifPresent(Studio::close);
    engine.close();
  }

  @Override
  public void close() {
    drain(0);
  }
}
