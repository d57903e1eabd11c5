package dev.bijou.server.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who is let in.
///
/// A page of another site can make a browser call any address of its user: it names its own host (a name that it lets
/// point here, DNS rebinding) or its own origin. Both are told by their headers.
///
/// @param token that a request must have; empty if none is asked for
/// @param cookie the name of a cookie that may hold the token, for pages; empty for none
/// @param address that the service listens on
public record Guard(Optional<String> token, Optional<String> cookie, InetAddress address) {
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");
  private static final Pattern NUMERIC =
      Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?");
  private static final String BEARER = "Bearer ";

  /// Refuses a request that comes from another site, or has no token where it needs one.
  void check(HttpExchange exchange, Route.Access access) {
    Headers headers = exchange.getRequestHeaders();
    String host = Optional.ofNullable(headers.getFirst("Host")).orElse("").toLowerCase(Locale.ROOT);
    if (!mayBeNamed(host)) {
      throw Problem.of(
          421, "this service does not go by the name in Host; call it by its own address");
    }
    String origin = headers.getFirst("Origin");
    boolean elsewhere = origin != null && !origin.equalsIgnoreCase("http://" + host);
    if (elsewhere || "cross-site".equals(headers.getFirst("Sec-Fetch-Site"))) {
      throw Problem.of(403, "requests of pages of other sites are refused");
    }
    if (access == Route.Access.TOKEN && token.isPresent() && !hasToken(headers, token.get())) {
      throw Problem.of(401, "this needs the token of the service: Authorization: Bearer …")
          .with("WWW-Authenticate", "Bearer");
    }
  }

  /// On the loopback address only by its names; elsewhere, without a token, by numbers: no site can let those point here.
  private boolean mayBeNamed(String host) {
    if (address.isLoopbackAddress()) {
      return LOOPBACK.matcher(host).matches();
    }
    return token.isPresent() || LOOPBACK.matcher(host).matches() || NUMERIC.matcher(host).matches();
  }

  private boolean hasToken(Headers headers, String expected) {
    String authorization = headers.getFirst("Authorization");
    if (authorization != null) {
      return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
          && isSame(authorization.substring(BEARER.length()).strip(), expected);
    }
    return cookie.isPresent() && isSame(cookie(headers, cookie.get()), expected);
  }

  private static String cookie(Headers headers, String name) {
    for (String line : headers.getOrDefault("Cookie", List.of())) {
      for (String pair : line.split(";")) {
        String[] parts = pair.strip().split("=", 2);
        if (parts.length == 2 && parts[0].equals(name)) {
          return parts[1];
        }
      }
    }
    return "";
  }

  /// Whether two texts are the same, in a time that does not tell how much of them is.
  public static boolean isSame(String given, String expected) {
    return MessageDigest.isEqual(digest(given), digest(expected));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
