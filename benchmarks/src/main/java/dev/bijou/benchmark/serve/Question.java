package dev.bijou.benchmark.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/// A request whose answer is the same each time that the same model gives it.
///
/// @param kind of the load
/// @param request as it is sent
record Question(String kind, HttpRequest request) {
  private static final Duration PATIENCE = Duration.ofSeconds(320);

  static Question of(String kind, URI address, String type, String body) {
    return new Question(
        kind,
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /// Sends it and returns a digest of the answer.
  ///
  /// @throws IOException if there is no answer, or one of another status than 200
  String ask(HttpClient client) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(kind + " was answered by " + answer.statusCode());
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(answer.body());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
