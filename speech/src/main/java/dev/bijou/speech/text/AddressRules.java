package dev.bijou.speech.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How addresses are read: mail, the web, telephones, handles.
final class AddressRules {
  private static final String TOP =
      "(?:com|org|net|edu|gov|mil|int|info|io|dev|ai|app|co|uk|us|ca|au|de|fr|eu|ch|me|tv)";

  /// The rest of an address, up to a letter, a digit or a slash.
  private static final String PATH = "(?:[/?#][^\\s<>\"]*(?<=[A-Za-z0-9/]))?";

  private static final String ALONE = "(?![\\p{Alnum}-])";
  private static final String END = "(?![\\p{Alnum}])";

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
          Map.entry("&", "ampersand"),
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
            "[A-Za-z0-9._%+&!#$'*/=?^-]{1,64}+@[A-Za-z0-9-]++(?:\\.[A-Za-z0-9-]++)++" + PATH,
            (m, script) -> address(m.group(), script)),
        Rule.of(
            "(https?|ftp|file)(://[^\\s<>\"]*[A-Za-z0-9]/?)",
            (m, script) -> {
              if (m.group(1).equals("file")) {
                script.say("file");
              } else {
                script.spell(m.group(1));
              }
              address(m.group(2), script);
            }),
        Rule.of("www\\.[^\\s<>\"]*[A-Za-z0-9]/?", (m, script) -> address(m.group(), script)),
        Rule.of(
            "[A-Za-z0-9-]++(?:\\.[a-z0-9-]++)*?\\." + TOP + END + PATH,
            (m, script) -> address(m.group(), script)),
        // a card ending in 8876
        Rule.of(
            "(?i)(ending|ends) (in|with) (\\d{3,6})" + END,
            (m, script) -> {
              script.say(m.group(1).toLowerCase(Locale.ROOT) + " " + m.group(2));
              script.say(NumberWords.digitByDigit(m.group(3)));
            }),
        // readme.txt, but not e.g. or a.m.
        Rule.of(
            "(?=[a-z0-9_-]*[a-z][a-z0-9_-])[a-z0-9_-]++(?:\\.[a-z0-9_-]++)*?\\.[a-z]{2,4}[0-9]?"
                + END,
            (m, script) -> address(m.group(), script)));
  }

  /// Telephone numbers, at a digit or a symbol.
  static List<Rule> telephone() {
    return List.of(
        Rule.of(
            "(?:\\+?\\d{1,3}[-. ])?(?:\\(\\d{3}\\)[-. ]?|\\d{3}[-. ])\\d{3}[-. ]\\d{4}(?:-\\d+)?"
                + ALONE,
            AddressRules::groups),
        Rule.of("0\\d{2,4} \\d{3,4} \\d{3,4}" + ALONE, AddressRules::groups),
        Rule.of("\\d{3}-\\d{4}" + ALONE, AddressRules::groups),
        Rule.of("\\+\\d{1,3}(?:[-. ]\\(?\\d{1,4}\\)?){2,5}" + END, AddressRules::groups),
        Rule.of(
            "\\d(?:-\\d){2,}" + ALONE,
            (m, script) -> script.say(NumberWords.digitByDigit(m.group().replace("-", "")))),
        // 111-11-1111, 1-800-GO-FAR
        Rule.of("\\d{3}-\\d{2}-\\d{4}" + ALONE, AddressRules::groups),
        Rule.of("1-8\\d\\d(?:-(?:[A-Z]+|\\d+))+" + END, AddressRules::groups),
        Rule.of("\\d{2,5}(?:-\\d{2,5}){3,}" + ALONE, AddressRules::groups));
  }

  static List<Rule> atSymbol() {
    return List.of(
        Rule.of("@(?=[A-Za-z0-9_])", (_, script) -> script.say("at")),
        Rule.of("#(?=[A-Za-z_])", (_, script) -> script.say("hashtag")));
  }

  /// Groups of digits with pauses between; words among them go without.
  private static void groups(Matcher m, Script script) {
    String text = m.group();
    script.say(text.startsWith("+") ? "plus" : "");
    boolean pause = false;
    for (String group : text.split("[^0-9A-Z]+")) {
      if (group.isEmpty()) {
        continue;
      }
      boolean digits = Character.isDigit(group.charAt(0));
      if (pause) {
        script.pause(',');
      }
      pause = digits;
      if (digits) {
        script.say(NumberWords.code(group));
      } else if (group.length() == 1) {
        script.spell(group);
      } else {
        script.say(group.toLowerCase(Locale.ROOT));
      }
    }
  }

  private void address(String address, Script script) {
    Matcher pieces = PIECE.matcher(address);
    while (pieces.find()) {
      String piece = pieces.group();
      if (Character.isDigit(piece.charAt(0))) {
        script.say(NumberWords.code(piece));
      } else if (Character.isLetter(piece.charAt(0))) {
        words.addressed(piece, script);
      } else {
        script.say(MARKS.getOrDefault(piece, ""));
      }
    }
  }
}
