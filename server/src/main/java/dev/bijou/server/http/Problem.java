package dev.bijou.server.http;

import com.google.gson.JsonObject;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request that is refused, as RFC 9457 has it: one line of JSON with a status and what is wrong.
public final class Problem extends RuntimeException {
  /// The media type of a problem.
  public static final String TYPE = "application/problem+json";

  @Serial private static final long serialVersionUID = 1L;

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(421, "Misdirected Request"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  private final int status;
  private final transient Map<String, String> headers;

  private Problem(int status, String detail, Map<String, String> headers) {
    super(detail, null, false, false); // a stack trace would be the dearest part of a refusal
    this.status = status;
    this.headers = headers;
  }

  /// A refusal.
  ///
  /// @param status of HTTP, 400 or more
  /// @param detail what is wrong and what to do, in one line
  public static Problem of(int status, String detail) {
    return new Problem(status, detail, Map.of());
  }

  /// What cannot be done now, but may be in a while.
  ///
  /// @param seconds after which to try again
  public static Problem busy(String detail, int seconds) {
    return new Problem(503, detail, Map.of("Retry-After", Integer.toString(seconds)));
  }

  /// The same with a header.
  public Problem with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Problem(status, getMessage(), all);
  }

  /// The status of HTTP.
  public int status() {
    return status;
  }

  /// Headers of the answer beside its type.
  public Map<String, String> headers() {
    return headers;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /// `{"type": "about:blank", "title": …, "status": …, "detail": …}` and a line feed.
  public byte[] json() {
    JsonObject json = new JsonObject();
    json.addProperty("type", "about:blank");
    json.addProperty("title", TITLES.getOrDefault(status, "Error"));
    json.addProperty("status", status);
    json.addProperty("detail", getMessage());
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
