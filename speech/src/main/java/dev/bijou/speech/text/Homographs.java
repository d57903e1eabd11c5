package dev.bijou.speech.text;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Words whose pronunciation depends on the word before or after them.
///
/// *The* and *to* are reduced before a consonant. A spelling that a noun or adjective shares with a verb is a noun
/// after an article or a possessive, a verb after *to* or a word such as *will*, and elsewhere what it mostly is.
final class Homographs {
  private static final Set<String> BEFORE_NOUN =
      Set.of(
          "a", "an", "the", "this", "my", "his", "its", "our", "your", "their", "of", "no", "any",
          "some", "new", "good", "each", "every", "in", "with", "for");
  private static final Set<String> BEFORE_VERB =
      Set.of(
          "to",
          "will",
          "would",
          "can",
          "could",
          "should",
          "must",
          "may",
          "might",
          "shall",
          "i",
          "we",
          "you",
          "they",
          "don't",
          "didn't",
          "doesn't",
          "won't",
          "can't",
          "couldn't",
          "wouldn't",
          "cannot",
          "did",
          "does",
          "do",
          "i'll",
          "we'll",
          "you'll",
          "they'll",
          "he'll",
          "she'll",
          "i'd",
          "let's",
          "please");
  private static final Set<String> PRONOUNS = Set.of("i", "we", "you", "they");

  /// @param noun the phones of the noun or adjective
  /// @param verb the phones of the verb
  /// @param elsewhere the more frequent of the two
  private record Pair(String noun, String verb, String elsewhere) {}

  private static final Map<String, Pair> PAIRS =
      Map.ofEntries(
          Map.entry("use", mostlyVerb("Y UW1 S", "Y UW1 Z")),
          Map.entry("abuse", mostlyNoun("AH0 B Y UW1 S", "AH0 B Y UW1 Z")),
          Map.entry("excuse", mostlyVerb("IH0 K S K Y UW1 S", "IH0 K S K Y UW1 Z")),
          Map.entry("house", mostlyNoun("HH AW1 S", "HH AW1 Z")),
          Map.entry("record", mostlyNoun("R EH1 K ER0 D", "R IH0 K AO1 R D")),
          Map.entry("records", mostlyNoun("R EH1 K ER0 D Z", "R IH0 K AO1 R D Z")),
          Map.entry("present", mostlyNoun("P R EH1 Z AH0 N T", "P R IY0 Z EH1 N T")),
          Map.entry("object", mostlyNoun("AA1 B JH EH0 K T", "AH0 B JH EH1 K T")),
          Map.entry("subject", mostlyNoun("S AH1 B JH IH0 K T", "S AH0 B JH EH1 K T")),
          Map.entry("project", mostlyNoun("P R AA1 JH EH0 K T", "P R AH0 JH EH1 K T")),
          Map.entry("conduct", mostlyNoun("K AA1 N D AH0 K T", "K AH0 N D AH1 K T")),
          Map.entry("conflict", mostlyNoun("K AA1 N F L IH0 K T", "K AH0 N F L IH1 K T")),
          Map.entry("contract", mostlyNoun("K AA1 N T R AE2 K T", "K AH0 N T R AE1 K T")),
          Map.entry("contrast", mostlyNoun("K AA1 N T R AE2 S T", "K AH0 N T R AE1 S T")),
          Map.entry("contest", mostlyNoun("K AA1 N T EH0 S T", "K AH0 N T EH1 S T")),
          Map.entry("convict", mostlyNoun("K AA1 N V IH0 K T", "K AH0 N V IH1 K T")),
          Map.entry("convert", mostlyVerb("K AA1 N V ER0 T", "K AH0 N V ER1 T")),
          Map.entry("combine", mostlyVerb("K AA1 M B AY0 N", "K AH0 M B AY1 N")),
          Map.entry("desert", mostlyNoun("D EH1 Z ER0 T", "D IH0 Z ER1 T")),
          Map.entry("increase", mostlyVerb("IH1 N K R IY2 S", "IH0 N K R IY1 S")),
          Map.entry("insult", mostlyNoun("IH1 N S AH2 L T", "IH2 N S AH1 L T")),
          Map.entry("permit", mostlyVerb("P ER1 M IH2 T", "P ER0 M IH1 T")),
          Map.entry("produce", mostlyVerb("P R OW1 D UW0 S", "P R AH0 D UW1 S")),
          Map.entry("progress", mostlyNoun("P R AA1 G R EH2 S", "P R AH0 G R EH1 S")),
          Map.entry("protest", mostlyNoun("P R OW1 T EH2 S T", "P R AH0 T EH1 S T")),
          Map.entry("rebel", mostlyNoun("R EH1 B AH0 L", "R IH0 B EH1 L")),
          Map.entry("refuse", mostlyVerb("R EH1 F Y UW2 Z", "R IH0 F Y UW1 Z")),
          Map.entry("suspect", mostlyVerb("S AH1 S P EH2 K T", "S AH0 S P EH1 K T")),
          Map.entry("survey", mostlyNoun("S ER1 V EY2", "S ER0 V EY1")),
          Map.entry("estimate", mostlyNoun("EH1 S T AH0 M AH0 T", "EH1 S T AH0 M EY2 T")),
          Map.entry("live", mostlyVerb("L AY1 V", "L IH1 V")),
          Map.entry("lives", mostlyVerb("L AY1 V Z", "L IH1 V Z")),
          Map.entry("close", mostlyNoun("K L OW1 S", "K L OW1 Z")),
          Map.entry("perfect", mostlyNoun("P ER1 F IH2 K T", "P ER0 F EH1 K T")),
          Map.entry("separate", mostlyNoun("S EH1 P ER0 IH0 T", "S EH1 P ER0 EY2 T")),
          Map.entry("tear", mostlyNoun("T IH1 R", "T EH1 R")),
          Map.entry("tears", mostlyNoun("T IH1 R Z", "T EH1 R Z")),
          Map.entry("wind", mostlyNoun("W IH1 N D", "W AY1 N D")));

  private Homographs() {}

  private static Pair mostlyNoun(String noun, String verb) {
    return new Pair(noun, verb, noun);
  }

  private static Pair mostlyVerb(String noun, String verb) {
    return new Pair(noun, verb, verb);
  }

  /// The phones of a word in its place, or null where it sounds as everywhere.
  ///
  /// @param before the word or mark before it, or an empty string
  /// @param wordNext whether a word follows at once
  /// @param vowelNext whether that one begins with a vowel
  static @Nullable List<String> find(
      String word, String before, boolean wordNext, boolean vowelNext) {
    String phones =
        switch (word) {
          case "the" -> vowelNext ? "DH IY0" : "DH AH0";
          case "to" -> wordNext && !vowelNext ? "T AH0" : "T UW1";
          case "read" -> readsNow(before) ? "R IY1 D" : "R EH1 D";
          case "lead" -> "L IY1 D";
          case "wound" -> "W UW1 N D";
          default -> nounOrVerb(word, before);
        };
    return phones == null ? null : List.of(phones.split(" "));
  }

  /// "To read", "read this", but "I read it to him" and "have read".
  private static boolean readsNow(String before) {
    return before.isEmpty() || BEFORE_VERB.contains(before) && !PRONOUNS.contains(before);
  }

  private static @Nullable String nounOrVerb(String word, String before) {
    Pair pair = PAIRS.get(word);
    if (pair == null) {
      return null;
    }
    return BEFORE_NOUN.contains(before)
        ? pair.noun
        : BEFORE_VERB.contains(before) ? pair.verb : pair.elsewhere;
  }
}
