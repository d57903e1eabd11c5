package dev.bijou.speech.text;

import dev.bijou.speech.text.Language.Skipped;
import java.text.Normalizer;
import java.util.Map;
import java.util.regex.Pattern;

/// Folds any text to the characters that the rules know: ASCII and a few symbols.
final class Characters {
  /// Beyond ASCII, what the rules know.
  private static final String KNOWN = "£€¥¢₹₩₽₺₫₱₦₪฿₴°ºµΩ×÷±≈≤≥≠²³©§√∞π‰–—−";

  private static final Map<Integer, String> REPLACED =
      Map.ofEntries(
          Map.entry((int) '‘', "'"),
          Map.entry((int) '’', "'"),
          Map.entry((int) 'ʼ', "'"),
          Map.entry((int) '‚', "'"),
          Map.entry((int) '′', "'"),
          Map.entry((int) '“', "\""),
          Map.entry((int) '”', "\""),
          Map.entry((int) '„', "\""),
          Map.entry((int) '«', "\""),
          Map.entry((int) '»', "\""),
          Map.entry((int) '″', "\""),
          Map.entry((int) '‐', "-"),
          Map.entry((int) '‑', "-"),
          Map.entry((int) '―', "—"),
          Map.entry((int) '…', "..."),
          Map.entry((int) 'μ', "µ"),
          Map.entry(0x2126, "Ω"),
          Map.entry((int) '℃', "°C"),
          Map.entry((int) '℉', "°F"),
          Map.entry((int) '№', "No. "),
          Map.entry((int) '⁻', "^-"),
          Map.entry((int) '⁰', "^0"),
          Map.entry((int) '¹', "^1"),
          Map.entry((int) '⁴', "^4"),
          Map.entry((int) '⁵', "^5"),
          Map.entry((int) '⁶', "^6"),
          Map.entry((int) '⁷', "^7"),
          Map.entry((int) '⁸', "^8"),
          Map.entry((int) '⁹', "^9"),
          Map.entry((int) '½', " 1/2"),
          Map.entry((int) '⅓', " 1/3"),
          Map.entry((int) '⅔', " 2/3"),
          Map.entry((int) '¼', " 1/4"),
          Map.entry((int) '¾', " 3/4"),
          Map.entry((int) '⅛', " 1/8"),
          Map.entry((int) '⁄', "/"),
          Map.entry((int) '¿', ""),
          Map.entry((int) '¡', ""),
          Map.entry((int) '®', " "),
          Map.entry((int) '™', " "),
          Map.entry((int) '•', " "),
          Map.entry((int) '·', " "),
          Map.entry((int) '†', " "),
          Map.entry((int) '¶', " "),
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'Æ', "Ae"),
          Map.entry((int) 'œ', "oe"),
          Map.entry((int) 'Œ', "Oe"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'Ø', "O"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'Đ', "D"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'Ł', "L"),
          Map.entry((int) 'þ', "th"),
          Map.entry((int) 'Þ', "Th"),
          Map.entry((int) 'ð', "th"),
          Map.entry((int) 'ı', "i"));

  /// The marks of powers but the first of several: 10⁻¹² is 10^-12.
  private static final Pattern SUPERSCRIPT = Pattern.compile("(?<=\\^[-\\d]{1,9})[\\^²³]");

  private Characters() {}

  /// @param skipped told of each character without a sound
  static String fold(String text, Skipped skipped) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints().forEach(c -> fold(c, folded, skipped));
    return SUPERSCRIPT
        .matcher(folded)
        .replaceAll(mark -> mark.group().equals("²") ? "2" : mark.group().equals("³") ? "3" : "");
  }

  private static void fold(int c, StringBuilder folded, Skipped skipped) {
    if (c > ' ' && c < 0x7F) {
      folded.append((char) c);
    } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      folded.append(' ');
    } else if (KNOWN.indexOf(c) >= 0) {
      folded.append((char) c);
    } else if (REPLACED.containsKey(c)) {
      folded.append(REPLACED.get(c));
    } else if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
      folded.append(Character.digit(c, 10));
    } else if (!isInvisible(c)) {
      String plain = plain(c);
      if (plain.isEmpty()) {
        skipped.add(c);
        folded.append(' ');
      } else {
        folded.append(plain);
      }
    }
  }

  /// Marks that belong to the character before, and instructions to a typesetter.
  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
      default -> false;
    };
  }

  /// The ASCII letters and marks of an accented, wide or joined character; empty where it has none.
  private static String plain(int c) {
    boolean latin =
        Character.isLetter(c) && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
    boolean wide = c >= 0xFF01 && c <= 0xFF5E;
    if (!latin && !wide) {
      return "";
    }
    String apart = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD);
    StringBuilder plain = new StringBuilder();
    apart.chars().filter(a -> a > ' ' && a < 0x7F).forEach(a -> plain.append((char) a));
    return plain.toString();
  }
}
