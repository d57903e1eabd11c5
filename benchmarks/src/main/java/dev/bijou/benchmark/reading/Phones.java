package dev.bijou.benchmark.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Compares phones in ARPAbet, and reads those of the International Phonetic Alphabet.
final class Phones {
  private static final String ANY_REDUCED = "AH0 IH0 ER0";

  /// The longest first.
  private static final List<Map.Entry<String, String>> IPA =
      List.of(
          Map.entry("aɪ", "AY"),
          Map.entry("aʊ", "AW"),
          Map.entry("eɪ", "EY"),
          Map.entry("oʊ", "OW"),
          Map.entry("ɔɪ", "OY"),
          Map.entry("iː", "IY"),
          Map.entry("uː", "UW"),
          Map.entry("ɑː", "AA"),
          Map.entry("ɔː", "AO"),
          Map.entry("ɔɹː", "AO R"),
          Map.entry("tʃ", "CH"),
          Map.entry("æ", "AE"),
          Map.entry("ə", "AH"),
          Map.entry("ʌ", "AH"),
          Map.entry("ɛ", "EH"),
          Map.entry("ɪ", "IH"),
          Map.entry("ʊ", "UH"),
          Map.entry("ɚ", "ER"),
          Map.entry("i", "IY"),
          Map.entry("u", "UW"),
          Map.entry("ɔ", "AO"),
          Map.entry("ɑ", "AA"),
          Map.entry("ʤ", "JH"),
          Map.entry("ʧ", "CH"),
          Map.entry("ʃ", "SH"),
          Map.entry("ʒ", "ZH"),
          Map.entry("θ", "TH"),
          Map.entry("ð", "DH"),
          Map.entry("ŋ", "NG"),
          Map.entry("ɡ", "G"),
          Map.entry("ɹ", "R"),
          Map.entry("j", "Y"),
          Map.entry("h", "HH"),
          Map.entry("b", "B"),
          Map.entry("d", "D"),
          Map.entry("f", "F"),
          Map.entry("k", "K"),
          Map.entry("l", "L"),
          Map.entry("m", "M"),
          Map.entry("n", "N"),
          Map.entry("p", "P"),
          Map.entry("s", "S"),
          Map.entry("t", "T"),
          Map.entry("v", "V"),
          Map.entry("w", "W"),
          Map.entry("z", "Z"));

  private Phones() {}

  /// The phones of a pronunciation; stress stands before its syllable.
  static List<String> ofIpa(String ipa) {
    List<String> phones = new ArrayList<>();
    int stress = 0;
    int at = 0;
    while (at < ipa.length()) {
      char c = ipa.charAt(at);
      Map.Entry<String, String> found = null;
      for (Map.Entry<String, String> entry : IPA) {
        if (found == null && ipa.startsWith(entry.getKey(), at)) {
          found = entry;
        }
      }
      if (c == '\'' || c == 'ˈ') {
        stress = 1;
      } else if (c == 'ˌ') {
        stress = 2;
      } else if (found != null) {
        for (String phone : found.getValue().split(" ")) {
          boolean vowel = "AEIOU".indexOf(phone.charAt(0)) >= 0;
          phones.add(vowel ? phone + stress : phone);
          stress = vowel ? 0 : stress;
        }
      }
      at += found == null ? 1 : found.getKey().length();
    }
    return phones;
  }

  /// What must be changed to turn one into the other: a phone counts 1, its stress or a reduced vowel less.
  static double distance(List<String> a, List<String> b) {
    double[][] cost = new double[a.size() + 1][b.size() + 1];
    for (int i = 0; i <= a.size(); i++) {
      for (int j = 0; j <= b.size(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
        } else {
          double changed = cost[i - 1][j - 1] + difference(a.get(i - 1), b.get(j - 1));
          cost[i][j] = Math.min(changed, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        }
      }
    }
    return cost[a.size()][b.size()];
  }

  private static double difference(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    String plainA = a.replaceAll("\\d", "");
    String plainB = b.replaceAll("\\d", "");
    boolean vowels = plainA.length() < a.length() && plainB.length() < b.length();
    if (plainA.equals(plainB) && vowels) {
      return a.endsWith("1") || b.endsWith("1") ? 0.5 : 0.2;
    }
    if (vowels && ANY_REDUCED.contains(a) && ANY_REDUCED.contains(b)) {
      return 0.1;
    }
    return vowels ? 0.8 : 1;
  }
}
