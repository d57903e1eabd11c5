package dev.bijou.speech.text;

import java.util.List;

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
