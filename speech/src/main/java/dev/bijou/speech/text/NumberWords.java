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
    "", "thousand", "million", "billion", "trillion", "quadrillion"
  };
  private static final Map<String, String> IRREGULAR_ORDINALS =
      Map.of(
          "one", "first", "two", "second", "three", "third", "five", "fifth", "eight", "eighth",
          "nine", "ninth", "twelve", "twelfth");

  /// The most digits that are said as one number; longer ones are said digit by digit.
  private static final int LONGEST = 3 * THOUSANDS.length;

  private NumberWords() {}

  /// `1,234` → one thousand two hundred thirty four; `007` → zero zero seven.
  ///
  /// @param digits 0 to 9 and grouping commas, at least one digit
  static String cardinal(String digits) {
    String plain = digits.replace(",", "");
    if (plain.length() > LONGEST || plain.length() > 1 && plain.startsWith("0")) {
      return digitByDigit(plain);
    }
    long value = Long.parseLong(plain);
    if (value == 0) {
      return SMALL[0];
    }
    List<String> words = new ArrayList<>();
    for (int group = (plain.length() - 1) / 3; group >= 0; group--) {
      int three = (int) (value / power(group) % 1000);
      if (three > 0) {
        hundreds(three, words);
        if (group > 0) {
          words.add(THOUSANDS[group]);
        }
      }
    }
    return String.join(" ", words);
  }

  static String cardinal(int value) {
    return cardinal(Integer.toString(value));
  }

  private static long power(int group) {
    long power = 1;
    for (int i = 0; i < group; i++) {
      power *= 1000;
    }
    return power;
  }

  private static void hundreds(int value, List<String> words) {
    if (value >= 100) {
      words.add(SMALL[value / 100]);
      words.add("hundred");
    }
    int rest = value % 100;
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
    String cardinal = cardinal(digits);
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

  /// `1905` → nineteen oh five; `2005` → two thousand five; `2024` → twenty twenty four.
  ///
  /// @param year four digits
  static String year(String year) {
    int century = Integer.parseInt(year.substring(0, 2));
    int rest = Integer.parseInt(year.substring(2));
    if (century < 10 || century % 10 == 0 && rest < 10) {
      return cardinal(year);
    }
    return rest == 0
        ? cardinal(century) + " hundred"
        : cardinal(century) + (rest < 10 ? " oh " : " ") + cardinal(rest);
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
