package dev.bijou.speech.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A sentence as it is to be spoken.
///
/// @param text as it was written
/// @param tokens its words and pauses: at least one word, and a pause at the end; none where the text has no sound
public record Sentence(String text, List<Token> tokens) {
  public Sentence {
    tokens = List.copyOf(tokens);
  }

  /// What a model reads: [Inventory#BOUNDARY] before each word, its phones, and the marks of pauses.
  ///
  /// The boundary before the first word is where the silence before the sentence belongs, and the mark at the end is
  /// where the silence after it does.
  public List<String> symbols() {
    List<String> symbols = new ArrayList<>();
    for (Token token : tokens) {
      switch (token) {
        case Token.Word word -> {
          symbols.add(Inventory.BOUNDARY);
          symbols.addAll(word.phones());
        }
        case Token.Pause pause -> symbols.add(pause.mark());
      }
    }
    return List.copyOf(symbols);
  }

  /// The sentence in parts of at most so many symbols, divided between words; a word that is longer stays whole.
  ///
  /// @param most symbols in a part, at least 1
  public List<Sentence> parts(int most) {
    List<Sentence> parts = new ArrayList<>();
    List<Token> part = new ArrayList<>();
    int symbols = 0;
    for (Token token : tokens) {
      int size = token instanceof Token.Word word ? 1 + word.phones().size() : 1;
      if (token instanceof Token.Word && symbols > 0 && symbols + size > most) {
        parts.add(new Sentence(text, part));
        part.clear();
        symbols = 0;
      }
      part.add(token);
      symbols += size;
    }
    if (!part.isEmpty()) {
      parts.add(new Sentence(text, part));
    }
    return List.copyOf(parts);
  }

  /// The words that are spoken, for instance `doctor smith paid three dollars .`
  public String words() {
    return tokens.stream()
        .map(token ->
            switch (token) {
              case Token.Word word -> word.spelling();
              case Token.Pause pause -> pause.mark();
            })
        .collect(Collectors.joining(" "));
  }

  /// The phones of the words, which are divided by `|`, for instance `D AA1 K T ER0 | S M IH1 TH | P EY1 D .`
  public String phones() {
    StringBuilder line = new StringBuilder();
    boolean afterWord = false;
    for (Token token : tokens) {
      switch (token) {
        case Token.Word word -> {
          line.append(afterWord ? " | " : line.isEmpty() ? "" : " ");
          line.append(String.join(" ", word.phones()));
          afterWord = true;
        }
        case Token.Pause pause -> {
          line.append(' ').append(pause.mark());
          afterWord = false;
        }
      }
    }
    return line.toString();
  }

  /// The words, a tab, and the phones: one line that shows what would be spoken.
  public String line() {
    return words() + "\t" + phones();
  }

  /// A part of a sentence: a word, or a pause.
  public sealed interface Token {
    /// Where a word's phones come from.
    enum Origin {
      /// The user's own file.
      OWN,
      /// The pronouncing dictionary.
      DICTIONARY,
      /// The dictionary's phones of its stem, and an ending.
      STEM,
      /// The name of a letter.
      LETTER,
      /// What its letters would sound like.
      LETTER_TO_SOUND
    }

    /// A word and how it sounds.
    ///
    /// @param spelling in lower case, or one capital for the name of a letter
    /// @param phones not empty, each in the language's [Inventory]
    record Word(String spelling, List<String> phones, Origin origin) implements Token {
      public Word {
        phones = List.copyOf(phones);
      }
    }

    /// A pause.
    ///
    /// @param mark the punctuation mark that stands for it, in the language's [Inventory]
    record Pause(String mark) implements Token {}
  }
}
