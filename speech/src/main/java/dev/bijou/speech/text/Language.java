package dev.bijou.speech.text;

import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;

/// Turns written text into phones: everything that a text-to-speech system must know of a language.
public interface Language {
  /// The symbols of its sentences.
  Inventory inventory();

  /// The sentences of a text, read as they are asked for: a text of any length takes the memory of one sentence.
  ///
  /// Any text does. What has no sound in the language is passed over; a sentence of nothing else is left out.
  ///
  /// @param text is not closed
  /// @param skipped is told of each character that was passed over
  /// @return throws [java.io.UncheckedIOException] where the text cannot be read
  Stream<Sentence> sentences(Reader text, Skipped skipped);

  /// A short text as one, even if it is several sentences: the transcript of a recording.
  ///
  /// @return without tokens where nothing of the text has a sound
  default Sentence utterance(String text) {
    List<Token> tokens =
        sentences(new StringReader(text), new Skipped(inventory().language()))
            .flatMap(sentence -> sentence.tokens().stream())
            .toList();
    return new Sentence(text, tokens);
  }
}
