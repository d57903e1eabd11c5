package dev.bijou.speech.text;

import dev.bijou.speech.text.Sentence.Token;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Turns written text into phones: everything that a text-to-speech system must know about a language.
public interface Language {
  /// The symbols of its sentences.
  Inventory inventory();

  /// The sentences of a text, read as they are asked for: a text of any length takes the memory of one sentence.
  ///
  /// Any text will do. Characters without a sound in the language are skipped, and so are sentences of nothing else.
  ///
  /// @param text is not closed
  /// @param skipped told of each character that is skipped
  /// @return throws [java.io.UncheckedIOException] where the text cannot be read
  Stream<Sentence> sentences(Reader text, Skipped skipped);

  /// A short text as one, even if it is several sentences: the transcript of a recording.
  ///
  /// @return without tokens if nothing in the text has a sound
  default Sentence utterance(String text) {
    List<Token> tokens =
        sentences(new StringReader(text), new Skipped(inventory().language()))
            .flatMap(sentence -> sentence.tokens().stream())
            .toList();
    return new Sentence(text, tokens);
  }

  /// The characters of a text that were skipped because the language has no sound for them.
  ///
  /// Takes no more memory for a long text than for a short one. Not for use by several threads at once.
  final class Skipped {
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
}
