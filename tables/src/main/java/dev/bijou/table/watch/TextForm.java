package dev.bijou.table.watch;

import java.util.ArrayList;
import java.util.List;

/// How closely the form of a text is looked at.
public enum TextForm {
  /// Each sign by its class: `9` a digit, `A` a capital, `a` a small letter, `x` another letter, a space, an ASCII
  /// punctuation mark as it is, `¿` anything else. `AB-1203` is `AA-9999`.
  SHAPE {
    @Override
    String of(String text) {
      return shape(cut(text));
    }
  },

  /// The same with runs of a class, and of two or three, as one: `AB-1203` is `A-9`, `a b c d` is `a a`.
  RUNS {
    @Override
    String of(String text) {
      StringBuilder runs = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        runs.append(sign(text.charAt(i)));
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
          if (repeats(runs, period)) {
            runs.setLength(runs.length() - period);
            break;
          }
        }
      }
      return cut(runs.toString());
    }
  },

  /// Which classes occur, all punctuation marks as one: `AB-1203` is `A9.`.
  CLASSES {
    @Override
    String of(String text) {
      boolean[] found = new boolean[ALL.length()];
      for (int i = 0; i < text.length(); i++) {
        int place = ALL.indexOf(sign(text.charAt(i)));
        found[place >= 0 ? place : ALL.indexOf('.')] = true;
      }
      StringBuilder classes = new StringBuilder();
      for (int i = 0; i < found.length; i++) {
        if (found[i]) {
          classes.append(ALL.charAt(i));
        }
      }
      return classes.toString();
    }

    @Override
    public String inWords(String form) {
      List<String> words = new ArrayList<>();
      for (char one : form.toCharArray()) {
        words.add(WORDS.get(ALL.indexOf(one)));
      }
      int last = words.size() - 1;
      return last <= 0
          ? String.join("", words)
          : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }
  };

  private static final int LONGEST_PERIOD = 3;
  private static final String ALL = "Aax9 .¿";
  private static final List<String> WORDS =
      List.of(
          "capitals",
          "small letters",
          "other letters",
          "digits",
          "spaces",
          "punctuation",
          "other signs");

  /// The most signs of a form; what follows is cut off.
  private static final int LONGEST = 64;

  /// The form of a text.
  abstract String of(String text);

  /// A form for people.
  public String inWords(String form) {
    return form;
  }

  private static String shape(String text) {
    StringBuilder shape = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      shape.append(sign(text.charAt(i)));
    }
    return shape.toString();
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  /// Whether the last signs are equal to those before them.
  private static boolean repeats(StringBuilder signs, int period) {
    int end = signs.length();
    for (int i = 1; i <= period; i++) {
      if (end < 2 * period || signs.charAt(end - i) != signs.charAt(end - i - period)) {
        return false;
      }
    }
    return true;
  }

  private static char sign(char c) {
    if (c >= '0' && c <= '9') {
      return '9';
    }
    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      return ' ';
    }
    if (Character.isLetter(c)) {
      return Character.isUpperCase(c) ? 'A' : Character.isLowerCase(c) ? 'a' : 'x';
    }
    return c > ' ' && c < 127 ? c : '¿';
  }

  /// The number of signs of a text, a run of digits as one: what does not change when keys count on.
  static int lengthWithoutDigits(String text) {
    int length = 0;
    boolean digits = false;
    for (int i = 0; i < text.length(); i++) {
      boolean digit = text.charAt(i) >= '0' && text.charAt(i) <= '9';
      length += digit && digits ? 0 : 1;
      digits = digit;
    }
    return length;
  }
}
