package dev.bijou.speech.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// English words of numbers written in digits, lower case, separated by spaces and without hyphens.
final class NumberWords {
  private static final String[] SMALL = {
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen"
  };
  private static final String[] TENS = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
  };
  private static final String[] THOUSANDS = {
    "",
    "thousand",
    "million",
    "billion",
    "trillion",
    "quadrillion",
    "quintillion",
    "sextillion",
    "septillion"
  };
  private static final Map<String, String> IRREGULAR_ORDINALS =
      Map.of(
          "one", "first", "two", "second", "three", "third", "five", "fifth", "eight", "eighth",
          "nine", "ninth", "twelve", "twelfth");

  /// The most digits that are said as one number, without and with grouping commas; longer ones are said digit by digit.
  private static final int LONGEST = 18;

  private static final int LONGEST_GROUPED = 3 * THOUSANDS.length;

  private NumberWords() {}

  /// `1,234` → one thousand two hundred and thirty four; `007` → zero zero seven.
  ///
  /// @param digits 0 to 9 and grouping commas, at least one digit
  static String cardinal(String digits) {
    return number(digits, true);
  }

  static String cardinal(int value) {
    return cardinal(Integer.toString(value));
  }

  /// As [#cardinal(String)], without *and*: what ordinals, fractions and house numbers are made of.
  static String plain(String digits) {
    return number(digits, false);
  }

  private static String number(String digits, boolean and) {
    String plain = digits.replace(",", "");
    int longest = digits.indexOf(',') < 0 ? LONGEST : LONGEST_GROUPED;
    if (plain.length() > longest || plain.length() > 1 && plain.startsWith("0")) {
      return digitByDigit(plain);
    }
    if (plain.equals("0")) {
      return SMALL[0];
    }
    List<String> words = new ArrayList<>();
    for (int group = (plain.length() - 1) / 3; group >= 0; group--) {
      int end = plain.length() - 3 * group;
      int three = Integer.parseInt(plain.substring(Math.max(0, end - 3), end));
      if (three > 0) {
        hundreds(three, and && group == 0 && plain.length() > 2, words);
        if (group > 0) {
          words.add(THOUSANDS[group]);
        }
      }
    }
    return String.join(" ", words);
  }

  private static void hundreds(int value, boolean and, List<String> words) {
    if (value >= 100) {
      words.add(SMALL[value / 100]);
      words.add("hundred");
    }
    int rest = value % 100;
    if (and && rest > 0) {
      words.add("and");
    }
    if (rest >= 20) {
      words.add(TENS[rest / 10]);
      rest %= 10;
    }
    if (rest > 0) {
      words.add(SMALL[rest]);
    }
  }

  /// `23` → twenty third.
  static String ordinal(String digits) {
    String cardinal = plain(digits);
    int last = cardinal.lastIndexOf(' ') + 1;
    return cardinal.substring(0, last) + ordinalOf(cardinal.substring(last));
  }

  static String ordinal(int value) {
    return ordinal(Integer.toString(value));
  }

  private static String ordinalOf(String word) {
    String irregular = IRREGULAR_ORDINALS.get(word);
    if (irregular != null) {
      return irregular;
    }
    return word.endsWith("y") ? word.substring(0, word.length() - 1) + "ieth" : word + "th";
  }

  /// `3.14` → three point one four; `.5` → point five.
  ///
  /// @param number digits, grouping commas, and at most one point
  static String decimal(String number) {
    int point = number.indexOf('.');
    if (point < 0) {
      return cardinal(number);
    }
    String whole = point == 0 ? "" : cardinal(number.substring(0, point)) + " ";
    return whole + "point " + digitByDigit(number.substring(point + 1));
  }

  /// `3.5`, million → three point five million: without *and*.
  static String scaled(String number, String scale) {
    String said = number.indexOf('.') < 0 ? plain(number) : decimal(number);
    return said + " " + scale;
  }

  /// `1905` → nineteen oh five; `2005` → two thousand five; `2024` → twenty twenty four; `340` → three forty.
  ///
  /// @param year at most four digits
  static String year(String year) {
    int value = Integer.parseInt(year);
    int century = value / 100;
    int rest = value % 100;
    if (century == 0 || century % 10 == 0 && rest < 10) {
      return plain(Integer.toString(value));
    }
    return plain(Integer.toString(century))
        + (rest == 0 ? " hundred" : (rest < 10 ? " oh " : " ") + plain(Integer.toString(rest)));
  }

  /// `1428` → fourteen twenty eight: a house or a room.
  ///
  /// @param digits three to five
  static String pairs(String digits) {
    int split = digits.length() - 2;
    String last = digits.substring(split);
    if (digits.endsWith("00") || digits.startsWith("0")) {
      return plain(digits);
    }
    return plain(digits.substring(0, split))
        + (last.startsWith("0") ? " oh " + plain(last.substring(1)) : " " + plain(last));
  }

  /// Digit by digit, but `800` → eight hundred and `6000` → six thousand: how codes and telephones are said.
  static String code(String digits) {
    return digits.matches("[1-9]0?00") ? plain(digits) : digitByDigit(digits);
  }

  /// `12` → one two.
  static String digitByDigit(String digits) {
    List<String> words = new ArrayList<>();
    digits.chars().forEach(digit -> words.add(SMALL[digit - '0']));
    return String.join(" ", words);
  }

  /// `twenty` → twenties, `hundred` → hundreds.
  static String plural(String words) {
    if (words.endsWith("y")) {
      return words.substring(0, words.length() - 1) + "ies";
    }
    return words.endsWith("six") ? words + "es" : words + "s";
  }

  /// The value of a Roman numeral in capitals, or −1 where it is none in the usual form.
  static int roman(String numeral) {
    int value = 0;
    int before = 0;
    for (int i = numeral.length() - 1; i >= 0; i--) {
      int digit =
          switch (numeral.charAt(i)) {
            case 'I' -> 1;
            case 'V' -> 5;
            case 'X' -> 10;
            case 'L' -> 50;
            case 'C' -> 100;
            case 'D' -> 500;
            case 'M' -> 1000;
            default -> 0;
          };
      if (digit == 0) {
        return -1;
      }
      value += digit < before ? -digit : digit;
      before = Math.max(before, digit);
    }
    return value > 0 && value < 4000 && numeral.equals(toRoman(value)) ? value : -1;
  }

  private static String toRoman(int value) {
    String[] names = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
    int[] values = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    StringBuilder roman = new StringBuilder();
    int rest = value;
    for (int i = 0; i < values.length; i++) {
      while (rest >= values[i]) {
        roman.append(names[i]);
        rest -= values[i];
      }
    }
    return roman.toString();
  }
}
