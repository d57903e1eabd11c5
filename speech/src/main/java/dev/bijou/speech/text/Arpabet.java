package dev.bijou.speech.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The phones of the CMU dictionary: 15 vowels, each unstressed (0), with primary (1) or with secondary (2) stress, and
/// 24 consonants.
///
/// A phone's code is its place in [#PHONES]; the resources store phones as codes, so the order must stay.
final class Arpabet {
  private static final List<String> VOWELS =
      List.of(
          "AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW");
  private static final List<String> CONSONANTS =
      List.of(
          "B", "CH", "D", "DH", "F", "G", "HH", "JH", "K", "L", "M", "N", "NG", "P", "R", "S", "SH",
          "T", "TH", "V", "W", "Y", "Z", "ZH");

  static final List<String> PHONES = phones();
  private static final Map<String, Integer> CODES =
      IntStream.range(0, PHONES.size())
          .boxed()
          .collect(Collectors.toUnmodifiableMap(PHONES::get, code -> code));

  private Arpabet() {}

  private static List<String> phones() {
    List<String> phones = new ArrayList<>();
    for (String vowel : VOWELS) {
      for (int stress = 0; stress <= 2; stress++) {
        phones.add(vowel + stress);
      }
    }
    phones.addAll(CONSONANTS);
    return List.copyOf(phones);
  }

  /// The code of a phone, or −1 where there is no such phone.
  static int code(String phone) {
    return CODES.getOrDefault(phone, -1);
  }

  static boolean isVowel(String phone) {
    return isVowel(code(phone));
  }

  static boolean isVowel(int code) {
    return code >= 0 && code < 3 * VOWELS.size();
  }

  /// The stress of a vowel: 0, 1 or 2.
  static int stress(int code) {
    return code % 3;
  }
}
