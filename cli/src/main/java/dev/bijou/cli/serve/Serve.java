package dev.bijou.cli.serve;

import dev.bijou.BijouException;
import dev.bijou.InputException;
import dev.bijou.cli.console.Bundled;
import dev.bijou.cli.console.Interrupts;
import dev.bijou.cli.console.Quiet;
import dev.bijou.cli.console.Shell;
import dev.bijou.cli.console.Threads;
import dev.bijou.cli.console.UsageException;
import dev.bijou.server.Service;
import dev.bijou.server.ServiceOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bijou serve`: models over HTTP.
@Command(
    name = "serve",
    description = "Serve models over HTTP: score, detect, sample, impute, conditional, speak.",
    footer = {
      "",
      """
      Each MODEL goes by the name of its file without the extension. POST \
      /v1/models/NAME/detect and its like take and give JSON, CSV or NDJSON; GET /openapi.json \
      describes all calls, and /health, /ready and /metrics are for who runs it. A MODEL whose file \
      is replaced is exchanged without a lost request. Without a MODEL it only speaks: POST /v1/speak.\
      """,
      "",
      """
      Only this machine can call, unless --host says otherwise, which needs a token: a request \
      then has the header Authorization: Bearer TOKEN. SIGTERM or Ctrl-C ends it in good order: \
      requests that are being answered are waited for, --drain seconds at most. Standard error has one line of \
      JSON for each request, without anything of a row.\
      """,
      "",
      """
      Limits: --limit body=BYTES, rows=N, request-time=SECONDS (for a request to arrive), \
      answer-time=SECONDS, requests=N (at a time), waiting=N (for a thread), connections=N, memory=BYTES \
      (of bodies and answers together). What exceeds one is refused, with its code.\
      """,
      "",
      "Examples:",
      "  bijou serve wine.bijou people.bijou",
      "  bijou serve --port 8081",
      "  bijou serve wine.bijou --host 0.0.0.0 --token-file token.txt",
      "  bijou serve wine.bijou --limit rows=1000000 --limit body=100000000"
    })
public final class Serve implements Callable<Integer> {
  private static final int MOST_DRAIN = 3600;

  private final Shell shell;

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..*",
      description = "Models that bijou fit wrote; none to speak only.")
  private List<Path> models = List.of();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to listen on (default: 127.0.0.1, which only this machine reaches).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (default: 8080); 0 for any that is free.")
  private int port = 8080;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File with the token that each request must have.")
  private @Nullable Path tokenFile;

  @Option(names = "--insecure", description = "Let other machines call without a token.")
  private boolean insecure;

  @Option(
      names = "--speaker",
      paramLabel = "FILE",
      description = "A speaker that bijou speak train wrote (default: the bundled one).")
  private @Nullable Path speaker;

  @Option(
      names = "--vocoder",
      paramLabel = "FILE",
      description = "A voice that bijou voice train wrote (default: the bundled one).")
  private @Nullable Path vocoder;

  @Option(
      names = "--limit",
      paramLabel = "NAME=N",
      description = "Another limit than the usual one; may be repeated.")
  private List<String> limits = List.of();

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      description =
          "How long to wait at the end for requests that are being answered (default: 30).")
  private int drain = 30;

  @Mixin private Threads threads = new Threads();
  @Mixin private Quiet quiet = new Quiet();

  public Serve(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (drain < 0 || drain > MOST_DRAIN) {
      throw new UsageException(
          "--drain is %d, but must lie in 0 … %d".formatted(drain, MOST_DRAIN));
    }
    CountDownLatch end = new CountDownLatch(1);
    try (Interrupts _ = shell.interrupts().apply(end::countDown);
        Service service = Service.start(options())) {
      shell.print(address(service.address()) + "\n");
      end.await();
      service.drain(drain);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private static String address(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return "http://%s:%d"
        .formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort());
  }

  private ServiceOptions options() {
    InetSocketAddress address = ServiceOptions.address(host, port);
    Optional<String> token = Optional.ofNullable(tokenFile).map(Serve::token);
    if (!address.getAddress().isLoopbackAddress() && token.isEmpty() && !insecure) {
      throw new UsageException(
          "--host %s can be reached by other machines; give a --token-file, or say --insecure"
              .formatted(host));
    }
    Optional<Path> who = Bundled.find(speaker, "speaker.bijou");
    Optional<Path> voice = Bundled.find(vocoder, "voice.bijou");
    if (models.isEmpty() && (who.isEmpty() || voice.isEmpty())) {
      throw new UsageException(
          "nothing to serve: name a MODEL, or who speaks with --speaker and --vocoder");
    }
    return new ServiceOptions(
        models,
        who,
        voice,
        address,
        token,
        insecure,
        threads.count(),
        limits.stream().map(Serve::limit).toList(),
        InstantSource.system(),
        line -> quiet.filter(shell.err()).println(line));
  }

  private static String token(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new InputException("cannot read %s: %s".formatted(file, BijouException.reason(e)), e);
    }
  }

  private static ServiceOptions.Limit limit(String text) {
    String[] parts = text.split("=", 2);
    try {
      if (parts.length == 2) {
        return new ServiceOptions.Limit(parts[0], Long.parseLong(parts[1]));
      }
    } catch (NumberFormatException _) {
      // refused below
    }
    throw new UsageException(
        "--limit: \"%s\" is not NAME=N with one of the names %s"
            .formatted(text, String.join(", ", ServiceOptions.limitNames())));
  }
}
