package dev.bijou.speech.text;

import dev.bijou.speech.text.Language.Skipped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Turns written English into the words to be spoken: `Dr. Smith paid $3.50.` → doctor smith paid three dollars
/// fifty cents.
///
/// At each place of the text the first rule that matches there reads on. Rules that begin with a letter, a digit and
/// a symbol are kept apart; within a list the more special come first.
final class TextNormalizer {
  private static final Map<Character, String> SYMBOLS =
      Map.ofEntries(
          Map.entry('&', "and"),
          Map.entry('%', "percent"),
          Map.entry('‰', "per mille"),
          Map.entry('+', "plus"),
          Map.entry('=', "equals"),
          Map.entry('@', "at"),
          Map.entry('$', "dollars"),
          Map.entry('£', "pounds"),
          Map.entry('€', "euros"),
          Map.entry('¥', "yen"),
          Map.entry('₹', "rupees"),
          Map.entry('₩', "won"),
          Map.entry('₽', "rubles"),
          Map.entry('₱', "pesos"),
          Map.entry('º', "degrees"),
          Map.entry('¢', "cents"),
          Map.entry('°', "degrees"),
          Map.entry('µ', "micro"),
          Map.entry('Ω', "ohms"),
          Map.entry('×', "times"),
          Map.entry('÷', "divided by"),
          Map.entry('±', "plus or minus"),
          Map.entry('≤', "less than or equal to"),
          Map.entry('≥', "greater than or equal to"),
          Map.entry('≠', "not equal to"),
          Map.entry('²', "squared"),
          Map.entry('³', "cubed"),
          Map.entry('©', "copyright"),
          Map.entry('§', "section"),
          Map.entry('√', "square root of"),
          Map.entry('∞', "infinity"),
          Map.entry('π', "pi"),
          Map.entry('−', "minus"));

  private static final List<Rule> MARKS =
      List.of(
          Rule.of("\\.{2,}(?=[^\\p{Alnum}]*$)", (_, script) -> script.pause('.')),
          Rule.of("\\.{2,}", (_, script) -> script.pause(',')),
          Rule.of("--+|—| [-–](?= )|–", (_, script) -> script.pause('-')),
          Rule.of("/(?=or\\b)", (_, _) -> {}),
          Rule.of("(?<=\\p{Alnum}) ?/ ?(?=\\p{Alnum})", (_, script) -> script.say("slash")),
          Rule.of("(?<=\\d) ?\\*(?= ?\\d)", (_, script) -> script.say("times")),
          Rule.of("\\^2(?!\\d)", (_, script) -> script.say("squared")),
          Rule.of("\\^3(?!\\d)", (_, script) -> script.say("cubed")),
          Rule.of("\\^", (_, script) -> script.say("to the power of")),
          Rule.of(">=", (_, script) -> script.say("greater than or equal to")),
          Rule.of("<=", (_, script) -> script.say("less than or equal to")),
          Rule.of("!=", (_, script) -> script.say("not equal to")),
          Rule.of("==", (_, script) -> script.say("equals")),
          Rule.of("[-=]>", (_, script) -> script.say("to")),
          Rule.of("<(?= ?[-.\\p{Alnum}])", (_, script) -> script.say("less than")),
          Rule.of(">(?= ?[-.\\p{Alnum}])", (_, script) -> script.say("greater than")),
          Rule.of("[,;:.!?]", (m, script) -> script.pause(m.group().charAt(0))),
          Rule.of("[()\\[\\]{}]", (_, script) -> script.pause(',')),
          Rule.of("'[nN]'?(?![\\p{Alnum}])", (_, script) -> script.say("'n")),
          Rule.of(
              "'(?i:tis|twas|em|til|cause|bout|round)(?![\\p{Alnum}'])",
              (m, script) -> script.say(m.group().toLowerCase(Locale.ROOT))));

  /// Capitals that are no Roman numeral.
  private static final Pattern CAPITALS = Pattern.compile("\\b(?![IVXLCDM]+\\b)[A-Z]+");

  private final List<Rule> atLetter;
  private final List<Rule> atDigit;
  private final List<Rule> atSymbol;

  /// @param known whether a dictionary has a word in lower case
  TextNormalizer(Predicate<String> known) {
    WordRules words = new WordRules(known);
    List<Rule> addresses = new AddressRules(words).atStart();
    atLetter =
        Stream.of(addresses, NumberRules.AT_LETTER, words.atLetter())
            .flatMap(List::stream)
            .toList();
    atDigit =
        Stream.of(addresses, AddressRules.telephone(), NumberRules.AT_DIGIT)
            .flatMap(List::stream)
            .toList();
    atSymbol =
        Stream.of(AddressRules.telephone(), NumberRules.AT_SYMBOL, AddressRules.atSymbol(), MARKS)
            .flatMap(List::stream)
            .toList();
  }

  /// The words and pauses of a sentence.
  ///
  /// @param end the pause where the sentence ends without a mark
  /// @param skipped is told of each character without a sound
  Script normalize(String sentence, char end, Skipped skipped) {
    String text = quiet(Characters.fold(sentence, skipped).strip());
    Script script = new Script();
    int at = 0;
    while (at < text.length()) {
      at = read(text, at, script);
    }
    script.end(end);
    return script;
  }

  private int read(String text, int at, Script script) {
    char c = text.charAt(at);
    List<Rule> rules =
        c < 0x80 && Character.isLetter(c) ? atLetter : c >= '0' && c <= '9' ? atDigit : atSymbol;
    for (Rule rule : rules) {
      int end = rule.read(text, at, script);
      if (end > at) {
        return end;
      }
    }
    script.say(SYMBOLS.getOrDefault(c, ""));
    return at + 1;
  }

  /// A sentence all in capitals is in lower case otherwise, and holds no acronyms; Roman numerals stay.
  private static String quiet(String text) {
    int words = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLowerCase(c)) {
        return text;
      }
      boolean begins =
          Character.isUpperCase(c)
              && (i == 0 || text.charAt(i - 1) == ' ')
              && i + 1 < text.length()
              && Character.isUpperCase(text.charAt(i + 1));
      words += begins ? 1 : 0;
    }
    return words < 3
        ? text
        : CAPITALS.matcher(text).replaceAll(word -> word.group().toLowerCase(Locale.ROOT));
  }
}
