package dev.bijou.speech.text;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Pronounces a word by its stem: `glowed` by glow, `stemming` by stem, `parties` by party.
///
/// Covers only the endings that do better this way than by letter-to-sound on held-out words of the dictionary: plural,
/// past and participle. Prefixes, other endings and compounds do worse, since they change the words in them.
final class Derivation {
  private static final Set<String> SIBILANTS = Set.of("S", "Z", "SH", "ZH", "CH", "JH");
  private static final Set<String> VOICELESS = Set.of("P", "T", "K", "F", "TH", "S", "SH", "CH");
  private static final int SHORTEST_STEM = 3;

  private final Function<String, @Nullable List<String>> dictionary;

  Derivation(Function<String, @Nullable List<String>> dictionary) {
    this.dictionary = dictionary;
  }

  /// The phones of a word that the dictionary lacks, or null where it has no stem of it.
  @Nullable List<String> find(String word) {
    int n = word.length();
    if (word.endsWith("s")
        && !word.endsWith("ss")
        && !word.endsWith("us")
        && !word.endsWith("is")) {
      List<String> stem = singular(word);
      return stem == null ? null : withS(stem);
    }
    if (word.endsWith("ed")) {
      List<String> stem = stem(word.substring(0, n - 2));
      return stem == null ? null : withD(stem);
    }
    if (word.endsWith("ing")) {
      List<String> stem = stem(word.substring(0, n - 3));
      return stem == null ? null : plus(stem, "IH0", "NG");
    }
    return null;
  }

  /// Adds the sound of the plural, of the possessive, or of the third person.
  static List<String> withS(List<String> phones) {
    String last = phones.isEmpty() ? "" : phones.getLast();
    return SIBILANTS.contains(last)
        ? plus(phones, "IH0", "Z")
        : plus(phones, VOICELESS.contains(last) ? "S" : "Z");
  }

  /// Adds the sound of the past.
  static List<String> withD(List<String> phones) {
    String last = phones.isEmpty() ? "" : phones.getLast();
    return last.equals("T") || last.equals("D")
        ? plus(phones, "IH0", "D")
        : plus(phones, VOICELESS.contains(last) ? "T" : "D");
  }

  static List<String> plus(List<String> phones, String... more) {
    return Stream.concat(phones.stream(), Stream.of(more)).toList();
  }

  private @Nullable List<String> singular(String word) {
    int n = word.length();
    if (n - 1 < SHORTEST_STEM) {
      return null;
    }
    List<String> stem = dictionary.apply(word.substring(0, n - 1));
    if (stem == null && word.endsWith("ies")) {
      return dictionary.apply(word.substring(0, n - 3) + "y");
    }
    return stem == null && word.endsWith("es") ? dictionary.apply(word.substring(0, n - 2)) : stem;
  }

  /// A word without its ending: `rac` (race), `runn` (run), `carri` (carry), `walk`.
  private @Nullable List<String> stem(String cut) {
    int n = cut.length();
    if (n < SHORTEST_STEM) {
      return null;
    }
    char last = cut.charAt(n - 1);
    List<String> phones = null;
    if (last == cut.charAt(n - 2)) {
      phones = dictionary.apply(cut.substring(0, n - 1));
    }
    if (phones == null && last == 'i') {
      phones = dictionary.apply(cut.substring(0, n - 1) + "y");
    }
    if (phones == null && "aeiou".indexOf(last) < 0) {
      phones = dictionary.apply(cut + "e");
    }
    return phones != null ? phones : dictionary.apply(cut);
  }
}
