package dev.bijou.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What should not be asked is refused with its code and one line, and the service goes on.
class HostileTest {
  private static final String GOOD =
      "{\"rows\": [{\"length\": 5.1, \"width\": 2.6, \"kind\": \"reed\"}]}";

  private static Served served;

  @BeforeAll
  static void start() {
    served =
        Served.start(
            new ServiceOptions.Limit("body", 100_000),
            new ServiceOptions.Limit("rows", 200),
            new ServiceOptions.Limit("request-time", 2),
            new ServiceOptions.Limit("connections", 3_000));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static void refused(int status, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    JsonObject problem = JsonParser.parseString(response.body()).getAsJsonObject();
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(status, problem.get("status").getAsInt());
    String detail = problem.get("detail").getAsString();
    assertFalse(detail.isBlank() || detail.contains("\n"), detail);
    works();
  }

  private static void works() {
    assertEquals(200, served.json("detect", GOOD).statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{",
        "400|[]",
        "400|{\"rows\": [}",
        "400|{\"rows\": [{\"length\": NaN}]}",
        "400|{\"rows\": [{\"length\": Infinity}]}",
        "400|{\"rows\": [{length: 1}]}",
        "400|{\"rows\": [1]}",
        "400|{\"rows\": 1}",
        "400|{\"data\": []}",
        "400|{\"rows\": [{\"length\": 1, \"width\": 1, \"kind\": \"reed\"}]} {}",
        "422|{\"rows\": []}",
        "422|{\"rows\": [{}]}",
        "422|{\"rows\": [{\"length\": \"NaN\", \"width\": 1, \"kind\": \"reed\"}]}",
        "422|{\"rows\": [{\"length\": \"tall\", \"width\": 1, \"kind\": \"reed\"}]}",
        "422|{\"rows\": [{\"length\": true, \"width\": 1, \"kind\": \"reed\"}]}",
        "422|{\"rows\": [{\"length\": [1], \"width\": 1, \"kind\": \"reed\"}]}",
        "422|{\"rows\": [{\"length\": {\"a\": 1}, \"width\": 1, \"kind\": \"reed\"}]}",
        "422|{\"rows\": [{\"length\": 1, \"length\": 2, \"width\": 1, \"kind\": \"reed\"}]}",
        "422|{\"rows\": [{\"lenght\": 1, \"width\": 1, \"kind\": \"reed\"}]}"
      })
  void wrongJson(int status, String body) {
    refused(status, served.json("detect", body));
    refused(status, served.json("score", body));
  }

  @Test
  void deepJson() {
    refused(400, served.json("detect", "[".repeat(50_000)));
    refused(400, served.json("sample", "{\"where\":".repeat(9_000)));
    refused(422, served.json("detect", "{\"rows\": [{\"length\": " + "[".repeat(50_000)));
  }

  @Test
  void hugeNamesAndNumbers() {
    refused(422, served.json("detect", "{\"rows\": [{\"%s\": 1}]}".formatted("x".repeat(90_000))));
    String digits = "9".repeat(50_000);
    int status =
        served
            .json(
                "detect",
                "{\"rows\": [{\"length\": %s, \"width\": 1, \"kind\": \"reed\"}]}"
                    .formatted(digits))
            .statusCode();
    assertTrue(status == 400 || status == 422, "" + status);
    assertEquals(
        200,
        served
            .json(
                "detect",
                "{\"rows\": [{\"length\": 1e308, \"width\": -1e308, \"kind\": \"%s\"}]}"
                    .formatted("\\u0000\\ud800".repeat(2_000)))
            .statusCode());
  }

  @Test
  void notUtf8() throws IOException {
    assertEquals(400, status(request("detect", new byte[] {'{', '"', (byte) 0xff, '"'})));
    works();
  }

  @Test
  void tooManyRowsAndTooLargeBodies() {
    String row = "{\"length\": 1, \"width\": 1, \"kind\": \"reed\"}";
    String rows = String.join(",", Collections.nCopies(201, row));
    refused(413, served.json("detect", "{\"rows\": [%s]}".formatted(rows)));
    refused(
        413,
        served.post(
            "/v1/models/plants/score",
            "text/csv",
            "length,width,kind\n" + "1,1,reed\n".repeat(201)));
    refused(413, served.json("score", " ".repeat(100_001)));
    refused(413, served.json("sample", "{\"n\": 201}"));
    refused(413, served.json("sample", "{\"n\": -1}"));
    refused(400, served.json("sample", "{\"n\": 1e99}"));
  }

  @Test
  void aGigabyteIsRefusedBeforeItIsSent() throws IOException {
    String head =
        "POST /v1/models/plants/score HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1073741824\r\n\r\n";
    assertEquals(413, status(send(head.getBytes(StandardCharsets.US_ASCII))));
    String chunked =
        "POST /v1/models/plants/score HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + ("4000\r\n" + " ".repeat(0x4000) + "\r\n").repeat(8);
    assertEquals(413, status(send(chunked.getBytes(StandardCharsets.US_ASCII))));
    works();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "length,width\n1,2\n",
        "",
        "length,width,kind\n",
        "a;b\n1;2\n",
        "length,width,kind\n1,2\n",
        "length,width,kind\n1,\"2,reed\n",
        "length,length,width,kind\n1,1,1,reed\n"
      })
  void wrongCsv(String body) {
    refused(422, served.post("/v1/models/plants/score", "text/csv", body));
  }

  @Test
  void packedCsv() throws IOException {
    byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0};
    assertEquals(
        415,
        status(
            send(
                concat(
                    "POST /v1/models/plants/score HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\nContent-Length: 8\r\n\r\n",
                    gzip))));
    works();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models/..%2f..%2f..%2fetc%2fpasswd",
        "/v1/models/%00",
        "/v1/models/plants.bijou",
        "/v1/models/plants%2f",
        "/v1/models/plants/../plants/x",
        "/v1/models/",
        "/v1/models/PLANTS",
        "/../../etc/passwd",
        "/v1",
        "/"
      })
  void pathTricks(String path) {
    refused(404, served.get(path));
  }

  @ParameterizedTest
  @CsvSource({
    "400,detect?alpha=2",
    "400,detect?alpha=x",
    "400,detect?fdr=NaN",
    "400,detect?aplha=0.1",
    "400,detect?alpha=0.1&alpha=0.2",
    "400,detect?reasons=some",
    "400,detect?missing=maybe",
    "400,detect?%zz=1",
    "400,score?alpha=0.1"
  })
  void wrongParameters(int status, String call) throws IOException {
    String head =
        "POST /v1/models/plants/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(call, GOOD.length(), GOOD);
    assertEquals(status, status(send(head.getBytes(StandardCharsets.US_ASCII))));
    works();
  }

  @Test
  void wrongConditions() {
    refused(422, served.json("sample", "{\"where\": \"length>\"}"));
    refused(422, served.json("sample", "{\"where\": \"tall=1\"}"));
    refused(422, served.json("sample", "{\"where\": \"length>9999\"}"));
    refused(422, served.json("sample", "{\"balance\": \"length\"}"));
    refused(400, served.json("sample", "{\"rows\": 1}"));
    refused(422, served.json("conditional", "{\"row\": {\"tall\": 1}}"));
    refused(422, served.json("conditional", "{\"row\": {\"length\": \"x\"}}"));
    refused(
        422, served.json("conditional", "{\"row\": {\"length\": 1}, \"columns\": [\"length\"]}"));
    refused(400, served.json("conditional", "{\"work\": 1e9}"));
    refused(404, served.post("/v1/speak", "application/json", "{\"text\": \"Hello.\"}"));
  }

  @Test
  void otherTypesAndMethods() {
    refused(415, served.post("/v1/models/plants/detect", "text/plain", GOOD));
    refused(415, served.post("/v1/models/plants/detect", "multipart/form-data", GOOD));
    refused(415, served.post("/v1/models/plants/sample", "text/csv", "n\n1\n"));
    refused(406, served.json("detect", GOOD, "Accept", "image/png"));
    refused(405, served.get("/v1/models/plants/detect"));
    refused(405, served.post("/health", "application/json", "{}"));
  }

  @Test
  void pagesOfOtherSites() throws IOException {
    refused(403, served.json("detect", GOOD, "Origin", "http://evil.example"));
    refused(403, served.json("detect", GOOD, "Origin", "null"));
    refused(403, served.get("/health", "Sec-Fetch-Site", "cross-site"));
    for (String host :
        List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "")) {
      String head = "GET /v1/models HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(host);
      assertEquals(421, status(send(head.getBytes(StandardCharsets.US_ASCII))), host);
    }
    String none = "GET /v1/models HTTP/1.1\r\n\r\n";
    assertEquals(421, status(send(none.getBytes(StandardCharsets.US_ASCII))));
    String own = "http://127.0.0.1:" + served.service.address().getPort();
    assertEquals(200, served.json("detect", GOOD, "Origin", own).statusCode());
  }

  @Test
  void tokens() {
    String token = "0123456789abcdef";
    try (Served own = Served.withToken(token)) {
      for (String header :
          List.of(
              "Bearer 0123456789abcdeF",
              "Bearer ",
              "Basic " + token,
              token,
              "Bearer " + token + "0")) {
        assertEquals(401, own.json("detect", GOOD, "Authorization", header).statusCode(), header);
      }
      HttpResponse<String> none = own.get("/v1/models");
      assertEquals(401, none.statusCode());
      assertEquals("Bearer", none.headers().firstValue("WWW-Authenticate").orElseThrow());
      assertEquals(401, own.get("/metrics").statusCode());
      assertEquals(200, own.get("/health").statusCode());
      assertEquals(200, own.json("detect", GOOD, "Authorization", "Bearer " + token).statusCode());
      assertFalse(String.join("", own.log).contains(token));
    }
  }

  @Test
  void bodiesThatAreCutOff() throws IOException {
    try (Socket socket = socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /v1/models/plants/detect HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"rows\""
              .getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      assertEquals(400, status(socket.getInputStream()));
    }
    try (Socket socket = socket()) {
      socket.getOutputStream().write("POST /v1/models/pla".getBytes(StandardCharsets.US_ASCII));
    }
    works();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1",
        "Content-Length: x",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked, chunked"
      })
  void headersThatContradict(String headers) throws IOException {
    String head =
        "POST /v1/models/plants/detect HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n%s\r\n\r\n12345"
            .formatted(headers);
    int status = status(send(head.getBytes(StandardCharsets.US_ASCII)));
    assertTrue(status == 400 || status == 501, headers + ": " + status);
    works();
  }

  @Test
  void aThousandSlowClients() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        Socket socket = socket();
        slow.add(socket);
        String head =
            i % 2 == 0
                ? "POST /v1/models/plants/detect HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Ty"
                : "POST /v1/models/plants/detect HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n{\"rows\"";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
      for (int i = 0; i < 20; i++) {
        works();
      }
      for (int i = 1; i < 1000; i += 2) {
        assertEquals(408, status(slow.get(i).getInputStream()));
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    works();
  }

  @Test
  void moreThanAtATime() throws Exception {
    try (Served own = Served.start(new ServiceOptions.Limit("requests", 1));
        Socket first =
            new Socket(own.service.address().getAddress(), own.service.address().getPort())) {
      first
          .getOutputStream()
          .write(
              "POST /v1/models/plants/detect HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"
                  .getBytes(StandardCharsets.US_ASCII));
      HttpResponse<String> busy = own.get("/health");
      while (busy.statusCode() == 200) { // until the first has arrived
        busy = own.get("/health");
      }
      assertEquals(503, busy.statusCode());
      assertEquals("1", busy.headers().firstValue("Retry-After").orElseThrow());
    }
  }

  private static Socket socket() throws IOException {
    return new Socket(served.service.address().getAddress(), served.service.address().getPort());
  }

  private static byte[] request(String call, byte[] body) throws IOException {
    return send(
        concat(
            "POST /v1/models/plants/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(call, body.length),
            body));
  }

  private static byte[] concat(String head, byte[] body) {
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  /// Sends bytes and reads the status line.
  private static byte[] send(byte[] bytes) throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(bytes);
      return line(socket.getInputStream());
    }
  }

  private static byte[] line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static int status(InputStream in) throws IOException {
    return status(line(in));
  }

  private static int status(byte[] line) {
    String[] parts = new String(line, StandardCharsets.US_ASCII).split(" ");
    return parts.length < 2 ? 0 : Integer.parseInt(parts[1].strip());
  }
}
