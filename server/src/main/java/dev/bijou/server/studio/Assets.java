package dev.bijou.server.studio;

import dev.bijou.server.http.Problem;
import dev.bijou.server.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files of the page, which lie in the jar. Only those that are listed here can be asked for.
final class Assets {
  /// All files, the page itself first.
  static final List<String> NAMES =
      List.of(
          "index.html",
          "studio.css",
          "app.js",
          "api.js",
          "dom.js",
          "plot.js",
          "cloud.js",
          "open.js",
          "learn.js",
          "models.js",
          "flow.js",
          "look.js",
          "ask.js",
          "find.js",
          "listen.js",
          "icon.svg");

  /// Nothing comes from elsewhere, nothing in the page itself is run, no other page shows it.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
          + "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cache-Control", "no-cache");

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  Assets() {
    for (String name : NAMES) {
      try (InputStream stream = Assets.class.getResourceAsStream(name)) {
        if (stream == null) {
          throw new IllegalStateException("the module has no " + name);
        }
        files.put(name, stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// A file.
  Reply get(String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw Problem.of(404, "there is no such file");
    }
    return new Reply.Whole(200, type(name), bytes, HEADERS);
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.'))) {
      case ".html" -> "text/html; charset=utf-8";
      case ".css" -> "text/css; charset=utf-8";
      case ".js" -> "text/javascript; charset=utf-8";
      default -> "image/svg+xml";
    };
  }
}
