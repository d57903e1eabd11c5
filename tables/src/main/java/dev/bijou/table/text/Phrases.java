package dev.bijou.table.text;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Parts of messages that several classes need.
public final class Phrases {
  public static final int NAMES_SHOWN = 12;
  private static final int TEXT_SHOWN = 40;

  private Phrases() {}

  /// The text in double quotes, without line breaks, shortened if long.
  public static String quote(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return '"' + (line.length() > TEXT_SHOWN ? line.substring(0, TEXT_SHOWN) + "…" : line) + '"';
  }

  /// The texts in double quotes, separated by commas; the tail of a long list is only counted.
  public static String quoted(List<String> texts) {
    String shown =
        texts.stream().limit(NAMES_SHOWN).map(Phrases::quote).collect(Collectors.joining(", "));
    int more = texts.size() - NAMES_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  public static String noColumn(String table, String name, List<String> header) {
    String nearest = nearest(name, header);
    int allowed = Math.max(1, name.length() / 3);
    String suggestion =
        distance(fold(name), fold(nearest)) <= allowed
            ? "; did you mean " + quote(nearest) + "?"
            : "";
    return table
        + " has no column "
        + quote(name)
        + suggestion
        + (suggestion.isEmpty() ? "; it has " : " It has ")
        + quoted(header);
  }

  private static String nearest(String name, List<String> header) {
    return header.stream()
        .min(Comparator.comparingInt(other -> distance(fold(name), fold(other))))
        .orElse("");
  }

  private static String fold(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("[ _.-]+", "_");
  }

  /// The Levenshtein distance: the least number of insertions, deletions and replacements between two words.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
