package dev.bijou.speech.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// How dates, times, years and decades are said, once a rule of [DateRules] has found one. False is for what looks
/// like one but is none, such as the 31st month.
final class DateWords {
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

  private static final String[] QUARTERS = {"first", "second", "third", "fourth"};

  private DateWords() {}

  static String month(String name) {
    String start = name.substring(0, 3).toLowerCase(Locale.ROOT);
    return MONTHS.stream().filter(m -> m.startsWith(start)).findFirst().orElseThrow();
  }

  private static boolean date(int month, int day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  /// `3/14/2024`: the month first, unless only the other can be one.
  static boolean numericDate(Matcher m, Script script) {
    int first = Integer.parseInt(m.group(1));
    int second = Integer.parseInt(m.group(3));
    String year = m.group(4);
    boolean dayFirst = first > 12;
    if (dayFirst ? !date(second, first) : !date(first, second)) {
      return false;
    }
    if (dayFirst) {
      theDay(first, MONTHS.get(second - 1), script);
    } else {
      script.say(MONTHS.get(first - 1) + " " + NumberWords.ordinal(second));
    }
    script.say(year.length() == 4 ? NumberWords.year(year) : shortYear(year));
    return true;
  }

  static boolean isoDate(Matcher m, Script script) {
    int month = Integer.parseInt(m.group(3));
    int day = Integer.parseInt(m.group(4));
    if (!date(month, day)) {
      return false;
    }
    script.say(MONTHS.get(month - 1) + " " + NumberWords.ordinal(day));
    script.say(NumberWords.year(m.group(1)));
    return true;
  }

  private static void theDay(int day, String month, Script script) {
    script.say(script.last().equals("the") ? "" : "the");
    script.say(NumberWords.ordinal(day) + " of " + month);
  }

  /// *May* and *march* in small letters are months only where more tells so.
  private static boolean isMonth(
      String month, @Nullable String sure, @Nullable String year, String next) {
    String name = month.replace(".", "");
    boolean verb = name.equals("may") || name.equals("march") || name.equals("mar");
    return !verb || sure != null || year != null || next.isEmpty() || ".,;:!?)".contains(next);
  }

  static boolean dayMonth(Matcher m, Script script) {
    int day = Integer.parseInt(m.group(1));
    if (!date(1, day) || !isMonth(m.group(3), m.group(2), m.group(5), m.group(6))) {
      return false;
    }
    theDay(day, month(m.group(3)), script);
    yearAfter(m, 4, script);
    return true;
  }

  static boolean monthDay(Matcher m, Script script) {
    int day = Integer.parseInt(m.group(2));
    int last = m.group(4) == null ? day : Integer.parseInt(m.group(4));
    if (!date(1, day)
        || !date(1, last)
        || !isMonth(m.group(1), m.group(3), m.group(7), m.group(8))) {
      return false;
    }
    script.say(month(m.group(1)) + " " + NumberWords.ordinal(day));
    if (m.group(4) != null) {
      script.say("to " + NumberWords.ordinal(last));
    }
    yearAfter(m, 6, script);
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

  /// `05` → oh five.
  static String shortYear(String year) {
    return (year.startsWith("0") ? "oh " : "") + NumberWords.plain(year.replaceFirst("^0", ""));
  }

  static void quarter(Matcher m, int quarter, int year, Script script) {
    script.say("the " + QUARTERS[Integer.parseInt(m.group(quarter)) - 1] + " quarter of");
    String digits = m.group(year);
    script.say(digits.length() == 4 ? NumberWords.year(digits) : shortYear(digits));
  }

  static void era(String year, String era, Script script) {
    script.say(NumberWords.year(year));
    script.spell(era.replace(".", ""));
  }

  static boolean time(Matcher m, Script script) {
    int hour = Integer.parseInt(m.group(1));
    int minute = Integer.parseInt(m.group(2));
    String seconds = m.group(3);
    if (hour > 24 || minute > 59 || seconds != null && Integer.parseInt(seconds) > 59) {
      return false;
    }
    String half = m.group(4);
    if (seconds != null) {
      script.say(count(hour, "hour") + " " + count(minute, "minute") + " and");
      script.say(count(Integer.parseInt(seconds), "second"));
    } else {
      script.say(NumberWords.cardinal(hour));
      if (minute > 0) {
        script.say((minute < 10 ? "oh " : "") + NumberWords.cardinal(minute));
      } else if (half == null) {
        script.say("o'clock");
      }
    }
    halfAndZone(half, m.group(5), script);
    return true;
  }

  private static String count(int number, String name) {
    return NumberWords.cardinal(number) + " " + name + (number == 1 ? "" : "s");
  }

  private static void halfAndZone(@Nullable String half, @Nullable String zone, Script script) {
    script.spell(half == null ? "" : half + "m");
    script.spell(zone == null ? "" : zone.replace(".", ""));
  }

  static boolean hour(Matcher m, Script script) {
    if (Integer.parseInt(m.group(1)) > 24) {
      return false;
    }
    script.say(NumberWords.plain(m.group(1).replaceFirst("^0(?=\\d)", "")));
    if (m.group(2) != null) {
      script.say("to " + NumberWords.cardinal(m.group(2)));
    }
    halfAndZone(m.group(3), m.group(4), script);
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
    boolean alone = script.last().isEmpty() && year.compareTo("1100") >= 0 && m.group(2).isEmpty();
    boolean told = alone || YEAR_WORDS.contains(" " + script.last() + " ");
    if (!likely && !told) {
      return false;
    }
    script.say(NumberWords.year(year));
    return true;
  }
}
