package dev.bijou.speech.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/// How numbers and what is written with them are read: money, fractions, units, ranges.
final class NumberRules {
  private static final String NUMBER = "(?:\\d{1,3}(?:,\\d{2,3})*,\\d{3}(?!\\d)|\\d++)";
  private static final String DECIMAL = "(?:" + NUMBER + "(?:\\.\\d++)?|\\.\\d++)";

  /// No letter or digit follows.
  private static final String END = "(?![\\p{Alnum}])";

  /// Where a unit ends.
  private static final String UNIT_END = "(?![\\p{Alnum}²³'])";

  private static final String MIXED = "\\d{1,3}(?: | ?- ?)\\d{1,3}/\\d{1,3}";

  /// What a unit may follow; one group.
  private static final String QUANTITY =
      "(?<![A-WYZa-wyz])(" + MIXED + "|\\d{1,4}/\\d{1,4}|" + DECIMAL + ")";

  private static final String LARGE = "(?: (hundred|thousand|million|billion|trillion))?";

  /// `kg`, `kg/m³`; two groups.
  private static final String UNIT = "(" + Units.SYMBOL + ")(?:/([A-Za-z]{1,6}[²³23]?))?";

  private static final String STREET =
      "(?= (?:[NSEW]\\.? |(?:North|South|East|West) )?(?:[A-Z][a-z]+ |\\d+(?:st|nd|rd|th) ){1,2}"
          + "(?i:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|way|court|ct|place|pl|hwy|highway|pkwy)\\b)";

  /// Those that begin with a digit.
  static final List<Rule> AT_DIGIT =
      Stream.of(
              DateRules.AT_DIGIT,
              List.of(
                  // 911
                  Rule.of("911" + END + "(?![.,:]\\d)", (_, script) -> script.say("nine one one")),
                  // 5'10"
                  Rule.of(
                      "(\\d{1,2})' ?(\\d{1,2})(?:\"|'')",
                      (m, script) -> {
                        script.say(NumberWords.cardinal(m.group(1)));
                        script.say(m.group(1).equals("1") ? "foot" : "feet");
                        script.say(NumberWords.cardinal(m.group(2)));
                        script.say(m.group(2).equals("1") ? "inch" : "inches");
                      }),
                  // 2h 15m
                  Rule.of(
                      "(\\d{1,2}) ?h(?:rs?)? ?(\\d{1,2}) ?m(?:ins?)?(?: ?(\\d{1,2}) ?s)?" + END,
                      NumberRules::duration),
                  // 0430 hours
                  Rule.of(
                      "0(\\d)([0-5]\\d) ?(?:hrs?|hours)" + END + "\\.?",
                      (m, script) ->
                          script.say(
                              "zero %s %s hours"
                                  .formatted(
                                      NumberWords.cardinal(m.group(1)),
                                      m.group(2).equals("00")
                                          ? "hundred"
                                          : NumberWords.cardinal(m.group(2))))),
                  // the 2023/24 season
                  Rule.when("((?:19|20)\\d\\d)/(\\d\\d)" + END + "(?!/)", NumberRules::season),
                  // 1428 Elm St.
                  Rule.of(
                      "(\\d{3,5})" + STREET,
                      (m, script) -> script.say(NumberWords.pairs(m.group(1)))),
                  // 100's
                  Rule.of(
                      "(" + NUMBER + ")'s" + END,
                      (m, script) ->
                          script.say(NumberWords.plural(NumberWords.cardinal(m.group(1))))),
                  // 21st
                  Rule.of(
                      "(" + NUMBER + ")(?i:st|nd|rd|th)" + END,
                      (m, script) -> script.say(NumberWords.ordinal(m.group(1)))),
                  // 3 x 4
                  Rule.of(
                      "(?!0x)(" + DECIMAL + ") ?[x×] ?(?=\\d)",
                      (m, script) -> script.say(NumberWords.decimal(m.group(1)) + " by")),
                  // 1970-1980 kg
                  Rule.when(
                      "("
                          + DECIMAL
                          + ") ?[-–—] ?(?="
                          + DECIMAL
                          + LARGE
                          + "[ -]?"
                          + UNIT
                          + UNIT_END
                          + ")",
                      NumberRules::measuredRange),
                  // 5 km, a 5-km run, 3 million lbs.
                  Rule.when(
                      QUANTITY + LARGE + "([ -]?)" + UNIT + "\\." + "(?!\\p{Alnum})",
                      (m, script) -> measure(m, true, script)),
                  Rule.when(
                      QUANTITY + LARGE + "([ -]?)" + UNIT + UNIT_END,
                      (m, script) -> measure(m, false, script)),
                  // 1 1/2
                  Rule.of(MIXED + END + "(?!/)", (m, script) -> mixed(m.group(), script)),
                  // 3/4, 1 / 3rd
                  Rule.when(
                      "(\\d{1,6})( ?)/\\2(\\d{1,6})(?i:(?:st|nd|rd|th)s?)?" + END + "(?!/)",
                      NumberRules::fraction),
                  // 5 €
                  Rule.of(
                      "("
                          + DECIMAL
                          + ")(?: "
                          + MoneyWords.SCALE
                          + ")? ?("
                          + MoneyWords.AFTER
                          + ")"
                          + END,
                      (m, script) -> MoneyWords.say(m.group(3), m.group(1), m.group(2), script)),
                  // 192.168.0.1
                  Rule.of("\\d{1,3}(?:\\.\\d{1,3}){3}" + END, NumberRules::network),
                  // 1.2.3
                  Rule.of("\\d+(?:\\.\\d+){2,}" + END, NumberRules::version),
                  // 16:9
                  Rule.of(
                      "(" + NUMBER + "):(?=\\d)",
                      (m, script) -> script.say(NumberWords.cardinal(m.group(1)) + " to")),
                  // 1.5e-3
                  Rule.of(
                      "(" + DECIMAL + ")[eE]([-+]?)(\\d{1,3})" + END,
                      (m, script) -> {
                        script.say(NumberWords.decimal(m.group(1)) + " times ten to the power of");
                        script.say(m.group(2).equals("-") ? "minus" : "");
                        script.say(NumberWords.cardinal(m.group(3)));
                      })),
              DateRules.YEARS,
              List.of(
                  // 10-12
                  Rule.of(
                      "(" + DECIMAL + ")[-–—](?=[$£€]?\\d)",
                      (m, script) -> script.say(NumberWords.decimal(m.group(1)) + " to")),
                  // 10k
                  Rule.of(
                      "(" + DECIMAL + ")(k|(?<=\\d\\d)K|bn)" + END,
                      (m, script) ->
                          script.say(NumberWords.scaled(m.group(1), MoneyWords.scale(m.group(2))))),
                  Rule.of(
                      "(" + NUMBER + ") (?=(?:thousand|million|billion|trillion)" + END + ")",
                      (m, script) -> script.say(NumberWords.plain(m.group(1)))),
                  Rule.of(DECIMAL, (m, script) -> script.say(NumberWords.decimal(m.group())))))
          .flatMap(List::stream)
          .toList();

  /// A sum of money and its scale; two groups.
  private static final String AMOUNT =
      "(" + NUMBER + "(?:\\.\\d+)?|\\.\\d+)(?:[ -]?" + MoneyWords.SCALE + END + ")?";

  private static final Rule MONEY =
      Rule.of(
          "(" + MoneyWords.BEFORE + ") ?" + AMOUNT,
          (m, script) -> MoneyWords.say(m.group(1), m.group(2), m.group(3), script));

  /// Those that begin with a symbol.
  static final List<Rule> AT_SYMBOL =
      Stream.of(
              DateRules.AT_SYMBOL,
              List.of(
                  // $3-5 million
                  Rule.of(
                      "([$£€¥₹])(" + NUMBER + ")[-–]" + AMOUNT + "(?![.,]\\d)",
                      (m, script) -> {
                        script.say(NumberWords.cardinal(m.group(2)) + " to");
                        MoneyWords.say(m.group(1), m.group(3), m.group(4), script);
                      }),
                  // $3.50
                  MONEY,
                  Rule.of("\\.\\d+", (m, script) -> script.say(NumberWords.decimal(m.group()))),
                  // A minus before a number, but no hyphen within a word and no dash after a word
                  Rule.of(
                      "(?<![\\p{Alnum})])[-−–](?=[$£€¥]?\\.?\\d)",
                      (_, script) -> script.say("minus")),
                  Rule.of("(?<=[\\dkmb]) ?[-–—] ?(?=[$£€¥₹]\\d)", (_, script) -> script.say("to")),
                  // $5/day
                  Rule.when(
                      "(?<=\\d|\\d[kKmMbB])/([A-Za-z]+)" + END + "(?:\\.(?= [a-z]))?",
                      NumberRules::per),
                  Rule.of("#(?=\\d)", (_, script) -> script.say("number")),
                  Rule.of("[~≈](?= ?\\d)", (_, script) -> script.say("about"))))
          .flatMap(List::stream)
          .toList();

  /// Those that begin with a letter.
  static final List<Rule> AT_LETTER =
      Stream.of(DateRules.AT_LETTER, List.of(MONEY)).flatMap(List::stream).toList();

  private NumberRules() {}

  private static boolean measure(Matcher m, boolean dot, Script script) {
    boolean ratio = m.group(5) != null;
    Units.Unit unit = Units.find(m.group(4), dot && !ratio);
    String per = ratio ? Units.per(m.group(5)) : "";
    if (unit == null || per == null || dot && ratio) {
      return false;
    }
    String quantity = m.group(1);
    boolean whole = quantity.indexOf('/') < 0;
    boolean mixed = !whole && quantity.matches(MIXED);
    boolean one = whole ? quantity.equals("1") : !mixed;
    if (mixed) {
      mixed(quantity, script);
    } else if (whole) {
      String large = m.group(2);
      script.say(
          large == null ? NumberWords.decimal(quantity) : NumberWords.scaled(quantity, large));
    } else {
      String[] parts = quantity.split("/");
      script.say(NumberWords.plain(parts[0]) + " " + part(Integer.parseInt(parts[0]), parts[1]));
    }
    script.say(one && m.group(2) == null || m.group(3).equals("-") ? unit.one() : unit.many());
    script.say(ratio ? "per " + per : "");
    return true;
  }

  private static boolean measuredRange(Matcher m, Script script) {
    if (Units.find(m.group(3), false) == null) {
      return false;
    }
    script.say(NumberWords.decimal(m.group(1)) + " to");
    return true;
  }

  private static boolean per(Matcher m, Script script) {
    String unit = Units.per(m.group(1));
    if (unit == null) {
      return false;
    }
    script.say("per " + unit);
    return true;
  }

  private static void mixed(String written, Script script) {
    String[] parts = written.split(" ?[-/ ] ?");
    int above = Integer.parseInt(parts[1]);
    boolean single = above == 1 && Integer.parseInt(parts[2]) > 1;
    script.say(NumberWords.plain(parts[0]) + " and");
    script.say((single ? "a" : NumberWords.plain(parts[1])) + " " + part(above, parts[2]));
  }

  private static void duration(Matcher m, Script script) {
    String[] units = {"hour", "minute", "second"};
    for (int i = 0; i < units.length; i++) {
      String count = m.group(i + 1);
      if (count != null) {
        boolean one = Integer.parseInt(count) == 1;
        script.say(NumberWords.cardinal(count) + " " + units[i] + (one ? "" : "s"));
      }
    }
  }

  /// A year and the next.
  private static boolean season(Matcher m, Script script) {
    if ((Integer.parseInt(m.group(1)) + 1) % 100 != Integer.parseInt(m.group(2))) {
      return false;
    }
    script.say(NumberWords.year(m.group(1)));
    script.say(m.group(2).equals("00") ? "hundred" : NumberWords.cardinal(m.group(2)));
    return true;
  }

  private static boolean fraction(Matcher m, Script script) {
    String above = m.group(1);
    String below = m.group(3);
    String both = above + "/" + below;
    if (both.equals("24/7") || both.equals("9/11") || both.equals("20/20")) {
      script.say(NumberWords.cardinal(above) + " " + NumberWords.cardinal(below));
      return true;
    }
    script.say(NumberWords.plain(above));
    script.say(part(Integer.parseInt(above), below));
    return true;
  }

  private static String part(int above, String below) {
    int value = Integer.parseInt(below);
    if (value < 2 || below.startsWith("0")) {
      return "over " + NumberWords.plain(below);
    }
    String one = value == 2 ? "half" : value == 4 ? "quarter" : NumberWords.ordinal(below);
    return above == 1 ? one : value == 2 ? "halves" : one + "s";
  }

  private static void network(Matcher m, Script script) {
    String dot = "";
    for (String part : m.group().split("\\.")) {
      script.say(dot + NumberWords.digitByDigit(part));
      dot = "dot ";
    }
  }

  private static void version(Matcher m, Script script) {
    String[] parts = m.group().split("\\.");
    script.say(NumberWords.cardinal(parts[0]));
    for (int i = 1; i < parts.length; i++) {
      script.say("point " + NumberWords.cardinal(parts[i]));
    }
  }
}
