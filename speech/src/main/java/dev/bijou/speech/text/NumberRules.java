package dev.bijou.speech.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// How numbers and what is written with them are read: dates, times, money, fractions, units, years, ranges.
final class NumberRules {
  private static final String NUMBER = "(?:\\d{1,3}(?:,\\d{3})++(?!\\d)|\\d++)";
  private static final String DECIMAL = "(?:" + NUMBER + "(?:\\.\\d++)?|\\.\\d++)";

  /// No letter or digit follows.
  private static final String END = "(?![\\p{Alnum}])";

  private static final String MONTH =
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
  private static final String SCALE = "(hundred|thousand|million|billion|trillion|[kKmMB]|bn|mn)";
  private static final Map<String, String> SCALES =
      Map.of(
          "k",
          "thousand",
          "K",
          "thousand",
          "m",
          "million",
          "M",
          "million",
          "mn",
          "million",
          "B",
          "billion",
          "bn",
          "billion");

  /// Name of one, of several, of one hundredth, of several hundredths.
  private static final Map<String, String[]> CURRENCIES =
      Map.of(
          "$", new String[] {"dollar", "dollars", "cent", "cents"},
          "£", new String[] {"pound", "pounds", "penny", "pence"},
          "€", new String[] {"euro", "euros", "cent", "cents"},
          "¥", new String[] {"yen", "yen", "sen", "sen"},
          "₹", new String[] {"rupee", "rupees", "paisa", "paise"});

  /// Words after which four digits are a year.
  private static final String YEAR_WORDS =
      " in since by until till from before after during around circa of year years summer spring"
          + " autumn fall winter early late mid copyright ";

  /// Those that begin with a digit.
  static final List<Rule> AT_DIGIT =
      List.of(
          // 3/14/2024
          Rule.when("(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})" + END, NumberRules::slashDate),
          // 2024-03-14
          Rule.when("(\\d{4})-(\\d{2})-(\\d{2})" + END, NumberRules::isoDate),
          // 3 March 2024
          Rule.when(
              "(\\d{1,2})(?:st|nd|rd|th)? " + MONTH + "(?:(,?) (\\d{4}))?" + END,
              NumberRules::dayMonth),
          // 3:45 pm
          Rule.when(
              "(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?: ?([AaPp])\\.?[Mm]\\b\\.?)?" + END,
              NumberRules::time),
          // 3 pm
          Rule.when(
              "(\\d{1,2})(?:[-–](\\d{1,2}))? ?([AaPp])(?:\\.[Mm]\\.|[Mm]\\b)" + END,
              NumberRules::hour),
          // 911
          Rule.of("911" + END + "(?![.,:]\\d)", (_, script) -> script.say("nine one one")),
          // 5'10"
          Rule.of(
              "(\\d{1,2})' ?(\\d{1,2})(?:\"|'')",
              (m, script) -> {
                measure(m.group(1), false, "ft", script);
                measure(m.group(2), false, "in.", script);
              }),
          // 1990s
          Rule.of("(\\d\\d)(\\d)0'?s" + END, NumberRules::decade),
          Rule.of("([1-9])0'?s" + END, (m, script) -> shortDecade(m, script)),
          // 100's
          Rule.of(
              "(" + NUMBER + ")'s" + END,
              (m, script) -> script.say(NumberWords.plural(NumberWords.cardinal(m.group(1))))),
          // 21st
          Rule.of(
              "(" + NUMBER + ")(?:st|nd|rd|th|ST|ND|RD|TH)" + END,
              (m, script) -> script.say(NumberWords.ordinal(m.group(1)))),
          // 1 1/2
          Rule.when(
              "(\\d{1,3})(?: | ?- ?)(\\d{1,2})/(\\d{1,3})" + END + "(?!/)", NumberRules::mixed),
          Rule.when("(\\d{1,4})/(\\d{1,4})" + END + "(?!/)", NumberRules::fraction),
          // 3 x 4
          Rule.of(
              "(?!0x)(" + DECIMAL + ") ?[x×] ?(?=\\d)",
              (m, script) -> script.say(NumberWords.decimal(m.group(1)) + " by")),
          // 5 km, a 5-km run
          Rule.of(
              "(?<!\\p{Alpha})("
                  + DECIMAL
                  + ")([ -]?)("
                  + Units.REGEX
                  + ")"
                  + "(?![\\p{Alnum}²³]|/\\p{Alpha})",
              (m, script) -> measure(m.group(1), m.group(2).equals("-"), m.group(3), script)),
          // 5 €
          Rule.of(
              "(" + DECIMAL + ") ?([€£¥₹])",
              (m, script) -> money(m.group(2), m.group(1), null, script)),
          // 1.2.3
          Rule.of("\\d+(?:\\.\\d+){2,}" + END, NumberRules::version),
          // 16:9
          Rule.of(
              "(" + NUMBER + "):(?=\\d)",
              (m, script) -> script.say(NumberWords.cardinal(m.group(1)) + " to")),
          // 1914-1918
          Rule.of(
              "(1[1-9]\\d\\d|20\\d\\d) ?[-–—] ?(?=\\d{2}(?:\\d\\d)?" + END + ")",
              (m, script) -> script.say(NumberWords.year(m.group(1)) + " to")),
          // 1999
          Rule.when("(1\\d{3}|20\\d\\d)(?![\\d\\p{Alpha}]|[.,]\\d)", NumberRules::year),
          // 10-12
          Rule.of(
              "(" + DECIMAL + ")[-–—](?=[$£€]?\\d)",
              (m, script) -> script.say(NumberWords.decimal(m.group(1)) + " to")),
          // 10k
          Rule.of(
              "(" + DECIMAL + ")(k|(?<=\\d\\d)K|bn)" + END,
              (m, script) ->
                  script.say(NumberWords.decimal(m.group(1)) + " " + SCALES.get(m.group(2)))),
          Rule.of(DECIMAL, (m, script) -> script.say(NumberWords.decimal(m.group()))));

  /// Those that begin with a symbol.
  static final List<Rule> AT_SYMBOL =
      List.of(
          // $3-5 million
          Rule.of(
              "([$£€¥₹])("
                  + NUMBER
                  + ")[-–]("
                  + NUMBER
                  + ")(?![.,]\\d)(?:[ -]?"
                  + SCALE
                  + END
                  + ")?",
              (m, script) -> {
                script.say(NumberWords.cardinal(m.group(2)) + " to");
                money(m.group(1), m.group(3), m.group(4), script);
              }),
          // $3.50
          Rule.of(
              "([$£€¥₹]) ?(" + NUMBER + "(?:\\.\\d+)?|\\.\\d+)(?:[ -]?" + SCALE + END + ")?",
              (m, script) -> money(m.group(1), m.group(2), m.group(3), script)),
          // '90s
          Rule.of("'([1-9])0'?s" + END, (m, script) -> shortDecade(m, script)),
          // '99
          Rule.of(
              "'(\\d)(\\d)" + END,
              (m, script) ->
                  script.say(
                      (m.group(1).equals("0") ? "oh " : "")
                          + NumberWords.cardinal(Integer.parseInt(m.group(1) + m.group(2))))),
          Rule.of("\\.\\d+", (m, script) -> script.say(NumberWords.decimal(m.group()))),
          // A minus before a number, but no hyphen within a word and no dash after a word
          Rule.of("(?<![\\p{Alnum})])[-−–](?=[$£€¥]?\\.?\\d)", (_, script) -> script.say("minus")),
          Rule.of("(?<=\\d)[-–—](?=[$£€¥₹]\\d)", (_, script) -> script.say("to")),
          // 10 am-2 pm
          Rule.of("(?<=[AaPp]\\.?[Mm]\\.?)[-–](?=\\d)", (_, script) -> script.say("to")),
          // $5/day
          Rule.of(
              "(?<=\\p{Alnum})/(?=(?:second|minute|hour|day|night|week|month|year|person|mile|lb|kg)\\b)",
              (_, script) -> script.say("per")),
          Rule.of("#(?=\\d)", (_, script) -> script.say("number")),
          Rule.of("[~≈](?= ?\\d)", (_, script) -> script.say("about")));

  /// Those that begin with a letter.
  static final List<Rule> AT_LETTER =
      List.of(
          // March 3rd, 2024
          Rule.when(
              MONTH + " (\\d{1,2})(?:st|nd|rd|th)?(?:(,?) (\\d{4}))?(?![\\p{Alnum}:]|[.,]\\d)",
              NumberRules::monthDay),
          // March 2024
          Rule.of(
              MONTH + ",? ([12]\\d{3})" + END,
              (m, script) -> script.say(month(m.group(1)) + " " + NumberWords.year(m.group(2)))),
          Rule.of("US(?=\\$\\d)", (_, script) -> script.spell("US")));

  private NumberRules() {}

  private static String month(String name) {
    String start = name.substring(0, 3).toLowerCase(Locale.ROOT);
    return MONTHS.stream().filter(m -> m.startsWith(start)).findFirst().orElseThrow();
  }

  private static boolean date(int month, int day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  private static boolean slashDate(Matcher m, Script script) {
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

  private static boolean isoDate(Matcher m, Script script) {
    int month = Integer.parseInt(m.group(2));
    int day = Integer.parseInt(m.group(3));
    if (!date(month, day)) {
      return false;
    }
    script.say(MONTHS.get(month - 1) + " " + NumberWords.ordinal(day));
    script.say(NumberWords.year(m.group(1)));
    return true;
  }

  private static boolean dayMonth(Matcher m, Script script) {
    int day = Integer.parseInt(m.group(1));
    if (!date(1, day)) {
      return false;
    }
    script.say(script.last().equals("the") ? "" : "the");
    script.say(NumberWords.ordinal(day) + " of " + month(m.group(2)));
    yearAfter(m, 3, script);
    return true;
  }

  private static boolean monthDay(Matcher m, Script script) {
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

  private static boolean time(Matcher m, Script script) {
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

  private static boolean hour(Matcher m, Script script) {
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

  private static void decade(Matcher m, Script script) {
    String year = m.group(1) + m.group(2) + "0";
    script.say(NumberWords.plural(NumberWords.year(year)));
  }

  private static void shortDecade(Matcher m, Script script) {
    script.say(NumberWords.plural(NumberWords.cardinal(m.group(1) + "0")));
  }

  private static void measure(String number, boolean adjective, String unit, Script script) {
    boolean one = adjective || number.equals("1");
    script.say(NumberWords.decimal(number) + " " + Units.name(unit, one));
  }

  private static void money(String currency, String amount, @Nullable String scale, Script script) {
    String[] names = CURRENCIES.get(currency);
    if (names == null) {
      throw new IllegalArgumentException(currency + " is no currency");
    }
    int point = amount.indexOf('.');
    String whole = point < 0 ? amount : amount.substring(0, point);
    String parts = point < 0 ? "" : amount.substring(point + 1);
    if (scale != null) {
      script.say(
          NumberWords.decimal(amount) + " " + SCALES.getOrDefault(scale, scale) + " " + names[1]);
    } else if (parts.length() > 2) {
      script.say(NumberWords.decimal(amount) + " " + names[1]);
    } else {
      int hundredths =
          parts.isEmpty() ? 0 : Integer.parseInt(parts) * (parts.length() == 1 ? 10 : 1);
      boolean some = !whole.isEmpty() && !whole.equals("0");
      if (some || hundredths == 0) {
        script.say(NumberWords.cardinal(whole.isEmpty() ? "0" : whole));
        script.say(names[whole.equals("1") ? 0 : 1]);
      }
      if (hundredths > 0) {
        script.say(some ? "and" : "");
        script.say(NumberWords.cardinal(hundredths) + " " + names[hundredths == 1 ? 2 : 3]);
      }
    }
  }

  private static boolean mixed(Matcher m, Script script) {
    int above = Integer.parseInt(m.group(2));
    int below = Integer.parseInt(m.group(3));
    if (!simple(above, below)) {
      return false;
    }
    script.say(NumberWords.cardinal(m.group(1)) + " and");
    script.say(above == 1 ? "a" : NumberWords.cardinal(above));
    script.say(part(above, below));
    return true;
  }

  private static boolean fraction(Matcher m, Script script) {
    String both = m.group();
    if (both.equals("24/7") || both.equals("9/11") || m.group(1).equals(m.group(2))) {
      script.say(NumberWords.cardinal(m.group(1)) + " " + NumberWords.cardinal(m.group(2)));
      return true;
    }
    int above = Integer.parseInt(m.group(1));
    int below = Integer.parseInt(m.group(2));
    script.say(NumberWords.cardinal(m.group(1)));
    script.say(
        simple(above, below) ? part(above, below) : "over " + NumberWords.cardinal(m.group(2)));
    return true;
  }

  private static boolean simple(int above, int below) {
    return above > 0 && above < below && below <= 100 && below >= 2;
  }

  private static String part(int above, int below) {
    String one = below == 2 ? "half" : below == 4 ? "quarter" : NumberWords.ordinal(below);
    return above == 1 ? one : below == 2 ? "halves" : one + "s";
  }

  private static void version(Matcher m, Script script) {
    String[] parts = m.group().split("\\.");
    script.say(NumberWords.cardinal(parts[0]));
    for (int i = 1; i < parts.length; i++) {
      script.say("point " + NumberWords.cardinal(parts[i]));
    }
  }

  private static boolean year(Matcher m, Script script) {
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
