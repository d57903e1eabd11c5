package dev.bijou.table.watch;

import java.util.ArrayList;
import java.util.List;

/// How closely the form of a text is looked at.
public enum TextForm {
  /// Each sign by its class: `9` a digit, `A` a capital, `a` a small letter, `x` another letter, a space, an ASCII
  /// punctuation mark as it is, `¿` anything else. `AB-1203` is `AA-9999`.
  SHAPE {
    @Override
    String of(String shape) {
      return shape;
    }
  },

  /// The same with runs of a class as one sign: `AB-1203` is `A-9`.
  RUNS {
    @Override
    String of(String shape) {
      StringBuilder runs = new StringBuilder();
      for (int i = 0; i < shape.length(); i++) {
        if (i == 0 || shape.charAt(i) != shape.charAt(i - 1)) {
          runs.append(shape.charAt(i));
        }
      }
      return runs.toString();
    }
  },

  /// Which classes occur, all punctuation marks as one: `AB-1203` is `A9.`.
  CLASSES {
    @Override
    String of(String shape) {
      StringBuilder classes = new StringBuilder();
      for (char one : ALL.toCharArray()) {
        if (shape.chars().anyMatch(sign -> classOf((char) sign) == one)) {
          classes.append(one);
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

  /// The signs of a text that its form shows; what follows is cut off.
  private static final int LONGEST = 64;

  /// The form of a text, by its shape.
  abstract String of(String shape);

  /// A form for people.
  public String inWords(String form) {
    return form;
  }

  private static char classOf(char sign) {
    return ALL.indexOf(sign) >= 0 ? sign : '.';
  }

  /// The [#SHAPE] of a text.
  static String shape(String text) {
    StringBuilder shape = new StringBuilder(Math.min(text.length(), LONGEST));
    for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
      shape.append(sign(text.charAt(i)));
    }
    return shape.toString();
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
