package dev.bijou.benchmark.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A service in a process of its own.
final class ServiceProcess implements AutoCloseable {
  private static final long KIBIBYTE = 1024;
  private static final int PATIENCE_SECONDS = 300; // on a machine that does other things too

  private final Process process;
  private final String address;

  /// Starts it.
  ///
  /// @param bijou the words of the command
  ServiceProcess(List<String> bijou, Path model) throws IOException {
    List<String> command = new ArrayList<>(bijou);
    command.addAll(List.of("serve", model.toString(), "--port", "0", "--quiet"));
    command.addAll(List.of("--limit", "answer-time=" + PATIENCE_SECONDS));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null) {
      throw new IllegalArgumentException("the service did not start: " + String.join(" ", command));
    }
    address = line;
  }

  String address() {
    return address;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Bytes of memory that the system has given it; empty where the system does not tell.
  OptionalLong resident() throws IOException {
    Path status = Path.of("/proc/%d/status".formatted(process.pid()));
    if (!Files.exists(status)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> KIBIBYTE * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst();
  }

  /// Bytes of objects that are alive, after a collection; empty where the JDK's tools are not there.
  OptionalLong alive() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!Files.isExecutable(jcmd)) {
      return OptionalLong.empty();
    }
    Process tool =
        new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    tool.waitFor();
    return lines.stream()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
        .findFirst();
  }

  /// Requests that it has counted.
  long counted(HttpClient client) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/metrics")).build();
    return client
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(
            line -> line.startsWith("bijou_requests_total{") && line.contains("method=\"POST\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
