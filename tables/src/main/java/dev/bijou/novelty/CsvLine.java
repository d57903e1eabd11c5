package dev.bijou.novelty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Splits and joins the fields of single CSV lines, as RFC 4180 has them, but for line breaks within a field.
final class CsvLine {
  private static final String SEPARATORS = ",;\t";
  private static final char QUOTE = '"';

  private CsvLine() {}

  /// The separator that stands most often in a header, outside quotes.
  static char separator(String header) {
    int[] counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    for (int at = 0; at < header.length(); at++) {
      char c = header.charAt(at);
      int separator = SEPARATORS.indexOf(c);
      if (c == QUOTE) {
        quoted = !quoted;
      } else if (separator >= 0 && !quoted) {
        counts[separator]++;
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return SEPARATORS.charAt(best);
  }

  /// The fields of a line, without the spaces around them; empty if a quoted field is not closed properly.
  static Optional<List<String>> fields(String line, char separator) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      int start = at;
      while (start < line.length() && isSpace(line.charAt(start), separator)) {
        start++;
      }
      if (start < line.length() && line.charAt(start) == QUOTE) {
        StringBuilder text = new StringBuilder();
        at = quoted(line, start + 1, text);
        while (at >= 0 && at < line.length() && isSpace(line.charAt(at), separator)) {
          at++;
        }
        if (at < 0 || (at < line.length() && line.charAt(at) != separator)) {
          return Optional.empty();
        }
        fields.add(text.toString().strip());
      } else {
        int end = line.indexOf(separator, start);
        at = end < 0 ? line.length() : end;
        fields.add(line.substring(start, at).strip());
      }
      if (at >= line.length()) {
        return Optional.of(fields);
      }
      at++;
    }
  }

  /// Reads a quoted field; the place after its closing quote, −1 if there is none.
  private static int quoted(String line, int from, StringBuilder text) {
    for (int at = from; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c != QUOTE) {
        text.append(c);
      } else if (at + 1 < line.length() && line.charAt(at + 1) == QUOTE) {
        text.append(c);
        at++;
      } else {
        return at + 1;
      }
    }
    return -1;
  }

  private static boolean isSpace(char c, char separator) {
    return c != separator && (c <= ' ' || c == '\u00a0');
  }

  /// Adds fields as a line with commas, quoted where they need it.
  static void append(StringBuilder out, List<String> fields) {
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      String field = fields.get(i);
      if (needsQuotes(field)) {
        out.append(QUOTE).append(field.replace("\"", "\"\"")).append(QUOTE);
      } else {
        out.append(field);
      }
    }
    out.append('\n');
  }

  private static boolean needsQuotes(String field) {
    for (int at = 0; at < field.length(); at++) {
      char c = field.charAt(at);
      if (c == ',' || c == QUOTE || c == '\n' || c == '\r') {
        return true;
      }
    }
    return false;
  }
}
