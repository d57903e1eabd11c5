package dev.bijou.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.novelty.Detector;
import dev.bijou.novelty.Verdict;
import dev.bijou.table.Tables;
import dev.bijou.table.model.TableModel;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
  private static final String ROWS =
      """
      {"rows": [{"length": 5.1, "width": 2.6, "kind": "reed"}, {"length": 9, "width": 1, "kind": "moss"}]}\
      """;
  private static final String CSV = "width,note,length,kind\n2.6,a,5.1,reed\n1,b,9,moss\n";

  private static Served served;

  @BeforeAll
  static void start() {
    served = Served.start();
  }

  /// Whoever asked for all addresses is not told of others.
  @Test
  void saysWhereItListens() {
    ServiceOptions options =
        new ServiceOptions(
            List.of(Served.MODEL),
            Optional.empty(),
            Optional.empty(),
            ServiceOptions.address("0.0.0.0", 0),
            Optional.of("a".repeat(64)),
            false,
            1,
            List.of(),
            () -> Instant.EPOCH,
            _ -> {});
    try (Service service = Service.start(options)) {
      assertEquals("0.0.0.0", service.address().getAddress().getHostAddress());
      assertTrue(service.address().getPort() > 0);
    }
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static JsonObject object(HttpResponse<String> response) {
    assertEquals(200, response.statusCode(), response.body());
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  private static JsonArray rows(HttpResponse<String> response) {
    return object(response).getAsJsonArray("rows");
  }

  @Test
  void describesEachOfItsCallsAndNoOther() {
    Set<String> described = new TreeSet<>();
    JsonObject paths =
        JsonParser.parseString(served.get("/openapi.json").body())
            .getAsJsonObject()
            .getAsJsonObject("paths");
    for (String path : paths.keySet()) {
      for (String method : paths.getAsJsonObject(path).keySet()) {
        if (!method.equals("parameters")) {
          described.add(method.toUpperCase(Locale.ROOT) + " " + path);
        }
      }
    }
    assertEquals(described, new TreeSet<>(served.service.calls()));
  }

  @Test
  void saysThatItIsThereAndWhatItServes() {
    assertEquals("ok\n", served.get("/health").body());
    assertEquals("ready\n", served.get("/ready").body());
    JsonObject model =
        object(served.get("/v1/models")).getAsJsonArray("models").get(0).getAsJsonObject();
    assertEquals("plants", model.get("name").getAsString());
    assertEquals(3, model.getAsJsonArray("columns").size());
    JsonObject whole = object(served.get("/v1/models/plants"));
    assertTrue(whole.has("schema") && whole.has("provenance") && whole.has("held_out"));
  }

  @Test
  void scoresAsTheLibraryDoes() throws Exception {
    Path table = Files.createTempFile("bijou", ".csv");
    Files.writeString(table, CSV);
    float[] expected = Tables.score(TableModel.load(Served.MODEL), table);
    JsonArray answered = rows(served.json("score", ROWS));
    float[] found = new float[answered.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = answered.get(i).getAsJsonObject().get("log_density").getAsFloat();
    }
    assertArrayEquals(expected, found);
    String csv = served.post("/v1/models/plants/score", "text/csv", CSV).body();
    assertEquals("width,note,length,kind,log_density", csv.lines().findFirst().orElseThrow());
    assertEquals(
        expected[1], Float.parseFloat(csv.lines().skip(2).findFirst().orElseThrow().split(",")[4]));
  }

  @Test
  void judgesAsTheLibraryDoesHoweverManyRowsThereAre() {
    Verdict expected =
        Detector.load(Served.MODEL)
            .withAlpha(0.05)
            .judge(Map.of("length", "9", "width", "1", "kind", "moss"));
    assertTrue(expected.novel(), expected.toString());
    JsonObject one = rows(served.json("detect?alpha=0.05", ROWS)).get(1).getAsJsonObject();
    assertEquals(expected.reason(), one.get("reason").getAsString());
    assertEquals(expected.pValue(), one.get("p_value").getAsDouble(), 1e-5);
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add("{\"length\": 9, \"width\": 1, \"kind\": \"moss\"}");
    }
    JsonArray bulk =
        rows(
            served.json("detect?alpha=0.05", "{\"rows\": [%s]}".formatted(String.join(",", many))));
    assertEquals(40, bulk.size());
    assertEquals(one, bulk.get(39));
    String lines =
        served
            .post(
                "/v1/models/plants/detect?alpha=0.05",
                "application/x-ndjson",
                String.join("\n", many),
                "Accept",
                "application/x-ndjson")
            .body();
    assertEquals(40, lines.lines().count());
    assertEquals(one, JsonParser.parseString(lines.lines().findFirst().orElseThrow()));
    String csv = served.post("/v1/models/plants/detect?alpha=0.05", "text/csv", CSV).body();
    assertTrue(
        csv.startsWith("width,note,length,kind,log_density,novelty,p_value,novel,reason\n"), csv);
    assertTrue(csv.contains(",true,"), csv);
  }

  @Test
  void reasonsCanBeLeftOut() {
    JsonObject row =
        rows(served.json("detect?reasons=none&alpha=0.05", ROWS)).get(1).getAsJsonObject();
    assertTrue(row.get("novel").getAsBoolean());
    assertEquals("", row.get("reason").getAsString());
    assertEquals(2, rows(served.json("detect?fdr=0.1", ROWS)).size());
  }

  @Test
  void drawsUnderConditionsInEachForm() {
    JsonObject answer = object(served.json("sample", "{\"n\": 5, \"where\": \"kind=moss\"}"));
    assertEquals(5, answer.getAsJsonArray("rows").size());
    answer
        .getAsJsonArray("rows")
        .forEach(row -> assertEquals("moss", row.getAsJsonObject().get("kind").getAsString()));
    assertTrue(answer.getAsJsonObject("summary").get("exact").getAsBoolean());
    String csv = served.json("sample", "{\"n\": 5, \"seed\": 3}", "Accept", "text/csv").body();
    assertEquals(6, csv.lines().count());
    assertEquals("length,width,kind", csv.lines().findFirst().orElseThrow());
    assertEquals(
        csv, served.json("sample", "{\"n\": 5, \"seed\": 3}", "Accept", "text/csv").body());
    assertEquals(0, rows(served.json("sample", "{\"n\": 0}")).size());
  }

  @Test
  void fillsMissingCells() {
    JsonArray rows =
        rows(
            served.json("impute", "{\"rows\": [{\"length\": 5, \"kind\": null}, {\"width\": 1}]}"));
    rows.forEach(row -> {
      assertTrue(row.getAsJsonObject().get("length").isJsonPrimitive());
      assertTrue(row.getAsJsonObject().get("width").isJsonPrimitive());
      assertTrue(row.getAsJsonObject().get("kind").isJsonPrimitive());
    });
    assertEquals(
        6, rows(served.json("impute?draws=3&seed=1", "{\"rows\": [{\"length\": 5}, {}]}")).size());
  }

  @Test
  void tellsCellsGivenOthers() {
    JsonArray exact =
        rows(served.json("conditional", "{\"row\": {\"length\": 5.1, \"kind\": \"reed\"}}"));
    assertEquals(1, exact.size());
    JsonObject width = exact.get(0).getAsJsonObject();
    assertTrue(width.get("exact").getAsBoolean());
    assertTrue(Math.abs(width.get("median").getAsDouble() - 2.55) < 0.7, width.toString());
    assertEquals(1, integral(width), 0.03);
    JsonArray others = rows(served.json("conditional", "{\"row\": {\"width\": 0.8}}"));
    assertEquals(2, others.size());
    JsonObject kind = others.get(1).getAsJsonObject();
    assertEquals("kind", kind.get("column").getAsString());
    double sum = 0;
    for (var point : kind.getAsJsonArray("points")) {
      sum += point.getAsJsonObject().get("probability").getAsDouble();
    }
    assertEquals(1, sum, 1e-6);
    assertEquals(1, integral(others.get(0).getAsJsonObject()), 0.05);
    assertEquals(
        422,
        served
            .json("conditional", "{\"row\": {\"width\": 1, \"length\": 1, \"kind\": \"reed\"}}")
            .statusCode());
  }

  @Test
  void cellsGivenOthersAreWhatDrawsOfThatKindHave() {
    JsonArray drawn =
        rows(
            served.json(
                "sample", "{\"n\": 4000, \"seed\": 5, \"where\": \"width>1.3,width<1.5\"}"));
    double moss = 0;
    List<Double> lengths = new ArrayList<>();
    for (var row : drawn) {
      moss += row.getAsJsonObject().get("kind").getAsString().equals("moss") ? 1 : 0;
      lengths.add(row.getAsJsonObject().get("length").getAsDouble());
    }
    lengths.sort(null);
    JsonArray told =
        rows(served.json("conditional", "{\"row\": {\"width\": 1.4}, \"work\": 100000}"));
    JsonObject length = told.get(0).getAsJsonObject();
    assertEquals(lengths.get(2000), length.get("median").getAsDouble(), 0.2);
    for (var point : told.get(1).getAsJsonObject().getAsJsonArray("points")) {
      if (point.getAsJsonObject().get("value").getAsString().equals("moss")) {
        assertEquals(moss / 4000, point.getAsJsonObject().get("probability").getAsDouble(), 0.1);
      }
    }
  }

  private static double integral(JsonObject density) {
    JsonArray at = density.getAsJsonArray("values");
    JsonArray heights = density.getAsJsonArray("density");
    double sum = 0;
    for (int i = 1; i < at.size(); i++) {
      double mean = (heights.get(i).getAsDouble() + heights.get(i - 1).getAsDouble()) / 2;
      sum += mean * (at.get(i).getAsDouble() - at.get(i - 1).getAsDouble());
    }
    return sum;
  }

  @Test
  @Timeout(60)
  void countsAndLogsWithoutCells() {
    served.json("detect", ROWS);
    while (served.log.stream().noneMatch(text -> text.contains("/detect"))) {
      Thread.onSpinWait(); // a request is counted when its answer has been sent
    }
    String metrics = served.get("/metrics").body();
    assertTrue(metrics.contains("bijou_novel_rows_total{model=\"plants\"}"), metrics);
    assertTrue(metrics.contains("bijou_drift{model=\"plants\"}"), metrics);
    assertTrue(
        metrics.contains(
            "bijou_request_seconds_bucket{method=\"POST\",route=\"/v1/models/{name}/detect\",le=\"+Inf\"}"),
        metrics);
    String line =
        served.log.stream().filter(text -> text.contains("/detect")).findFirst().orElseThrow();
    JsonObject json = JsonParser.parseString(line).getAsJsonObject();
    assertEquals("POST", json.get("method").getAsString());
    assertTrue(json.has("rows") && json.has("novel") && json.has("ms"));
    assertFalse(String.join("", served.log).contains("moss"));
  }

  @Test
  void aReplacedModelIsExchangedWhileRequestsGoOn(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("plants.bijou");
    Files.copy(Served.MODEL, file);
    Path other = Served.fit("others", 2);
    try (Served own = Served.of(file)) {
      String before = own.json("score", ROWS).body();
      Files.copy(other, folder.resolve("new"));
      Files.move(folder.resolve("new"), file, StandardCopyOption.ATOMIC_MOVE);
      String after = before;
      while (after.equals(before)) {
        after = own.json("score", ROWS).body(); // each is answered
        assertTrue(after.startsWith("{\"rows\""), after);
      }
      Files.writeString(file, "no model");
      while (own.log.stream().noneMatch(line -> line.contains("\"error\""))) {
        assertEquals(after, own.json("score", ROWS).body());
      }
      assertEquals(after, own.json("score", ROWS).body());
    }
  }

  @Test
  void drainsAndThenIsGone() throws Exception {
    Served own = Served.start();
    assertEquals(200, own.get("/health").statusCode());
    own.service.drain(5);
    try (Socket socket = new Socket()) {
      assertThrows(IOException.class, () -> socket.connect(own.service.address()));
    } finally {
      own.close();
    }
  }
}
