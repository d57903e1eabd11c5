package dev.bijou.speech.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The characters of a text that were skipped because the language has no sound for them.
///
/// Takes no more memory for a long text than for a short one. Not for use by several threads at once.
public final class Skipped {
  private static final int EXAMPLES = 8;

  private final String language;
  private final Set<Integer> examples = new LinkedHashSet<>();
  private long count;
  private boolean more;

  /// @param language what the notice calls it, for instance `English`
  public Skipped(String language) {
    this.language = language;
  }

  /// Counts a character.
  public void add(int codePoint) {
    count++;
    if (examples.size() < EXAMPLES) {
      examples.add(codePoint);
    } else if (!examples.contains(codePoint)) {
      more = true;
    }
  }

  /// How many characters were skipped.
  public long count() {
    return count;
  }

  /// One line that says how many were skipped, and which, for instance
  /// `skipped 3 characters that have no English sound: 😀 ж U+0007`; empty where none were.
  public Optional<String> notice() {
    if (count == 0) {
      return Optional.empty();
    }
    List<String> shown = new ArrayList<>();
    examples.forEach(c -> shown.add(show(c)));
    return Optional.of(
        "skipped "
            + (count == 1 ? "1 character that has" : count + " characters that have")
            + " no "
            + language
            + " sound: "
            + String.join(" ", shown)
            + (more ? " …" : ""));
  }

  private static String show(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
          "U+%04X".formatted(c);
      default -> Character.toString(c);
    };
  }
}
