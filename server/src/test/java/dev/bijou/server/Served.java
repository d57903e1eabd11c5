package dev.bijou.server;

import dev.bijou.table.Tables;
import dev.bijou.table.fit.TableFitOptions;
import dev.bijou.table.model.TableModel;
import dev.bijou.train.FitOptions;
import dev.bijou.train.FlowName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A service of a small model on a free port, and a client.
final class Served implements AutoCloseable {
  private static final Path FOLDER = folder();

  /// Two related numbers and a name.
  static final Path MODEL = fit("plants", 1);

  final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  final Service service;
  final HttpClient client = HttpClient.newHttpClient();

  private Served(Optional<String> token, List<Path> models, List<ServiceOptions.Limit> limits) {
    service =
        Service.start(
            new ServiceOptions(
                models,
                Optional.empty(),
                Optional.empty(),
                new InetSocketAddress("127.0.0.1", 0),
                token,
                false,
                2,
                limits,
                () -> Instant.EPOCH,
                log::add));
  }

  static Served start(ServiceOptions.Limit... limits) {
    return new Served(Optional.empty(), List.of(MODEL), List.of(limits));
  }

  static Served of(Path model) {
    return new Served(Optional.empty(), List.of(model), List.of());
  }

  static Served withToken(String token) {
    return new Served(Optional.of(token), List.of(MODEL), List.of());
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("bijou-server-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Fits a small model and saves it under a name.
  static Path fit(String name, long seed) {
    StringBuilder csv = new StringBuilder("length,width,kind\n");
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 400; i++) {
      boolean tall = random.nextInt(3) > 0;
      double length = (tall ? 5 : 2) + random.nextGaussian();
      double width = 0.5 * length + 0.2 * random.nextGaussian();
      csv.append("%.4f,%.4f,%s%n".formatted(length, width, tall ? "reed" : "moss"));
    }
    try {
      Path table = FOLDER.resolve(name + ".csv");
      Files.writeString(table, csv);
      TableFitOptions usual = TableFitOptions.standard();
      TableModel model =
          Tables.fit(
              table,
              new TableFitOptions(
                  new FitOptions(
                      FlowName.NEURAL_SPLINE,
                      OptionalInt.of(1),
                      OptionalInt.of(5),
                      Optional.empty(),
                      seed),
                  usual.given(),
                  usual.exclude(),
                  usual.schema(),
                  usual.missing(),
                  usual.validation(),
                  usual.contamination(),
                  usual.checkpoint(),
                  usual.memoryLimit(),
                  usual.window()));
      Path file = FOLDER.resolve(name + ".bijou");
      model.save(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(service.address().getPort(), path));
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(HttpRequest.newBuilder(uri(path)), headers);
  }

  HttpResponse<String> post(String path, String type, String body, String... headers) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        headers);
  }

  HttpResponse<String> json(String call, String body, String... headers) {
    return post("/v1/models/plants/" + call, "application/json", body, headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    service.close();
    client.close();
  }
}
