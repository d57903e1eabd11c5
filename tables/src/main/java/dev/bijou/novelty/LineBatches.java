package dev.bijou.novelty;

import dev.bijou.table.io.TableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The lines of a stream as they come: each call waits for one line and then takes along those that have arrived with
/// it. So a slow stream is answered line by line, and a fast one in batches. Memory is bounded, also if a line never
/// ends.
final class LineBatches {
  /// Bytes of a line beyond which it is skipped.
  static final int LONGEST = 1 << 20;

  private static final int MOST_LINES = 2048;

  private final String name;
  private final InputStream in;
  private byte[] buffer = new byte[1 << 18];
  private int from; // where the unread bytes begin
  private int to; // where they end
  private long number;
  private boolean skipping; // within a line that is too long
  private boolean ended;

  /// A line.
  ///
  /// @param number from 1
  /// @param text without its end; empty if it is too long
  /// @param tooLong whether it was skipped
  record Line(long number, String text, boolean tooLong) {}

  LineBatches(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /// The next lines that are not blank, empty at the end of the stream.
  List<Line> next() {
    List<Line> lines = new ArrayList<>();
    while (lines.size() < MOST_LINES) {
      int end = indexOfLineFeed();
      if (end >= 0) {
        take(end, lines);
        from = end + 1;
      } else if (!lines.isEmpty() || !read(lines)) {
        break;
      }
    }
    return lines;
  }

  private int indexOfLineFeed() {
    for (int at = from; at < to; at++) {
      if (buffer[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  private void take(int end, List<Line> lines) {
    number++;
    if (skipping) {
      skipping = false;
      lines.add(new Line(number, "", true));
      return;
    }
    String text = new String(buffer, from, end - from, StandardCharsets.UTF_8);
    if (number == 1 && text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    if (!text.isBlank()) {
      lines.add(new Line(number, text, false));
    }
  }

  /// Reads on; false at the end, when what is left is a line.
  private boolean read(List<Line> lines) {
    if (ended) {
      return false;
    }
    if (skipping) {
      from = to;
    }
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      if (buffer.length >= LONGEST) {
        skipping = true;
        to = 0;
      } else {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
    }
    int read;
    try {
      read = in.read(buffer, to, buffer.length - to);
    } catch (IOException failure) {
      throw new TableException(name + ": cannot be read: " + failure.getMessage(), failure);
    }
    if (read >= 0) {
      to += read;
      return true;
    }
    ended = true;
    if (to > from || skipping) {
      take(to, lines);
      from = to;
    }
    return false;
  }
}
