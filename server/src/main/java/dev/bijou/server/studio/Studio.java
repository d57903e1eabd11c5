package dev.bijou.server.studio;

import com.google.gson.JsonObject;
import dev.bijou.BijouException;
import dev.bijou.OutputException;
import dev.bijou.server.call.Engine;
import dev.bijou.server.http.Call;
import dev.bijou.server.http.Guard;
import dev.bijou.server.http.Problem;
import dev.bijou.server.http.Reply;
import dev.bijou.server.http.Route;
import dev.bijou.server.model.Models;
import dev.bijou.server.model.Voices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/// The page and what it needs beside the calls of the service.
public final class Studio implements AutoCloseable {
  private static final long TABLE_BYTES = 256L << 20;
  private static final String NAME = "[\\w][\\w .-]{0,60}";

  private final Workplace place;
  private final Fits fits;
  private final Models models;
  private final List<Route> routes = new ArrayList<>();
  private final String key;
  private final String token;
  private final String cookie;
  private final AtomicBoolean opened = new AtomicBoolean();

  /// @param token that the page's cookie holds
  /// @param cookie its name
  /// @param threads that learn
  /// @param speaking threads that speak
  public Studio(
      Workplace place,
      TableShelf tables,
      Models models,
      Engine engine,
      Voices voices,
      ExecutorService speaking,
      String token,
      String cookie,
      int threads) {
    this.place = place;
    this.models = models;
    this.fits = new Fits(tables, models, place, threads);
    this.key = place.newId() + place.newId();
    this.token = token;
    this.cookie = cookie;
    Assets assets = new Assets();
    routes.add(Route.open("GET", "/", _ -> assets.get("index.html")));
    routes.add(Route.open("GET", "/open", this::open));
    Assets.NAMES.forEach(name -> routes.add(Route.open("GET", "/" + name, _ -> assets.get(name))));
    routes.add(large("/v1/tables", tables::add));
    routes.add(new Route("GET", "/v1/tables", tables::all));
    routes.add(new Route("GET", "/v1/tables/{id}", tables::one));
    routes.add(new Route("DELETE", "/v1/tables/{id}", tables::remove));
    routes.add(new Route("GET", "/v1/tables/{id}/floats", tables::floats));
    routes.add(new Route("GET", "/v1/tables/{id}/rows/{number}", tables::row));
    routes.add(new Route("POST", "/v1/fits", fits::start));
    routes.add(new Route("GET", "/v1/fits", fits::all));
    routes.add(new Route("GET", "/v1/fits/{id}", fits::one));
    routes.add(new Route("POST", "/v1/fits/{id}/stop", fits::stop));
    routes.add(new Route("DELETE", "/v1/fits/{id}", fits::cancel));
    routes.add(large("/v1/models", this::addModel));
    routes.add(new Route("GET", "/v1/models/{name}/file", this::file));
    routes.add(new Route("GET", "/v1/models/{name}/flow", new FlowCall(engine, models)));
    routes.add(new Route("POST", "/v1/spectrogram", new SpectrogramCall(speaking, voices)));
    routes.add(
        new Route(
            "GET",
            "/v1/recent",
            call -> {
              call.query().requireKnown(List.of("since"));
              return Reply.json(
                  engine.recent().json(call.query().whole("since", 0, 0, Long.MAX_VALUE)));
            }));
  }

  private static Route large(String path, Route.Handler handler) {
    return new Route("POST", path, Route.Access.TOKEN, TABLE_BYTES, handler);
  }

  /// All calls of the page.
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  /// What the address of the page ends with, which works once.
  public String path() {
    return "/open?key=" + key;
  }

  /// Exchanges the key of the address, once, for a cookie, and goes on to the page.
  private Reply open(Call call) {
    call.query().requireKnown(List.of("key"));
    String given = call.query().text("key").orElse("");
    if (!Guard.isSame(given, key) || !opened.compareAndSet(false, true)) {
      throw Problem.of(
          403,
          "this address was opened already, or is not the one that the studio printed; start it again");
    }
    return new Reply.Whole(
        303,
        "",
        new byte[0],
        Map.of(
            "Location",
            "/",
            "Set-Cookie",
            cookie + "=" + token + "; Path=/; HttpOnly; SameSite=Strict"));
  }

  /// `POST /v1/models?name=`: serves a model that is sent.
  private Reply addModel(Call call) {
    call.query().requireKnown(List.of("name"));
    String name = call.query().text("name").orElse("model");
    if (!name.matches(NAME)) {
      throw Problem.of(
          422, "a model is called by up to 60 letters, digits, spaces, dots and hyphens");
    }
    Path file = place.keep(place.newId(), ".bijou", call.body());
    try {
      models.add(name, file);
    } catch (BijouException wrong) {
      throw Problem.of(422, StoredTable.plain(wrong.getMessage(), file, name));
    }
    JsonObject json = new JsonObject();
    json.addProperty("name", name);
    return Reply.json(201, json);
  }

  /// `GET /v1/models/{name}/file`: the file of a model.
  private Reply file(Call call) {
    String name = models.get(call.place("name")).name();
    Path file = models.file(name);
    try {
      return new Reply.Whole(
          200,
          "application/octet-stream",
          Files.readAllBytes(file),
          Map.of(
              "Content-Disposition",
              "attachment; filename=\"%s.bijou\"".formatted(name.replaceAll("[^\\w .-]", "_"))));
    } catch (IOException e) {
      throw new OutputException("the model", e);
    }
  }

  @Override
  public void close() {
    fits.close();
    place.close();
  }
}
