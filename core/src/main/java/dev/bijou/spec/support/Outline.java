package dev.bijou.spec.support;

import java.util.ArrayList;
import java.util.List;

/// An architecture in words, a line for each part, parts of a part indented below it.
public final class Outline {
  private static final String INDENT = "  ";

  private Outline() {}

  /// The lines of something with parts. Repeated parts are listed once.
  ///
  /// @param title its own line
  /// @param parts the lines of each part
  public static List<String> of(String title, List<List<String>> parts) {
    List<String> lines = new ArrayList<>();
    lines.add(title);
    for (int i = 0; i < parts.size(); ) {
      Repeat repeat = Repeat.at(parts, i);
      List<List<String>> period = parts.subList(i, i + repeat.length());
      if (repeat.times() > 1) {
        lines.add(INDENT + repeat.times() + " times");
      }
      String indent = repeat.times() > 1 ? INDENT + INDENT : INDENT;
      period.forEach(part -> part.forEach(line -> lines.add(indent + line)));
      i += repeat.length() * repeat.times();
    }
    return lines;
  }

  /// A number of features in words.
  public static String features(int count) {
    return count + (count == 1 ? " feature" : " features");
  }

  /// A run of parts that is repeated.
  ///
  /// @param length parts in the run
  /// @param times how often it occurs
  private record Repeat(int length, int times) {

    /// The repetition from `from` on that covers most parts, the shortest such.
    static Repeat at(List<List<String>> parts, int from) {
      Repeat best = new Repeat(1, 1);
      for (int length = 1; from + 2 * length <= parts.size(); length++) {
        List<List<String>> run = parts.subList(from, from + length);
        int times = 1;
        while (from + (times + 1) * length <= parts.size()
            && parts.subList(from + times * length, from + (times + 1) * length).equals(run)) {
          times++;
        }
        if (times > 1 && times * length > best.times * best.length) {
          best = new Repeat(length, times);
        }
      }
      return best;
    }
  }
}
