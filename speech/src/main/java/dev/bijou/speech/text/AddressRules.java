package dev.bijou.speech.text;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How addresses are read: mail, the web, telephones, handles.
final class AddressRules {
  private static final String TOP =
      "(?:com|org|net|edu|gov|mil|int|info|io|dev|ai|app|co|uk|us|ca|au|de|fr|eu|ch|me|tv)";
  private static final Pattern PIECE = Pattern.compile("[A-Za-z]+|\\d+|[^A-Za-z\\d]");
  private static final Map<String, String> MARKS =
      Map.ofEntries(
          Map.entry(".", "dot"),
          Map.entry("/", "slash"),
          Map.entry("@", "at"),
          Map.entry("-", "dash"),
          Map.entry("_", "underscore"),
          Map.entry("?", "question mark"),
          Map.entry("=", "equals"),
          Map.entry("&", "and"),
          Map.entry("#", "hash"),
          Map.entry("%", "percent"),
          Map.entry("~", "tilde"),
          Map.entry(":", "colon"),
          Map.entry("+", "plus"));

  private final WordRules words;

  AddressRules(WordRules words) {
    this.words = words;
  }

  /// Those that begin with a letter or a digit.
  List<Rule> atStart() {
    return List.of(
        Rule.of(
            "[A-Za-z0-9._%+-]{1,64}+@[A-Za-z0-9-]++(?:\\.[A-Za-z0-9-]++)++",
            (m, script) -> address(m.group(), script)),
        Rule.of(
            "(?:https?|ftp)://([^\\s<>\"]*[A-Za-z0-9])/?",
            (m, script) -> address(m.group(1), script)),
        Rule.of("www\\.[^\\s<>\"]*[A-Za-z0-9]", (m, script) -> address(m.group(), script)),
        Rule.of(
            "[A-Za-z0-9-]++(?:\\.[a-z0-9-]++)*?\\."
                + TOP
                + "(?![\\p{Alnum}])(?:/[^\\s<>\"]*[A-Za-z0-9])?",
            (m, script) -> address(m.group(), script)));
  }

  /// Telephone numbers, at a digit or a symbol.
  static List<Rule> telephone() {
    return List.of(
        Rule.of(
            "(?:\\+?1[-. ])?(?:\\(\\d{3}\\) ?|\\d{3}[-. ])\\d{3}[-. ]\\d{4}(?![\\p{Alnum}-])",
            AddressRules::digits),
        Rule.of("0\\d{2,4} \\d{3,4} \\d{3,4}(?![\\p{Alnum}-])", AddressRules::digits),
        Rule.of("\\d{3}-\\d{4}(?![\\p{Alnum}-])", AddressRules::digits),
        Rule.of("\\+\\d{1,3}(?:[-. ]\\(?\\d{1,4}\\)?){2,5}(?![\\p{Alnum}])", AddressRules::digits));
  }

  static List<Rule> atSymbol() {
    return List.of(
        Rule.of("@(?=[A-Za-z0-9_])", (_, script) -> script.say("at")),
        Rule.of("#(?=[A-Za-z_])", (_, script) -> script.say("hashtag")));
  }

  private static void digits(Matcher m, Script script) {
    String text = m.group();
    if (text.startsWith("+")) {
      script.say("plus");
    }
    boolean first = true;
    for (String group : text.split("[^0-9]+")) {
      if (!group.isEmpty()) {
        if (!first) {
          script.pause(',');
        }
        first = false;
        script.say(NumberWords.digitByDigit(group));
      }
    }
  }

  private void address(String address, Script script) {
    Matcher pieces = PIECE.matcher(address);
    while (pieces.find()) {
      String piece = pieces.group();
      if (Character.isDigit(piece.charAt(0))) {
        script.say(
            piece.length() <= 2 ? NumberWords.cardinal(piece) : NumberWords.digitByDigit(piece));
      } else if (Character.isLetter(piece.charAt(0))) {
        words.addressed(piece, script);
      } else {
        script.say(MARKS.getOrDefault(piece, ""));
      }
    }
  }
}
