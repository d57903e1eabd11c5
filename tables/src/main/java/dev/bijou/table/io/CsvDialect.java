package dev.bijou.table.io;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The dialect of a CSV text, told by its beginning.
///
/// @param charset UTF-8, or UTF-16 if a byte order mark says so
/// @param markBytes length of the byte order mark, 0 without one
/// @param separator comma, semicolon or tab
record CsvDialect(Charset charset, int markBytes, char separator) {
  private static final String SEPARATORS = ",;\t";
  private static final char QUOTE = '"';

  /// The dialect of a text that begins like this, or null if it is not text.
  static @Nullable CsvDialect detect(byte[] head) {
    Charset charset = StandardCharsets.UTF_8;
    int mark = 0;
    if (head.length >= 3
        && head[0] == (byte) 0xef
        && head[1] == (byte) 0xbb
        && head[2] == (byte) 0xbf) {
      mark = 3;
    } else if (head.length >= 2 && head[0] == (byte) 0xfe && head[1] == (byte) 0xff) {
      charset = StandardCharsets.UTF_16BE;
      mark = 2;
    } else if (head.length >= 2 && head[0] == (byte) 0xff && head[1] == (byte) 0xfe) {
      charset = StandardCharsets.UTF_16LE;
      mark = 2;
    }
    String text = new String(head, mark, head.length - mark, charset);
    return text.indexOf('\0') >= 0 ? null : new CsvDialect(charset, mark, separator(text));
  }

  /// The most frequent separator in the first line; one that is equally frequent in the second is preferred, because
  /// only a separator has to be.
  static char separator(String text) {
    int[] first = new int[SEPARATORS.length()];
    int[] second = new int[SEPARATORS.length()];
    int next = count(text, 0, first);
    count(text, next, second);
    int best = 0;
    for (int i = 1; i < first.length; i++) {
      boolean steady = first[i] > 0 && first[i] == second[i];
      boolean bestSteady = first[best] > 0 && first[best] == second[best];
      if (steady == bestSteady ? first[i] > first[best] : steady) {
        best = i;
      }
    }
    return SEPARATORS.charAt(best);
  }

  /// Counts the separators outside quotes in the line that begins at `from`; returns where the next line begins.
  private static int count(String text, int from, int[] counts) {
    boolean quoted = false;
    boolean started = false;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == QUOTE) {
        quoted = !quoted;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        if (started) {
          return at + 1;
        }
        continue;
      } else if (!quoted && SEPARATORS.indexOf(c) >= 0) {
        counts[SEPARATORS.indexOf(c)]++;
      }
      started = true;
    }
    return text.length();
  }
}
