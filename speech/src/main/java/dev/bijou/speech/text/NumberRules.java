package dev.bijou.speech.text;

import java.util.List;
import java.util.regex.Matcher;

/// How numbers and what is written with them are read: dates, times, money, fractions, units, years, ranges.
final class NumberRules {
  private static final String NUMBER = "(?:\\d{1,3}(?:,\\d{3})++(?!\\d)|\\d++)";
  private static final String DECIMAL = "(?:" + NUMBER + "(?:\\.\\d++)?|\\.\\d++)";

  /// No letter or digit follows.
  private static final String END = "(?![\\p{Alnum}])";

  /// Those that begin with a digit.
  static final List<Rule> AT_DIGIT =
      List.of(
          // 3/14/2024
          Rule.when("(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})" + END, DateWords::slashDate),
          // 2024-03-14
          Rule.when("(\\d{4})-(\\d{2})-(\\d{2})" + END, DateWords::isoDate),
          // 3 March 2024
          Rule.when(
              "(\\d{1,2})(?:st|nd|rd|th)? " + DateWords.MONTH + "(?:(,?) (\\d{4}))?" + END,
              DateWords::dayMonth),
          // 3:45 pm
          Rule.when(
              "(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?: ?([AaPp])\\.?[Mm]\\b\\.?)?" + END,
              DateWords::time),
          // 3 pm
          Rule.when(
              "(\\d{1,2})(?:[-–](\\d{1,2}))? ?([AaPp])(?:\\.[Mm]\\.|[Mm]\\b)" + END,
              DateWords::hour),
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
          Rule.of("(\\d\\d)(\\d)0'?s" + END, DateWords::decade),
          Rule.of("([1-9])0'?s" + END, DateWords::shortDecade),
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
              (m, script) -> MoneyWords.say(m.group(2), m.group(1), null, script)),
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
          Rule.when("(1\\d{3}|20\\d\\d)(?![\\d\\p{Alpha}]|[.,]\\d)", DateWords::year),
          // 10-12
          Rule.of(
              "(" + DECIMAL + ")[-–—](?=[$£€]?\\d)",
              (m, script) -> script.say(NumberWords.decimal(m.group(1)) + " to")),
          // 10k
          Rule.of(
              "(" + DECIMAL + ")(k|(?<=\\d\\d)K|bn)" + END,
              (m, script) ->
                  script.say(NumberWords.decimal(m.group(1)) + " " + MoneyWords.scale(m.group(2)))),
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
                  + MoneyWords.SCALE
                  + END
                  + ")?",
              (m, script) -> {
                script.say(NumberWords.cardinal(m.group(2)) + " to");
                MoneyWords.say(m.group(1), m.group(3), m.group(4), script);
              }),
          // $3.50
          Rule.of(
              "([$£€¥₹]) ?("
                  + NUMBER
                  + "(?:\\.\\d+)?|\\.\\d+)(?:[ -]?"
                  + MoneyWords.SCALE
                  + END
                  + ")?",
              (m, script) -> MoneyWords.say(m.group(1), m.group(2), m.group(3), script)),
          // '90s
          Rule.of("'([1-9])0'?s" + END, DateWords::shortDecade),
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
              DateWords.MONTH
                  + " (\\d{1,2})(?:st|nd|rd|th)?(?:(,?) (\\d{4}))?(?![\\p{Alnum}:]|[.,]\\d)",
              DateWords::monthDay),
          // March 2024
          Rule.of(
              DateWords.MONTH + ",? ([12]\\d{3})" + END,
              (m, script) ->
                  script.say(DateWords.month(m.group(1)) + " " + NumberWords.year(m.group(2)))),
          Rule.of("US(?=\\$\\d)", (_, script) -> script.spell("US")));

  private NumberRules() {}

  private static void measure(String number, boolean adjective, String unit, Script script) {
    boolean one = adjective || number.equals("1");
    script.say(NumberWords.decimal(number) + " " + Units.name(unit, one));
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
}
