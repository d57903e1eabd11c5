package dev.bijou.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A call of the service.
///
/// @param method of HTTP
/// @param path with places in braces, as in `/v1/models/{name}`
/// @param access who may call it
/// @param bodyBytes the largest body; 0 for the usual limit
/// @param handler answers it
public record Route(String method, String path, Access access, long bodyBytes, Handler handler) {
  /// Who may call.
  public enum Access {
    /// Anyone who reaches the port: what tells nothing.
    ANYONE,
    /// Who has the token, if there is one.
    TOKEN
  }

  /// Answers a call.
  @FunctionalInterface
  public interface Handler {
    Reply answer(Call call);
  }

  /// A call with the usual limit of its body, for who has the token.
  public Route(String method, String path, Handler handler) {
    this(method, path, Access.TOKEN, 0, handler);
  }

  /// A call that anyone may make.
  public static Route open(String method, String path, Handler handler) {
    return new Route(method, path, Access.ANYONE, 0, handler);
  }

  /// What stands in the places of a path; empty if it is another one.
  Optional<Map<String, String>> match(String raw) {
    String[] own = path.split("/", -1);
    String[] other = raw.split("/", -1);
    if (own.length != other.length) {
      return Optional.empty();
    }
    Map<String, String> places = new LinkedHashMap<>();
    for (int i = 0; i < own.length; i++) {
      if (own[i].startsWith("{")) {
        places.put(own[i].substring(1, own[i].length() - 1), Query.decoded(other[i]));
      } else if (!own[i].equals(other[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(places);
  }

  /// A route that was found, and what stands in its places.
  record Found(Route route, Map<String, String> places) {
    /// Finds the route of a request.
    static Found of(List<Route> routes, String method, String raw) {
      List<String> methods = new ArrayList<>();
      for (Route route : routes) {
        Optional<Map<String, String>> places = route.match(raw);
        if (places.isPresent()) {
          if (route.method.equals(method)) {
            return new Found(route, places.get());
          }
          methods.add(route.method);
        }
      }
      if (methods.isEmpty()) {
        throw Problem.of(404, "there is no such address; GET /openapi.json lists all");
      }
      String allowed = String.join(", ", methods);
      throw Problem.of(405, "this address takes %s".formatted(allowed)).with("Allow", allowed);
    }
  }
}
