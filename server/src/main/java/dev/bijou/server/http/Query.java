package dev.bijou.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parameters after the question mark. What is not known is refused, so that a mistyped one does not go unheard.
public final class Query {
  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  /// Reads parameters, of which each may stand once.
  ///
  /// @param raw as it came, percent-encoded; null for none
  static Query of(@Nullable String raw) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (values.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
        throw Problem.of(400, "parameter \"%s\" stands twice".formatted(name));
      }
    }
    return new Query(values);
  }

  static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.of(400, "the address is not encoded properly");
    }
  }

  /// Refuses parameters that are none of these.
  public void requireKnown(List<String> names) {
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw Problem.of(
            400,
            names.isEmpty()
                ? "there is no parameter \"%s\"; this call has none".formatted(name)
                : "there is no parameter \"%s\", but %s".formatted(name, String.join(", ", names)));
      }
    }
  }

  /// A parameter as it was given.
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// A whole number between bounds.
  public long whole(String name, long otherwise, long least, long most) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException _) {
      // refused below
    }
    throw Problem.of(
        400,
        "%s is \"%s\", but must be a whole number in %d … %d".formatted(name, text, least, most));
  }

  /// A number between bounds.
  public double number(String name, double otherwise, double least, double most) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      double value = Double.parseDouble(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException _) {
      // refused below
    }
    throw Problem.of(
        400, "%s is \"%s\", but must be a number in %s … %s".formatted(name, text, least, most));
  }

  /// One of some words.
  public String choice(String name, String otherwise, List<String> words) {
    String text = values.getOrDefault(name, otherwise);
    if (!words.contains(text)) {
      throw Problem.of(
          400,
          "%s is \"%s\", but must be one of %s".formatted(name, text, String.join(", ", words)));
    }
    return text;
  }
}
