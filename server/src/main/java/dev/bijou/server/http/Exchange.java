package dev.bijou.server.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One request and its answer on a connection. A request that arrives too slowly is answered by another thread than the one
/// that waits for it.
final class Exchange {
  private static final int DISCARDED_BYTES = 1 << 22;

  private final HttpExchange http;
  private final Limits limits;
  private final Memory memory;
  private final AtomicBoolean begun = new AtomicBoolean();
  private boolean bodyRead;
  private volatile int status;
  private volatile boolean whole;
  private long bytesIn;
  private volatile long bytesOut;

  Exchange(HttpExchange http, Limits limits, Memory memory) {
    this.http = http;
    this.limits = limits;
    this.memory = memory;
    this.bodyRead = announced() == null && !isChunked();
  }

  private @Nullable String announced() {
    return http.getRequestHeaders().getFirst("Content-Length");
  }

  private boolean isChunked() {
    return http.getRequestHeaders().containsKey("Transfer-Encoding");
  }

  int status() {
    return status;
  }

  boolean whole() {
    return whole;
  }

  long bytesIn() {
    return bytesIn;
  }

  long bytesOut() {
    return bytesOut;
  }

  /// Reads the body.
  ///
  /// @param most bytes that it may have
  byte[] body(Body body, ScheduledExecutorService clock) throws IOException {
    String announced = announced();
    if (bodyRead) {
      return new byte[0];
    }
    ScheduledFuture<?> late =
        clock.schedule(
            () -> Thread.startVirtualThread(this::tooSlow),
            limits.requestSeconds(),
            TimeUnit.SECONDS);
    try {
      byte[] bytes =
          body.read(
              http.getRequestBody(),
              announced == null
                  ? OptionalLong.empty()
                  : OptionalLong.of(Long.parseLong(announced)));
      bodyRead = true;
      bytesIn = bytes.length;
      return bytes;
    } catch (IOException cut) { // the client is gone, or has closed its half
      throw Problem.of(400, "the body ends before it is whole");
    } finally {
      late.cancel(false);
    }
  }

  private void tooSlow() {
    try {
      refuse(
          Problem.of(
              408, "the request did not arrive within %d s".formatted(limits.requestSeconds())));
    } catch (IOException _) {
      // The client is gone, or was answered in the meantime.
    }
  }

  /// Sends what is wrong, unless an answer has begun.
  void refuse(Problem problem) throws IOException {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    problem.headers().forEach(http.getResponseHeaders()::set);
    if (!bodyRead) {
      http.getResponseHeaders().set("Connection", "close");
    }
    byte[] json = problem.json();
    OutputStream out = head(problem.status(), Problem.TYPE, Map.of(), json.length);
    out.write(json);
    out.flush();
    bytesOut = json.length;
    whole = true;
    if (!bodyRead && problem.status() != 408) {
      discard(http.getRequestBody());
    }
    out.close();
  }

  /// Takes a little of what is still coming, so that a client that sends first and reads later sees the answer rather than
  /// a connection that was reset.
  private static void discard(InputStream in) throws IOException {
    byte[] part = new byte[1 << 14];
    long taken = 0;
    for (int read; taken < DISCARDED_BYTES && (read = in.read(part)) >= 0; ) {
      taken += read;
    }
  }

  private OutputStream head(int code, String type, Map<String, String> headers, long length)
      throws IOException {
    var all = http.getResponseHeaders();
    if (!type.isEmpty()) {
      all.set("Content-Type", type);
    }
    all.set("X-Content-Type-Options", "nosniff");
    all.set("Cache-Control", "no-store");
    headers.forEach(all::set);
    status = code;
    http.sendResponseHeaders(code, length);
    return http.getResponseBody();
  }

  /// Sends an answer.
  void send(Reply reply) throws IOException, InterruptedException {
    switch (reply) {
      case Reply.Whole(int code, String type, byte[] body, Map<String, String> headers) ->
          send(code, type, body, headers);
      case Reply.Streamed streamed -> stream(streamed);
    }
  }

  private void send(int code, String type, byte[] body, Map<String, String> headers)
      throws IOException {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    OutputStream out = head(code, type, headers, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      out.write(body);
    }
    bytesOut = body.length;
    whole = true;
    out.close();
  }

  private void stream(Reply.Streamed reply) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limits.answerSeconds());
    Outgoing outgoing = new Outgoing(memory, deadline);
    try {
      reply.threads().execute(() -> compute(reply.source(), outgoing));
    } catch (RejectedExecutionException full) {
      throw Problem.busy("all threads are busy and enough requests wait for them; try again", 1);
    }
    try {
      byte[] first = outgoing.next(); // a failure until here is a problem with its status
      byte[] second = first == null ? null : outgoing.nextIfThere();
      boolean ended = first == null || (second == null && outgoing.isEnded());
      if (!begun.compareAndSet(false, true)) {
        return;
      }
      long length = first == null ? -1 : ended ? first.length : 0;
      OutputStream out = head(200, reply.type(), reply.headers(), length);
      for (byte[] part = first; part != null; ) {
        out.write(part);
        outgoing.sent(part);
        bytesOut += part.length;
        byte[] next = second == null ? outgoing.nextIfThere() : second;
        second = null;
        if (next == null) {
          out.flush(); // before waiting
          next = outgoing.next();
        }
        part = next;
      }
      whole = true;
      out.close();
    } finally {
      outgoing.cancel();
    }
  }

  private static void compute(Reply.Source source, Outgoing outgoing) {
    Throwable thrown = null;
    try {
      source.write(outgoing);
    } catch (Throwable t) {
      thrown = t;
    }
    outgoing.end(thrown);
  }
}
