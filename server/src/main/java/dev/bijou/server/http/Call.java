package dev.bijou.server.http;

import com.sun.net.httpserver.HttpExchange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A request that was let in.
public final class Call {
  private final HttpExchange exchange;
  private final Map<String, String> places;
  private final Query query;
  private final byte[] body;
  private final Map<String, Object> notes = new LinkedHashMap<>();

  Call(HttpExchange exchange, Map<String, String> places, Query query, byte[] body) {
    this.exchange = exchange;
    this.places = places;
    this.query = query;
    this.body = body;
  }

  /// What stands in a place of the path, as in `/v1/models/{name}`.
  public String place(String name) {
    return places.getOrDefault(name, "");
  }

  /// The parameters.
  public Query query() {
    return query;
  }

  /// The whole body; empty if there is none.
  public byte[] body() {
    return body;
  }

  /// A header.
  public Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /// The form of the body. Without a type, or with another one, the call is refused: a page of another site can send
  /// those without asking.
  public Media form() {
    return header("Content-Type")
        .flatMap(Media::of)
        .orElseThrow(() ->
            Problem.of(
                415,
                "the body must be application/json, text/csv or application/x-ndjson; say which with Content-Type"));
  }

  /// The form of the answer.
  ///
  /// @param usual the form for who takes any
  public Media wanted(Media usual) {
    return header("Accept")
        .map(accept ->
            Media.accepted(accept, usual)
                .orElseThrow(() ->
                    Problem.of(
                        406,
                        "answers are application/json, text/csv or application/x-ndjson; Accept names none of them")))
        .orElse(usual);
  }

  /// Adds to the line of the log: never what stands in a row.
  public synchronized void note(String name, Object value) {
    notes.put(name, value);
  }

  synchronized Map<String, Object> notes() {
    return new LinkedHashMap<>(notes);
  }
}
