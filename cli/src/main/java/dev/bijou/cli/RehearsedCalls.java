package dev.bijou.cli;

import dev.bijou.cli.console.Interrupts;
import dev.bijou.cli.console.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A client of a service in the same process, which it ends when it has asked.
final class RehearsedCalls {
  private static final int ROUNDS = 50;
  private static final int FEW = 20;

  private final List<String> table;
  private volatile @Nullable IOException failure;
  private final CompletableFuture<Runnable> end = new CompletableFuture<>();

  /// @param table whose rows are judged, of numbers and plain names
  RehearsedCalls(Path table) throws IOException {
    this.table = Files.readAllLines(table);
  }

  /// A shell for `serve`: the address that it prints is the one to call.
  Shell shell(Shell usual) {
    OutputStream address =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            URI service = URI.create(toString(StandardCharsets.UTF_8).strip());
            Thread.ofPlatform().daemon().start(() -> callAll(service));
          }
        };
    Function<Runnable, Interrupts> interrupts =
        action -> {
          end.complete(action);
          return new Never();
        };
    return new Shell(
        usual.in(), address, usual.err(), usual.terminal(), usual.columns(), interrupts);
  }

  /// Nobody but the client ends the service.
  private record Never() implements Interrupts {
    @Override
    public boolean requested() {
      return false;
    }

    @Override
    public int exitCode() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private void callAll(URI service) {
    try {
      get(service, "/health");
      get(service, "/v1/models");
      String model = "/v1/models/few/";
      for (int i = 0; i < ROUNDS; i++) {
        post(service, model + "detect", "application/json", row(1 + i % FEW));
      }
      String csv = String.join("\n", table) + "\n";
      post(service, model + "detect", "text/csv", csv);
      post(service, model + "score", "text/csv", csv);
      post(service, model + "sample", "application/json", "{\"n\": 10}");
      post(service, model + "conditional", "application/json", "{\"row\": {}}");
      get(service, "/metrics");
    } catch (IOException e) {
      failure = e;
    } finally {
      end.thenAccept(Runnable::run);
    }
  }

  /// Throws what a call met.
  void check() throws IOException {
    IOException met = failure;
    if (met != null) {
      throw met;
    }
  }

  private String row(int line) {
    String[] names = table.getFirst().split(",");
    String[] cells = table.get(line).split(",");
    StringBuilder json = new StringBuilder("{\"rows\": [{");
    for (int c = 0; c < names.length; c++) {
      json.append(c == 0 ? "" : ", ").append("\"%s\": \"%s\"".formatted(names[c], cells[c]));
    }
    return json.append("}]}").toString();
  }

  private static void get(URI service, String path) throws IOException {
    ask(service, "GET " + path, "", "");
  }

  private static void post(URI service, String path, String type, String body) throws IOException {
    ask(service, "POST " + path, "Content-Type: " + type + "\r\n", body);
  }

  /// By hand, since the program has no client.
  private static void ask(URI service, String what, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(what, service.getAuthority(), type, bytes.length);
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IOException(what + ": " + answer);
      }
    }
  }
}
