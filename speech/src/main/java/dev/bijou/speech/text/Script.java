package dev.bijou.speech.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The words to be spoken, as they are being written: words in lower case, names of letters in upper case, pauses.
///
/// Pauses are the marks `, ; : - . ? !`. Of several in a row the strongest stays, and none begins a sentence.
final class Script {
  /// From weak to strong.
  static final String MARKS = ",-:;.!?";

  private final List<String> items = new ArrayList<>();
  private final BitSet capitals = new BitSet();

  static boolean isPause(String item) {
    return item.length() == 1 && MARKS.contains(item);
  }

  /// Whether the item is the name of a letter: a capital, perhaps with `'s`.
  static boolean isLetter(String item) {
    return Character.isUpperCase(item.charAt(0));
  }

  /// Adds words separated by spaces.
  void say(String words) {
    for (String word : words.split(" ")) {
      if (!word.isEmpty()) {
        items.add(word);
      }
    }
  }

  /// Adds a word that was written with a capital.
  void sayProper(String word) {
    capitals.set(items.size());
    items.add(word);
  }

  /// Which items were written with a capital, of those for which it matters.
  BitSet capitals() {
    return capitals;
  }

  /// Adds the names of letters.
  void spell(String letters) {
    letters.chars().forEach(letter -> items.add(Character.toString(Character.toUpperCase(letter))));
  }

  /// Adds `'s` to the last word.
  void possessive() {
    items.set(items.size() - 1, items.getLast() + "'s");
  }

  void pause(char mark) {
    if (items.isEmpty()) {
      return;
    }
    String last = items.getLast();
    if (!isPause(last)) {
      items.add(Character.toString(mark));
    } else if (MARKS.indexOf(mark) > MARKS.indexOf(last)) {
      items.set(items.size() - 1, Character.toString(mark));
    }
  }

  /// The last word or mark, or an empty string at the start.
  String last() {
    return items.isEmpty() ? "" : items.getLast();
  }

  /// Ends the sentence: adds the mark unless one stands there; a text without words stays empty.
  void end(char mark) {
    if (!items.isEmpty() && !isPause(items.getLast())) {
      pause(mark);
    }
  }

  /// The words, letters and pauses so far.
  List<String> items() {
    return List.copyOf(items);
  }
}
