package dev.bijou.speech.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;

/// How dates, times, years and decades are said, once a rule of [NumberRules] has found one. False is for what looks
/// like one but is none, such as the 31st month.
final class DateWords {
  /// A month, whole or short; one group.
  static final String MONTH =
      "(January|February|March|April|May|June|July|August|September|October|November|December"
          + "|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\b\\.?)";

  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  /// Words after which four digits are a year.
  private static final String YEAR_WORDS =
      " in since by until till from before after during around circa of year years summer spring"
          + " autumn fall winter early late mid copyright ";

  private DateWords() {}

  static String month(String name) {
    String start = name.substring(0, 3).toLowerCase(Locale.ROOT);
    return MONTHS.stream().filter(m -> m.startsWith(start)).findFirst().orElseThrow();
  }

  private static boolean date(int month, int day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  static boolean slashDate(Matcher m, Script script) {
    int month = Integer.parseInt(m.group(1));
    int day = Integer.parseInt(m.group(2));
    if (!date(month, day)) {
      return false;
    }
    String year = m.group(3);
    script.say(MONTHS.get(month - 1) + " " + NumberWords.ordinal(day));
    script.say(
        year.length() == 4
            ? NumberWords.year(year)
            : (year.startsWith("0") ? "oh " : "") + NumberWords.cardinal(Integer.parseInt(year)));
    return true;
  }

  static boolean isoDate(Matcher m, Script script) {
    int month = Integer.parseInt(m.group(2));
    int day = Integer.parseInt(m.group(3));
    if (!date(month, day)) {
      return false;
    }
    script.say(MONTHS.get(month - 1) + " " + NumberWords.ordinal(day));
    script.say(NumberWords.year(m.group(1)));
    return true;
  }

  static boolean dayMonth(Matcher m, Script script) {
    int day = Integer.parseInt(m.group(1));
    if (!date(1, day)) {
      return false;
    }
    script.say(script.last().equals("the") ? "" : "the");
    script.say(NumberWords.ordinal(day) + " of " + month(m.group(2)));
    yearAfter(m, 3, script);
    return true;
  }

  static boolean monthDay(Matcher m, Script script) {
    int day = Integer.parseInt(m.group(2));
    if (!date(1, day)) {
      return false;
    }
    script.say(month(m.group(1)) + " " + NumberWords.ordinal(day));
    yearAfter(m, 3, script);
    return true;
  }

  private static void yearAfter(Matcher m, int comma, Script script) {
    if (m.group(comma + 1) != null) {
      if (m.group(comma).equals(",")) {
        script.pause(',');
      }
      script.say(NumberWords.year(m.group(comma + 1)));
    }
  }

  static boolean time(Matcher m, Script script) {
    int hour = Integer.parseInt(m.group(1));
    int minute = Integer.parseInt(m.group(2));
    if (hour > 24 || minute > 59 || m.group(3) != null && Integer.parseInt(m.group(3)) > 59) {
      return false;
    }
    String half = m.group(4);
    script.say(NumberWords.cardinal(hour));
    if (minute > 0 || m.group(3) != null) {
      script.say((minute < 10 ? "oh " : "") + NumberWords.cardinal(minute));
    } else if (half == null) {
      script.say(hour >= 1 && hour <= 12 ? "o'clock" : "hundred");
    }
    if (m.group(3) != null) {
      script.say("and " + NumberWords.cardinal(Integer.parseInt(m.group(3))));
      script.say(Integer.parseInt(m.group(3)) == 1 ? "second" : "seconds");
    }
    if (half != null) {
      script.spell(half + "m");
    }
    return true;
  }

  static boolean hour(Matcher m, Script script) {
    if (Integer.parseInt(m.group(1)) > 24) {
      return false;
    }
    script.say(NumberWords.cardinal(m.group(1)));
    if (m.group(2) != null) {
      script.say("to " + NumberWords.cardinal(m.group(2)));
    }
    script.spell(m.group(3) + "m");
    return true;
  }

  static void decade(Matcher m, Script script) {
    String year = m.group(1) + m.group(2) + "0";
    script.say(NumberWords.plural(NumberWords.year(year)));
  }

  static void shortDecade(Matcher m, Script script) {
    script.say(NumberWords.plural(NumberWords.cardinal(m.group(1) + "0")));
  }

  static boolean year(Matcher m, Script script) {
    String year = m.group(1);
    boolean likely = year.compareTo("1700") >= 0 && year.compareTo("2100") < 0;
    boolean told = YEAR_WORDS.contains(" " + script.last() + " ");
    if (!likely && !told) {
      return false;
    }
    script.say(NumberWords.year(year));
    return true;
  }
}
