package dev.bijou.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.CookieManager;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the page calls, without a browser.
class StudioTest {
  private static Service service;
  private static HttpClient browser;
  private static int opened;

  @BeforeAll
  static void start() throws Exception {
    service =
        Service.startStudio(
            new ServiceOptions(
                List.of(Served.MODEL),
                Optional.empty(),
                Optional.empty(),
                new InetSocketAddress("127.0.0.1", 0),
                Optional.empty(),
                false,
                1,
                List.of(),
                () -> Instant.EPOCH,
                _ -> {}));
    browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    opened = send("GET", service.page(), BodyPublishers.noBody()).statusCode();
  }

  @AfterAll
  static void stop() {
    service.close();
    browser.close();
  }

  private static HttpResponse<String> send(
      String method, String path, HttpRequest.BodyPublisher body) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(uri(path))
            .method(method, body)
            .header("Content-Type", "application/json")
            .build(),
        BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(service.address().getPort(), path));
  }

  private static JsonObject json(String method, String path, String body) throws Exception {
    HttpResponse<String> response = send(method, path, BodyPublishers.ofString(body));
    assertTrue(response.statusCode() < 300, response.body());
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  private static String table() throws Exception {
    String csv = Files.readString(Served.MODEL.resolveSibling("plants.csv"));
    return json("POST", "/v1/tables?name=plants.csv", csv).get("id").getAsString();
  }

  @Test
  void theAddressWorksOnceAndNobodyElseIsLetIn() throws Exception {
    assertEquals(200, opened);
    assertEquals(403, send("GET", service.page(), BodyPublishers.noBody()).statusCode());
    assertEquals(403, send("GET", "/open?key=guessed", BodyPublishers.noBody()).statusCode());
    try (HttpClient stranger = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = HttpRequest.newBuilder();
      for (String path :
          List.of("/v1/models", "/v1/tables", "/v1/fits", "/v1/recent", "/metrics")) {
        assertEquals(
            401,
            stranger.send(request.uri(uri(path)).build(), BodyHandlers.ofString()).statusCode());
      }
    }
  }

  @Test
  void thePageAllowsNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = send("GET", "/", BodyPublishers.noBody());
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(
        policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
    try (var files = Files.list(Path.of("src/main/resources/dev/bijou/server/studio"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        assertEquals(
            Files.readString(file), send("GET", "/" + name, BodyPublishers.noBody()).body());
        assertTrue(
            Files.readString(file)
                .lines()
                .allMatch(line ->
                    !line.contains("https://") && !line.contains("http://")
                        || line.contains("www.w3.org")),
            name);
      }
    }
    assertEquals(404, send("GET", "/studio/", BodyPublishers.noBody()).statusCode());
  }

  @Test
  void keepsTablesAndTellsWhatTheyHold() throws Exception {
    String id = table();
    JsonObject table = json("GET", "/v1/tables/" + id, "");
    assertEquals(400, table.get("rows").getAsLong());
    assertEquals(2, table.getAsJsonObject("names").getAsJsonArray("kind").size());
    JsonObject row = json("GET", "/v1/tables/" + id + "/rows/1", "");
    assertEquals(3, row.getAsJsonObject("cells").size());
    HttpResponse<byte[]> floats =
        browser.send(
            HttpRequest.newBuilder(uri("/v1/tables/" + id + "/floats?x=length&y=kind")).build(),
            BodyHandlers.ofByteArray());
    assertEquals(400 * 2 * Float.BYTES, floats.body().length);
    JsonObject judged =
        json("POST", "/v1/models/plants/detect?reasons=none", "{\"table\": \"%s\"}".formatted(id));
    assertEquals(400, judged.getAsJsonArray("rows").size());
    HttpResponse<String> bad =
        send("POST", "/v1/tables?name=x.csv", BodyPublishers.ofString("a\n"));
    assertEquals(422, bad.statusCode(), bad.body());
    assertTrue(bad.body().contains("x.csv") && !bad.body().contains("bijou-studio"), bad.body());
    assertEquals(
        404, send("GET", "/v1/tables/" + id + "/rows/0", BodyPublishers.noBody()).statusCode());
    assertEquals(204, send("DELETE", "/v1/tables/" + id, BodyPublishers.noBody()).statusCode());
    assertEquals(404, send("GET", "/v1/tables/" + id, BodyPublishers.noBody()).statusCode());
  }

  @Test
  void learnsAndGivesTheModelAway() throws Exception {
    String wish =
        """
        {"table": "%s", "model": "mine", "seconds": 2, "members": 1,
         "schema": {"version": 2, "targets": [{"name": "length"}, {"name": "width"}], "given": []}}\
        """
            .formatted(table());
    String id = json("POST", "/v1/fits", wish).get("id").getAsString();
    JsonObject job = json("GET", "/v1/fits/" + id, "");
    while (!job.get("state").getAsString().equals("done")) {
      assertTrue(!job.get("state").getAsString().equals("failed"), job.toString());
      job = json("GET", "/v1/fits/" + id, "");
    }
    assertTrue(job.has("baseline") && job.has("log_density"), job.toString());
    assertEquals(
        2,
        json("GET", "/v1/models/mine/flow?x=length&y=width", "")
                .getAsJsonArray("steps")
                .get(0)
                .getAsJsonObject()
                .size()
            - 1);
    HttpResponse<byte[]> file =
        browser.send(
            HttpRequest.newBuilder(uri("/v1/models/mine/file")).build(),
            BodyHandlers.ofByteArray());
    assertTrue(file.body().length > 1000);
    HttpResponse<String> again =
        send("POST", "/v1/models?name=again", BodyPublishers.ofByteArray(file.body()));
    assertEquals(201, again.statusCode(), again.body());
    assertEquals(
        422, send("POST", "/v1/models?name=bad", BodyPublishers.ofString("no model")).statusCode());
    assertEquals(
        422,
        send("POST", "/v1/models?name=..%2fbad", BodyPublishers.ofByteArray(file.body()))
            .statusCode());
  }

  @Test
  void aFitCanBeCancelled() throws Exception {
    String wish = "{\"table\": \"%s\", \"model\": \"never\", \"seconds\": 600}".formatted(table());
    String id = json("POST", "/v1/fits", wish).get("id").getAsString();
    JsonObject job = json("DELETE", "/v1/fits/" + id, "");
    while (!job.get("state").getAsString().equals("cancelled")) {
      job = json("GET", "/v1/fits/" + id, "");
    }
    assertEquals(404, send("GET", "/v1/models/never", BodyPublishers.noBody()).statusCode());
    assertEquals(
        404,
        send("POST", "/v1/fits", BodyPublishers.ofString("{\"table\": \"none\"}")).statusCode());
    assertEquals(400, send("POST", "/v1/fits", BodyPublishers.ofString("[")).statusCode());
  }
}
