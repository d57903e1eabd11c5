package dev.bijou.server.http;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executor;

/// The answer to a call.
public sealed interface Reply {
  /// The media type of JSON.
  String JSON = "application/json";

  /// An answer that is there.
  ///
  /// @param type its media type
  /// @param headers beside the type
  record Whole(int status, String type, byte[] body, Map<String, String> headers)
      implements Reply {}

  /// An answer that is computed as it is sent. What is thrown before the first part has been passed on becomes a problem;
  /// later the connection is cut, so that nobody takes the answer for whole.
  ///
  /// @param type its media type
  /// @param headers beside the type
  /// @param threads compute it
  /// @param source computes it
  record Streamed(String type, Map<String, String> headers, Executor threads, Source source)
      implements Reply {}

  /// Computes an answer.
  @FunctionalInterface
  interface Source {
    void write(OutputStream out) throws IOException;
  }

  /// JSON with a line feed.
  static Reply json(JsonElement json) {
    return json(200, json);
  }

  /// JSON with a line feed.
  static Reply json(int status, JsonElement json) {
    return new Whole(status, JSON, (json + "\n").getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /// A text.
  static Reply text(String type, String text) {
    return new Whole(200, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /// Nothing.
  static Reply nothing() {
    return new Whole(204, "", new byte[0], Map.of());
  }
}
