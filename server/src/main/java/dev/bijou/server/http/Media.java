package dev.bijou.server.http;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The forms of tables that are taken and given.
public enum Media {
  /// One JSON object with all rows.
  JSON("application/json"),
  /// A line of names and a line for each row.
  CSV("text/csv"),
  /// A JSON object on a line for each row.
  LINES("application/x-ndjson");

  private final String type;

  Media(String type) {
    this.type = type;
  }

  /// The media type.
  public String type() {
    return type;
  }

  /// The form of a Content-Type; empty for others.
  static Optional<Media> of(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(media -> media.type.equals(type))
        .findFirst()
        .or(() -> type.equals("application/jsonl") ? Optional.of(LINES) : Optional.empty());
  }

  /// A part of an Accept header.
  private record Wish(String type, double weight) {
    static Wish of(String part) {
      String[] pieces = part.split(";");
      double weight = 1;
      for (int i = 1; i < pieces.length; i++) {
        String piece = pieces[i].strip();
        if (piece.startsWith("q=")) {
          try {
            weight = Double.parseDouble(piece.substring(2));
          } catch (NumberFormatException _) {
            weight = 0;
          }
        }
      }
      return new Wish(pieces[0].strip().toLowerCase(Locale.ROOT), weight);
    }
  }

  /// The form that an Accept header likes best; the usual one if it takes any; empty if it takes none.
  static Optional<Media> accepted(String accept, Media usual) {
    List<Wish> wishes =
        Arrays.stream(accept.split(","))
            .map(Wish::of)
            .filter(wish -> wish.weight > 0)
            .sorted(Comparator.comparingDouble((Wish wish) -> -wish.weight))
            .toList();
    for (Wish wish : wishes) {
      if (wish.type.equals("*/*") || usual.type.startsWith(wish.type.replace("*", ""))) {
        return Optional.of(usual);
      }
      Optional<Media> found = of(wish.type);
      if (found.isPresent()) {
        return found;
      }
      if (wish.type.equals("text/*")) {
        return Optional.of(CSV);
      }
    }
    return Optional.empty();
  }
}
