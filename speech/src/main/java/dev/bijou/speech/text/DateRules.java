package dev.bijou.speech.text;

import java.util.List;

/// How dates, times, years and decades are found; [DateWords] says them.
final class DateRules {
  /// No letter or digit follows.
  private static final String END = "(?![\\p{Alnum}])";

  /// A month, whole or short, in any case; one group.
  private static final String MONTH =
      "((?i:January|February|March|April|May|June|July|August|September|October|November|December"
          + "|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\b\\.?))";

  /// A day of the month, and what makes it an ordinal; two groups.
  private static final String DAY = "(\\d{1,2})(st|nd|rd|th)?";

  private static final String ZONE =
      "(?: ?\\(?((?i:[ECMP]\\.?[SD]\\.?T|G\\.?M\\.?T|U\\.?T\\.?C|C\\.?E\\.?S?\\.?T|BST|IST|JST)\\b\\.?)\\)?)?";

  private static final String HALF = "([AaPp])(?:\\.[Mm]\\b\\.?|[Mm]\\b\\.?)";

  private static final String ERA =
      "(A\\.?D\\b\\.?|B\\.?C\\.?E\\b\\.?|B\\.?C\\b\\.?|C\\.?E\\b\\.?)";

  /// Those that begin with a digit.
  static final List<Rule> AT_DIGIT =
      List.of(
          // 3/14/2024, 15.01.2020
          Rule.when("(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4})" + END, DateWords::numericDate),
          Rule.when("(\\d{1,2})(/)(\\d{1,2})/(\\d{2})" + END, DateWords::numericDate),
          // 2024-03-14
          Rule.when("(\\d{4})([/.-])(\\d{1,2})\\2(\\d{1,2})" + END, DateWords::isoDate),
          // 3 March 2024
          Rule.when(
              DAY + "[ -]" + MONTH + "(?:(,?)[ -]+(\\d{4}))?" + END + "(?= ?(.?))",
              DateWords::dayMonth),
          // 2Q22
          Rule.of("([1-4])Q(\\d{4}|\\d{2})" + END, (m, s) -> DateWords.quarter(m, 1, 2, s)),
          // 340 A.D.
          Rule.of("(\\d{1,4}) ?" + ERA + END, (m, s) -> DateWords.era(m.group(1), m.group(2), s)),
          // 3:45 pm EST
          Rule.when(
              "(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?: ?" + HALF + ")?" + ZONE + END, DateWords::time),
          Rule.when("(\\d{1,2})\\.(\\d{2})(?!\\d)(:)?+ ?" + HALF + ZONE + END, DateWords::time),
          // 3 pm
          Rule.when("(\\d{1,2})(?:[-–](\\d{1,2}))? ?" + HALF + ZONE + END, DateWords::hour),
          // 1990s, 1980 s
          Rule.of("(\\d\\d)(\\d)0'?s" + END, DateWords::decade),
          Rule.of("(1[5-9]|20)(\\d)0 s" + END, DateWords::decade),
          Rule.of("([1-9])0'?s" + END, DateWords::shortDecade));

  /// Those that begin with a digit and may be plain numbers.
  static final List<Rule> YEARS =
      List.of(
          // 1914-1918
          Rule.of(
              "(1[1-9]\\d\\d|20\\d\\d) ?[-–—] ?(?=\\d{2}(?:\\d\\d)?" + END + ")",
              (m, script) -> script.say(NumberWords.year(m.group(1)) + " to")),
          // 1999
          Rule.when("(1\\d{3}|20\\d\\d)(?![\\d\\p{Alpha}]|[.,]\\d)(?=(.?))", DateWords::year));

  /// Those that begin with a symbol.
  static final List<Rule> AT_SYMBOL =
      List.of(
          // '90s
          Rule.of("'([1-9])0'?s" + END, DateWords::shortDecade),
          // '99
          Rule.of("'(\\d\\d)" + END, (m, script) -> script.say(DateWords.shortYear(m.group(1)))),
          // 10 am - 2 pm, 10:00-11:30, 1960s-80s
          Rule.of(
              "(?:(?<=[AaPp]\\.?[Mm]\\.?)|(?<=[ECMP][SD]T)) ?[-–—] ?(?=\\d)",
              (_, script) -> script.say("to")),
          Rule.of("(?<=\\d:\\d\\d) ?[-–—] ?(?=\\d{1,2}:\\d\\d)", (_, script) -> script.say("to")),
          Rule.of(
              "(?<=\\d0'?s) ?[-–—] ?(?='?(?:\\d\\d)?\\d0'?s)", (_, script) -> script.say("to")));

  /// Those that begin with a letter.
  static final List<Rule> AT_LETTER =
      List.of(
          // March 3rd, 2024; Jan-15-2020; March 3-5
          Rule.when(
              MONTH
                  + "[ -]"
                  + DAY
                  + "(?:[-–]"
                  + DAY
                  + "(?![-\\p{Alnum}]))?(?:(,?)[ -]+(\\d{4}))?(?![\\p{Alnum}:]|[.,]\\d)(?= ?(.?))",
              DateWords::monthDay),
          // March 2024
          Rule.of(
              MONTH + ",?[ -]([12]\\d{3})" + END,
              (m, script) ->
                  script.say(DateWords.month(m.group(1)) + " " + NumberWords.year(m.group(2)))),
          // Q2 2022
          Rule.of("Q([1-4])[ ']?(\\d{4}|\\d{2})" + END, (m, s) -> DateWords.quarter(m, 1, 2, s)),
          // AD 340
          Rule.of(
              "A\\.?D\\.? (\\d{1,4})" + END,
              (m, script) -> {
                script.spell("AD");
                script.say(NumberWords.year(m.group(1)));
              }));

  private DateRules() {}
}
