package dev.bijou.speech.text;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How words are read: abbreviations, initials, acronyms, Roman numerals, all others.
final class WordRules {
  /// No letter or digit follows.
  private static final String END = "(?![\\p{Alnum}])";

  /// Two capitals that are a word said loudly rather than an abbreviation.
  private static final Set<String> SHORT_WORDS =
      Set.of(
          "AH", "AN", "AS", "AT", "BE", "BY", "DO", "GO", "HA", "HE", "HI", "HO", "IF", "IN", "IS",
          "ME", "MY", "NO", "OF", "OH", "ON", "OR", "OW", "SO", "TO", "UH", "UP", "WE");

  /// Capitals that are letters, though there is such a word.
  private static final Set<String> SPELLED = Set.of("EST", "LED", "ETA", "ALS", "SAT");

  /// Words before a numeral that counts them.
  private static final Set<String> COUNTED =
      Set.of(
          "act",
          "appendix",
          "article",
          "apollo",
          "bowl",
          "book",
          "canto",
          "chapter",
          "episode",
          "figure",
          "part",
          "phase",
          "psalm",
          "scene",
          "section",
          "stage",
          "table",
          "title",
          "vatican",
          "volume",
          "war");

  /// Names that kings, queens and popes have borne.
  private static final Set<String> MONARCHS =
      Set.of(
          "albert",
          "alexander",
          "alfonso",
          "benedict",
          "carl",
          "catherine",
          "charles",
          "christian",
          "clement",
          "constantine",
          "cyrus",
          "darius",
          "edward",
          "elizabeth",
          "ferdinand",
          "francis",
          "frederick",
          "george",
          "gregory",
          "gustav",
          "henry",
          "innocent",
          "ivan",
          "james",
          "john",
          "leo",
          "leopold",
          "louis",
          "mary",
          "napoleon",
          "nicholas",
          "otto",
          "paul",
          "peter",
          "philip",
          "pius",
          "ptolemy",
          "ramses",
          "richard",
          "rudolf",
          "theodosius",
          "umberto",
          "urban",
          "victor",
          "wilhelm",
          "william",
          "xerxes");

  /// Numerals that are more often something else.
  private static final Set<String> DOUBTFUL = Set.of("IV", "VI", "XI", "XV", "XX", "XXX");

  /// Numerals that are no usual abbreviations.
  private static final Pattern LOW = Pattern.compile("[IVX]+");

  private static final Pattern SHORT_CAPITALS = Pattern.compile("[A-Z]{1,3}");
  private static final Pattern LETTERS = Pattern.compile("[a-z][A-Z]{2,}");
  private static final Pattern CAMEL = Pattern.compile("(?<=[a-z])(?=[A-Z])");
  private static final Pattern VOWEL = Pattern.compile("[aeiouy]");

  private final Predicate<String> known;

  /// @param known whether a dictionary has a word in lower case
  WordRules(Predicate<String> known) {
    this.known = known;
  }

  /// Those that begin with a letter, in the order to be tried.
  List<Rule> atLetter() {
    return List.of(
        // Brown v. Board of Education
        Rule.of("(?<=\\p{Alpha}\\.? )v\\.(?= \\p{Lu})", (_, script) -> script.say("versus")),
        // Richmond, Va., but not "the car, miss."; Senator Lee (D-Pa.)
        Rule.of(
            "(?<=\\p{Lu}[a-z]{1,20}, |\\b[DRI]-)(?:" + Abbreviations.STATES + ")\\.",
            (m, script) -> script.say(Abbreviations.state(m.group().replace(".", "")))),
        Rule.of("y/y" + END, (_, script) -> script.say("year over year")),
        Rule.of("et al\\b\\.?", (_, script) -> script.say("et al")),
        // dr. smith, where no capital tells a street
        Rule.of(
            "(?<!\\b(?!The )[A-Z][a-z]{1,20} )dr\\.(?= [a-z])",
            (_, script) -> script.say("doctor")),
        // e.g., Dr. Smith: the word, its dot, and what comes after it
        Rule.when(
            "([A-Za-z]+(?:\\.[A-Za-z]+)*+)(\\.(?!\\p{Alpha})|" + END + ")(?= ?([A-Za-z]+|.?))",
            WordRules::abbreviation),
        Rule.of("w/o" + END, (_, script) -> script.say("without")),
        Rule.of("w/(?= ?\\p{Alnum})", (_, script) -> script.say("with")),
        Rule.of("Ph\\.? ?D\\.?" + END, (_, script) -> script.spell("PHD")),
        // U.S.A.
        Rule.of(
            "((?:[A-Za-z]\\.){2,}+[A-Za-z]?)('s)?" + END,
            (m, script) -> {
              script.spell(m.group(1).replace(".", ""));
              if (m.group(2) != null) {
                script.possessive();
              }
            }),
        Rule.of("pH" + END, (_, script) -> script.spell("PH")),
        // AT&T, R&D
        Rule.of("[A-Z]{1,3}(?=&[A-Z])", (m, script) -> script.spell(m.group())),
        Rule.of(
            "([CF])#" + END,
            (m, script) -> {
              script.spell(m.group(1));
              script.say("sharp");
            }),
        // J. Smith
        Rule.of("([A-Z])\\.(?= ?[A-Z])", (m, script) -> script.spell(m.group(1))),
        // the XIX century
        Rule.when(
            "([IVX]+)(?= [Cc]entur)",
            (m, script) -> {
              int value = NumberWords.roman(m.group(1));
              script.say(value < 0 ? "" : NumberWords.ordinal(value));
              return value > 0;
            }),
        // Henry VIII
        Rule.when("([IVXLCDM]+)('s)?" + END + "(?= ?(.?))", WordRules::roman),
        // NASA, IBM's, TVs
        Rule.when("([A-Z]{2,})('?s)?" + END + "(?!'\\p{Alpha})", this::capitals),
        // A as a letter, x-ray
        Rule.of("([A-Za-z])(?![\\p{Alnum}'])(?=(.?))", WordRules::single),
        Rule.of("(?i:wi-?fi)" + END, (_, script) -> script.say("wifi")),
        Rule.of("[A-Za-z]++(?:'[A-Za-z]++)*+", (m, script) -> name(m.group(), script)));
  }

  private static boolean abbreviation(Matcher m, Script script) {
    String word = m.group(1);
    boolean dot = !m.group(2).isEmpty();
    // A title without a name may be a street: Main St. is closed
    for (String spelling : List.of(word, word.toLowerCase(Locale.ROOT))) {
      Abbreviations.@Nullable Entry entry = Abbreviations.find(spelling);
      if (entry != null && fits(entry, dot || word.indexOf('.') > 0, m.group(3))) {
        script.say(entry.words());
        return true;
      }
    }
    return false;
  }

  private static boolean fits(Abbreviations.Entry entry, boolean dot, String word) {
    char next = word.isEmpty() ? 0 : word.charAt(0);
    return (dot || !entry.dotted())
        && switch (entry.next()) {
          case ANYTHING -> true;
          case NAME -> Character.isUpperCase(next);
          case NUMBER -> Character.isDigit(next) || isNumbered(entry, word);
          case MORE -> next != 0;
        };
  }

  /// Whether a word is the Roman numeral of a chapter or the like.
  static boolean isNumbered(Abbreviations.Entry entry, String word) {
    return COUNTED.contains(entry.words()) && NumberWords.roman(word) > 0;
  }

  private static boolean roman(Matcher m, Script script) {
    String numeral = m.group(1);
    int value = NumberWords.roman(numeral);
    String next = m.group(3);
    boolean monarch = MONARCHS.contains(script.last());
    boolean counted = COUNTED.contains(script.last());
    boolean told =
        numeral.length() == 1
            // "Elizabeth I." but not "the part I like"
            ? (monarch || counted)
                && (numeral.equals("V") || next.isEmpty() || !Character.isLetter(next.charAt(0)))
            : monarch
                || counted
                || LOW.matcher(numeral).matches() && !DOUBTFUL.contains(numeral)
                || numeral.length() > 3;
    if (value < 0 || !told) {
      return false;
    }
    script.say(
        monarch
            ? "the " + NumberWords.ordinal(value)
            : value > 1100 ? NumberWords.year("" + value) : NumberWords.cardinal(value));
    if (m.group(2) != null) {
      script.possessive();
    }
    return true;
  }

  private boolean capitals(Matcher m, Script script) {
    String capitals = m.group(1);
    String word = capitals.toLowerCase(Locale.ROOT);
    if (SPELLED.contains(capitals)) {
      script.spell(capitals);
    } else if (capitals.equals("OK")) {
      script.say("okay");
    } else if (capitals.length() == 2
        ? SHORT_WORDS.contains(capitals)
        : known.test(word) || capitals.length() > 5 && VOWEL.matcher(word).find()) {
      script.say(word);
    } else {
      script.spell(capitals);
    }
    if (m.group(2) != null) {
      script.possessive();
    }
    return true;
  }

  private static void single(Matcher m, Script script) {
    String letter = m.group(1);
    String next = m.group(2);
    boolean opens = script.last().isEmpty() || Script.isPause(script.last());
    boolean article =
        letter.equals("a") && !next.equals("-") && !next.equals("/")
            || letter.equals("A") && opens && next.equals(" ");
    if (article || letter.equals("I")) {
      script.say(letter.toLowerCase(Locale.ROOT));
    } else {
      script.spell(letter);
    }
  }

  /// Says a word of any case, or what it is made of: `YouTube` → you tube, `xml` → X M L.
  void name(String written, Script script) {
    String word = written.toLowerCase(Locale.ROOT);
    String[] humps = CAMEL.split(written);
    boolean symbol = SHORT_CAPITALS.matcher(written).matches(); // CO2
    boolean letters = LETTERS.matcher(written).matches(); // iOS
    if (symbol || letters || written.length() == 1) {
      script.spell(written);
    } else if (known.test(word)) {
      if (Character.isUpperCase(written.charAt(0))) {
        script.sayProper(word);
      } else {
        script.say(word);
      }
    } else if (humps.length > 1 && allKnown(humps)) {
      script.say(String.join(" ", humps).toLowerCase(Locale.ROOT));
    } else if (written.length() <= 6 && !VOWEL.matcher(word).find() && word.indexOf('\'') < 0) {
      script.spell(written);
    } else {
      script.say(word);
    }
  }

  private boolean allKnown(String[] parts) {
    for (String part : parts) {
      if (part.length() < 2 || !known.test(part.toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  /// Says a word of a mail or web address, where two letters are rarely a word.
  void addressed(String written, Script script) {
    if (written.equals("jpg")) {
      script.say("jpeg");
    } else if (written.equals("edu")
        || written.length() == 1
        || written.length() == 2 && !SHORT_WORDS.contains(written.toUpperCase(Locale.ROOT))) {
      script.spell(written);
    } else {
      name(written, script);
    }
  }
}
