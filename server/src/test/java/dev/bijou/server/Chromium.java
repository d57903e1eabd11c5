package dev.bijou.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A real Chromium without a window, spoken to by its DevTools protocol.
final class Chromium implements AutoCloseable {
  private static final List<String> PLACES =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

  /// Addresses of all requests of pages.
  final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

  /// What pages complained about.
  final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();

  private final Process process;
  private final Path profile;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger number = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
  private final String session;

  /// Where there is one; empty if there is none.
  static Optional<Path> find() {
    return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
  }

  Chromium(Path program) throws IOException {
    profile = Files.createTempDirectory("bijou-chromium");
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--autoplay-policy=no-user-gesture-required",
                "--window-size=1280,900",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.startsWith("DevTools listening on ")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("Chromium did not start");
    }
    Thread.startVirtualThread(() -> out.lines().forEach(_ -> {}));
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(line.substring("DevTools listening on ".length())), new Ear())
            .join();
    JsonObject page = new JsonObject();
    page.addProperty("url", "about:blank");
    JsonObject attach = new JsonObject();
    attach.addProperty(
        "targetId", call("Target.createTarget", page, "").get("targetId").getAsString());
    attach.addProperty("flatten", true);
    session = call("Target.attachToTarget", attach, "").get("sessionId").getAsString();
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      call(domain + ".enable", new JsonObject(), session);
    }
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        hear(JsonParser.parseString(text.toString()).getAsJsonObject());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private void hear(JsonObject message) {
    if (message.has("id")) {
      answers.remove(message.get("id").getAsInt()).complete(message);
      return;
    }
    JsonObject told = message.getAsJsonObject("params");
    switch (message.get("method").getAsString()) {
      case "Network.requestWillBeSent" ->
          requests.add(told.getAsJsonObject("request").get("url").getAsString());
      case "Runtime.exceptionThrown", "Log.entryAdded" -> complaints.add(told.toString());
      default -> {}
    }
  }

  private JsonObject call(String method, JsonObject params, String inSession) {
    int id = number.incrementAndGet();
    JsonObject message = new JsonObject();
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", params);
    if (!inSession.isEmpty()) {
      message.addProperty("sessionId", inSession);
    }
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(message.toString(), true).join();
    JsonObject heard;
    try {
      heard = answer.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(method + " was not answered; the page says " + complaints, e);
    }
    if (heard.has("error")) {
      throw new IllegalStateException(method + ": " + heard.get("error"));
    }
    return heard.getAsJsonObject("result");
  }

  void open(String address) {
    JsonObject params = new JsonObject();
    params.addProperty("url", address);
    call("Page.navigate", params, session);
  }

  /// Sets the colours that the user likes, and the size of the window.
  void look(String scheme, int width, int height) {
    JsonObject feature = new JsonObject();
    feature.addProperty("name", "prefers-color-scheme");
    feature.addProperty("value", scheme);
    JsonArray features = new JsonArray();
    features.add(feature);
    JsonObject media = new JsonObject();
    media.add("features", features);
    call("Emulation.setEmulatedMedia", media, session);
    JsonObject size = new JsonObject();
    size.addProperty("width", width);
    size.addProperty("height", height);
    size.addProperty("deviceScaleFactor", 1);
    size.addProperty("mobile", width < 600);
    call("Emulation.setDeviceMetricsOverride", size, session);
  }

  /// What an expression of JavaScript is; of a promise, what it comes to.
  String evaluate(String expression) {
    JsonObject params = new JsonObject();
    params.addProperty("expression", expression);
    params.addProperty("awaitPromise", true);
    params.addProperty("returnByValue", true);
    params.addProperty("userGesture", true);
    JsonObject result = call("Runtime.evaluate", params, session);
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
    }
    JsonElement value = result.getAsJsonObject("result").get("value");
    return value == null ? "" : value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  /// Waits until a condition in JavaScript holds in the page, which asks itself after each of its frames.
  void await(String condition) {
    while (true) { // a page that is replaced meanwhile takes its promise along
      try {
        evaluate(
            "new Promise(done => { const ask = () => { let holds = false; try { holds = "
                + condition
                + "; } catch (e) {} if (holds) done(true); else setTimeout(ask, 20); }; ask(); })");
        return;
      } catch (IllegalStateException gone) {
        if (!gone.getMessage().contains("context was destroyed")
            && !gone.getMessage().contains("navigated or closed")) {
          throw gone;
        }
      }
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    client.shutdownNow();
    try {
      process.waitFor();
      try (Stream<Path> files = Files.walk(profile)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException | UncheckedIOException _) {
      // The system empties its temporary folder.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
