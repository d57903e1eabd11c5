package dev.bijou.benchmark.serve;

import dev.bijou.BijouException;
import dev.bijou.benchmark.CommandLine;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Mixed load on a service whose model file is replaced again and again: each answer must be, to the byte, the one that the
/// model before or after gives to this question, so that lost, doubled and mixed-up ones are seen.
public final class Endure {
  private static final int LOAD_SECONDS = 60; // for a model that is loaded
  private static final String USAGE =
      """
      Usage: benchmarks/endure MODEL OTHER TABLE [--minutes N] [--exchange SECONDS] [--rest MS] [--bijou COMMAND]
      Starts bijou serve and asks it single rows, a few, batches of 10,000, draws and conditional densities, while clients
      break off and the model file is replaced; prints memory by the minute. Exits 1 if any answer was lost or wrong.

        MODEL OTHER    two models of TABLE, which take turns
        --minutes N    how long (default 60)
        --exchange S   seconds from one exchange to the next (default 60)
        --rest MS      milliseconds that a client waits after each answer (default: of single rows 0, of others 300)
        --bijou C      the command (default: the checkout's)
      """;

  private static final Map<String, Integer> CLIENTS =
      Map.of("single", 3, "few", 1, "batch", 1, "sample", 1, "conditional", 1);
  private static final int ALIVE_MINUTES = 5;
  private static final Duration PAUSE = Duration.ofMillis(300); // of clients that break off

  private final ServiceProcess service;
  private final Path live;
  private final List<Path> models;
  private final List<Question> questions;
  private final Map<Question, Set<String>> known = new ConcurrentHashMap<>();
  private final Duration restOfSingle;
  private final Duration rest;
  private final Tally tally = new Tally();
  private final AtomicLong broken = new AtomicLong();
  private volatile boolean ended;

  private Endure(
      ServiceProcess service,
      Path live,
      List<Path> models,
      List<Question> questions,
      Duration restOfSingle,
      Duration rest) {
    this.service = service;
    this.live = live;
    this.models = models;
    this.questions = questions;
    this.restOfSingle = restOfSingle;
    this.rest = rest;
  }

  /// The command line; exits 2 for a bad one.
  public static void main(String[] args) throws IOException, InterruptedException {
    if (List.of(args).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    boolean held = false;
    try {
      CommandLine line =
          CommandLine.parse(args, Set.of(), Set.of("--minutes", "--exchange", "--rest", "--bijou"));
      if (line.positional().size() != 3) {
        throw new IllegalArgumentException("two models and a table are needed; see --help");
      }
      held = run(line, System.out);
    } catch (IllegalArgumentException | BijouException e) {
      System.err.println("endure: " + e.getMessage());
      System.exit(2);
    }
    System.exit(held ? 0 : 1);
  }

  private static boolean run(CommandLine line, PrintStream out)
      throws IOException, InterruptedException {
    List<Path> models = line.positional().subList(0, 2).stream().map(Path::of).toList();
    Questions about = new Questions(Path.of(line.positional().get(2)));
    int minutes = line.number("--minutes", 60, 1);
    int exchange = line.number("--exchange", 60, 3);
    Duration rest = Duration.ofMillis(line.number("--rest", 300, 0));
    Duration restOfSingle = line.value("--rest").isPresent() ? rest : Duration.ZERO;
    List<String> bijou = List.of(line.value("--bijou").orElse("./bijou").split(" "));
    Path folder = Files.createTempDirectory("endure");
    Path live = folder.resolve("live.bijou");
    Files.copy(models.getFirst(), live);
    try (ServiceProcess service = new ServiceProcess(bijou, live)) {
      Endure load =
          new Endure(
              service,
              live,
              models,
              about.about(service.address() + "/v1/models/live"),
              restOfSingle,
              rest);
      return load.run(minutes, exchange, out);
    } finally {
      Files.deleteIfExists(live);
      Files.deleteIfExists(folder);
    }
  }

  private boolean run(int minutes, int exchange, PrintStream out)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      learn(client);
      replace(1);
      learn(client);
      long before = service.counted(client);
      out.printf(
          "%d questions, of which the models answer %d alike; %s MB alive%n",
          questions.size(),
          questions.stream().filter(q -> known(q).size() == 1).count(),
          megabytes(service.alive()));
      long switches = load(minutes, exchange, out);
      long counted = service.counted(client) - before;
      out.printf(
          "%d asked, %d answered rightly, %d exchanges; the service counted %d, of them %d that broke off; %s MB alive%n",
          tally.allSent(),
          tally.allRight(),
          switches,
          counted,
          counted - tally.allSent(),
          megabytes(service.alive()));
      tally.troubles().forEach((what, count) -> out.println(count + " × " + what));
      return tally.allSent() == tally.allRight() && service.isAlive();
    }
  }

  private Set<String> known(Question question) {
    return known.getOrDefault(question, Set.of());
  }

  /// Asks all questions, one after the other, until the model answers steadily: what it says then is right.
  private void learn(HttpClient client) throws IOException, InterruptedException {
    Question first = questions.getFirst();
    String before = "";
    Set<String> other = new HashSet<>(known(first));
    int tries = 0;
    for (String now = first.ask(client); other.contains(now) || !now.equals(before); ) {
      if (++tries > LOAD_SECONDS) {
        throw new IllegalArgumentException(
            "the models cannot be told apart by their answers; give two that differ");
      }
      before = now;
      TimeUnit.SECONDS.sleep(1);
      now = first.ask(client);
    }
    for (Question question : questions) {
      String answer = question.ask(client);
      known.computeIfAbsent(question, _ -> ConcurrentHashMap.newKeySet()).add(answer);
    }
  }

  private void replace(int turn) throws IOException {
    Path beside = live.resolveSibling("next");
    Files.copy(models.get(turn % models.size()), beside, StandardCopyOption.REPLACE_EXISTING);
    Files.move(beside, live, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// @return how often the model was exchanged
  private long load(int minutes, int exchange, PrintStream out)
      throws IOException, InterruptedException {
    int turn = 1;
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      CLIENTS.forEach((kind, clients) -> {
        for (int i = 0; i < clients; i++) {
          int seed = i;
          threads.execute(() -> ask(kind, seed));
        }
      });
      threads.execute(this::breakOff);
      long start = System.nanoTime();
      long second = TimeUnit.SECONDS.toNanos(1);
      for (long now = 1; now <= 60L * minutes && service.isAlive(); now++) {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, start + now * second - System.nanoTime()));
        if (now % exchange == 0) {
          replace(++turn);
        }
        if (now % 60 == 0) {
          out.println("minute %d: %s".formatted(now / 60, memory(now / 60) + tally.line()));
        }
      }
      ended = true;
    }
    return turn - 1;
  }

  /// What the system has given it and, now and then since a collection is needed to tell, what is alive in it.
  private String memory(long minute) throws IOException, InterruptedException {
    String alive = minute % ALIVE_MINUTES == 0 ? megabytes(service.alive()) + " MB alive, " : "";
    return alive + megabytes(service.resident()) + " MB resident; ";
  }

  private static String megabytes(OptionalLong bytes) {
    return bytes.isPresent() ? Long.toString(bytes.getAsLong() / 1_000_000) : "?";
  }

  private void ask(String kind, int seed) {
    List<Question> own = questions.stream().filter(q -> q.kind().equals(kind)).toList();
    Random random = new Random(seed);
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!ended) {
        Question question = own.get(random.nextInt(own.size()));
        tally.sent();
        long start = System.nanoTime();
        try {
          String answer = question.ask(client);
          if (known(question).contains(answer)) {
            tally.right(kind, (System.nanoTime() - start) / 1e6);
          } else {
            tally.trouble(kind + ": an answer that neither model gives");
          }
        } catch (IOException e) {
          tally.trouble(kind + ": " + e.getMessage());
        }
        Thread.sleep(kind.equals("single") ? restOfSingle : rest);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// A client that goes in the middle of its question, or of the answer.
  private void breakOff() {
    URI address = URI.create(service.address());
    List<String> starts = new ArrayList<>();
    String head =
        "POST /v1/models/live/sample HTTP/1.1\r\nHost: %s\r\n".formatted(address.getAuthority());
    starts.add(head);
    starts.add(head + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"n\":");
    starts.add(head + "Content-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"n\": 3000}");
    try {
      while (!ended) {
        String start = starts.get((int) (broken.incrementAndGet() % starts.size()));
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
          socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
          Thread.sleep(PAUSE);
        } catch (IOException e) {
          tally.trouble("a connection was refused: " + e.getMessage());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
