package dev.bijou.speech.text;

import java.io.Reader;
import java.io.StringReader;
import java.util.List;
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
}
