package dev.bijou.server.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.bijou.BijouException;
import dev.bijou.OutputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Listens on an address and answers requests by routes, each in a virtual thread of its own that mostly waits.
public final class Front implements AutoCloseable {
  private static final int GRACE_SECONDS = 3;
  private static final int BACKLOG = 1024;
  private static final int LONGEST_PATH = 200;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clock = clock();
  private final List<Route> routes;
  private final Guard guard;
  private final Limits limits;
  private final Memory memory;
  private final Semaphore requests;
  private final Consumer<Answered> observer;
  private final Consumer<Throwable> surprises;

  /// Starts to listen.
  ///
  /// @param address with port 0 for any that is free
  /// @param observer told of each request when it is answered
  /// @param surprises told of what was thrown that should not have been
  /// @throws IOException if the address cannot be listened on
  public Front(
      InetSocketAddress address,
      List<Route> routes,
      Guard guard,
      Limits limits,
      Consumer<Answered> observer,
      Consumer<Throwable> surprises)
      throws IOException {
    this.routes = List.copyOf(routes);
    this.guard = guard;
    this.limits = limits;
    this.memory = new Memory(limits.memoryBytes());
    this.requests = new Semaphore(limits.requests());
    this.observer = observer;
    this.surprises = surprises;
    configure(limits);
    this.server = HttpServer.create(address, BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", new Door());
    server.start();
  }

  /// The JDK's server reads its limits once, from properties of the process; what a user has set stays.
  private static void configure(Limits limits) {
    int answerSeconds = limits.answerSeconds() + limits.requestSeconds() + GRACE_SECONDS;
    Map.of(
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.maxReqTime",
                Integer.toString(limits.requestSeconds() + GRACE_SECONDS),
            "sun.net.httpserver.maxRspTime", Integer.toString(answerSeconds),
            "sun.net.httpserver.maxReqHeaderSize", Integer.toString(1 << 15),
            "sun.net.httpserver.maxReqHeaders", "100",
            "sun.net.httpserver.maxIdleConnections", Integer.toString(limits.connections()),
            "jdk.httpserver.maxConnections", Integer.toString(limits.connections()))
        .forEach((name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }

  /// Of requests that arrive in time nothing may stay behind, or those of the last seconds would all be held.
  private static ScheduledExecutorService clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("bijou-server-clock").factory());
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /// Requests that are being answered.
  public int open() {
    return limits.requests() - requests.availablePermits();
  }

  /// Bytes of bodies and answers that are held.
  public long heldBytes() {
    return memory.taken();
  }

  /// Stops to listen, waits for requests that are being answered, and cuts those that take longer.
  public void drain(int seconds) {
    server.stop(seconds);
    threads.shutdownNow();
    clock.shutdownNow();
  }

  @Override
  public void close() {
    drain(0);
  }

  private final class Door implements HttpHandler {
    @Override
    public void handle(HttpExchange http) throws IOException {
      long start = System.nanoTime();
      Exchange exchange = new Exchange(http, limits, memory);
      Visit visit = new Visit(exchange);
      boolean admitted = requests.tryAcquire();
      try {
        if (!admitted) {
          exchange.refuse(Problem.busy("too many requests are open; try again", 1));
          return;
        }
        visit.run(http);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        if (admitted) {
          requests.release();
        }
        observer.accept(visit.answered(http, (System.nanoTime() - start) / 1e9));
      }
      if (!exchange.whole()) {
        // Cuts the connection. To close the exchange would end its answer properly, as if that were
        // whole.
        throw new IOException("the answer is not whole");
      }
    }
  }

  /// A request on its way through.
  private final class Visit {
    private final Exchange exchange;
    private String route = "";
    private Map<String, Object> notes = Map.of();

    Visit(Exchange exchange) {
      this.exchange = exchange;
    }

    void run(HttpExchange http) throws IOException, InterruptedException {
      try {
        guard.check(http, Route.Access.ANYONE);
        Route.Found found =
            Route.Found.of(routes, http.getRequestMethod(), http.getRequestURI().getRawPath());
        route = found.route().path();
        guard.check(http, found.route().access());
        Query query = Query.of(http.getRequestURI().getRawQuery());
        long most = found.route().bodyBytes() > 0 ? found.route().bodyBytes() : limits.bodyBytes();
        try (Body body = new Body(memory, most)) {
          Call call = new Call(http, found.places(), query, exchange.body(body, clock));
          try {
            exchange.send(found.route().handler().answer(call));
          } finally {
            notes = call.notes();
          }
        }
      } catch (RuntimeException | Error thrown) {
        exchange.refuse(problem(thrown));
      }
    }

    private Problem problem(Throwable thrown) {
      return switch (thrown) {
        case Problem problem -> problem;
        case OutputException gone -> Problem.of(500, gone.getMessage());
        case BijouException bad -> Problem.of(422, bad.getMessage());
        case OutOfMemoryError full -> {
          surprises.accept(full);
          yield Problem.busy("out of memory; ask for less at a time", 10);
        }
        default -> {
          surprises.accept(thrown);
          yield Problem.of(500, "internal error; the log of the service has more");
        }
      };
    }

    Answered answered(HttpExchange http, double seconds) {
      String path = String.valueOf(http.getRequestURI().getRawPath());
      return new Answered(
          http.getRequestMethod(),
          path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) + "…" : path,
          route,
          exchange.status(),
          seconds,
          exchange.bytesIn(),
          exchange.bytesOut(),
          exchange.whole(),
          notes);
    }
  }
}
