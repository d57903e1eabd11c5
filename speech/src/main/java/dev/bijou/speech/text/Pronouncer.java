package dev.bijou.speech.text;

import dev.bijou.speech.text.Sentence.Token;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the phones of words: in the user's own file, else by the words beside them, in the dictionary, by their stem,
/// and finally by their letters.
final class Pronouncer {
  private static final Map<String, List<String>> LETTERS = letters();
  private static final Map<String, List<String>> CONTRACTIONS =
      Map.of(
          "'ll", List.of("AH0", "L"),
          "'ve", List.of("AH0", "V"),
          "'re", List.of("ER0"),
          "'m", List.of("AH0", "M"));

  private final PronouncingDictionary dictionary;
  private final Map<String, List<String>> own;
  private final Derivation derivation;
  private @Nullable LetterToSound letterToSound; // read when a word first needs it

  Pronouncer(PronouncingDictionary dictionary, Map<String, List<String>> own) {
    this.dictionary = dictionary;
    this.own = own;
    this.derivation = new Derivation(this::listed);
  }

  /// Whether the user or the dictionary has a word.
  boolean knows(String word) {
    return own.containsKey(word) || dictionary.contains(word);
  }

  /// The words and pauses of a sentence with their phones.
  ///
  /// @param script as [Script] has it
  List<Token> pronounce(List<String> script) {
    return pronounce(script, new BitSet());
  }

  /// The words and pauses of a sentence with their phones.
  ///
  /// @param capitals which of the words were written with a capital
  List<Token> pronounce(List<String> script, BitSet capitals) {
    List<Token> reversed =
        new ArrayList<>(); // from the end, since what follows tells how an article sounds
    String next = "";
    for (int i = script.size() - 1; i >= 0; i--) {
      String item = script.get(i);
      if (Script.isPause(item)) {
        reversed.add(new Token.Pause(item));
        next = "";
      } else {
        Token.Word word = word(script, i, capitals, next);
        if (!word.phones().isEmpty()) {
          reversed.add(word);
          next = word.phones().getFirst();
        }
      }
    }
    return List.copyOf(reversed.reversed());
  }

  private Token.Word word(List<String> script, int at, BitSet capitals, String nextPhone) {
    String word = script.get(at);
    List<String> phones = own.get(word);
    if (phones != null) {
      return new Token.Word(word, phones, Token.Origin.OWN);
    }
    phones =
        Homographs.find(script, at, capitals, !nextPhone.isEmpty(), Arpabet.isVowel(nextPhone));
    return phones != null ? new Token.Word(word, phones, Token.Origin.DICTIONARY) : alone(word);
  }

  /// A word wherever it stands.
  Token.Word alone(String word) {
    if (Script.isLetter(word)) {
      List<String> name = LETTERS.getOrDefault(word.substring(0, 1), List.of());
      return new Token.Word(
          word, word.endsWith("'s") ? Derivation.withS(name) : name, Token.Origin.LETTER);
    }
    List<String> phones = listed(word);
    if (phones != null) {
      return new Token.Word(
          word, phones, own.containsKey(word) ? Token.Origin.OWN : Token.Origin.DICTIONARY);
    }
    int apostrophe = word.lastIndexOf('\'');
    if (apostrophe > 0) {
      Token.Word stem = alone(word.substring(0, apostrophe));
      String ending = word.substring(apostrophe);
      List<String> more = CONTRACTIONS.get(ending);
      if (ending.equals("'s") || ending.equals("'d") || more != null) {
        List<String> whole =
            more != null
                ? Derivation.plus(stem.phones(), more.toArray(String[]::new))
                : ending.equals("'s")
                    ? Derivation.withS(stem.phones())
                    : Derivation.withD(stem.phones());
        boolean heard = stem.origin() == Token.Origin.LETTER_TO_SOUND;
        return new Token.Word(
            word, whole, heard ? Token.Origin.LETTER_TO_SOUND : Token.Origin.STEM);
      }
    }
    phones = derivation.find(word);
    return phones != null
        ? new Token.Word(word, phones, Token.Origin.STEM)
        : new Token.Word(word, letterToSound().pronounce(word), Token.Origin.LETTER_TO_SOUND);
  }

  private @Nullable List<String> listed(String word) {
    List<String> phones = own.get(word);
    return phones != null ? phones : dictionary.find(word);
  }

  private synchronized LetterToSound letterToSound() {
    if (letterToSound == null) {
      letterToSound = LetterToSound.bundled();
    }
    return letterToSound;
  }

  private static Map<String, List<String>> letters() {
    Map<String, List<String>> letters = new HashMap<>();
    String names =
        """
        A EY1,B B IY1,C S IY1,D D IY1,E IY1,F EH1 F,G JH IY1,H EY1 CH,I AY1,J JH EY1,K K EY1,L EH1 L,\
        M EH1 M,N EH1 N,O OW1,P P IY1,Q K Y UW1,R AA1 R,S EH1 S,T T IY1,U Y UW1,V V IY1,\
        W D AH1 B AH0 L Y UW0,X EH1 K S,Y W AY1,Z Z IY1\
        """;
    for (String name : names.split(",")) {
      String[] parts = name.split(" ", 2);
      letters.put(parts[0], List.of(parts[1].split(" ")));
    }
    return Map.copyOf(letters);
  }
}
