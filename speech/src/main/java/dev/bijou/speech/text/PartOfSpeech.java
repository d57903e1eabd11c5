package dev.bijou.speech.text;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells by the words beside it whether a word is a noun or adjective, or a verb.
final class PartOfSpeech {
  private static final Set<String> DETERMINERS =
      words(
          "a an the this these those my his its our your their her no any some each every another either neither what"
              + " whose both all many several few most more less such other one two three four five six seven eight"
              + " nine ten first second third new very too so quite rather highly as how extremely increasingly");

  private static final Set<String> PREPOSITIONS =
      words(
          "of in with for from by at on into between under over against without during through about after before via"
              + " per within toward towards like despite including than upon among since behind throughout near onto");

  private static final Set<String> BEFORE_VERB =
      words(
          "will would can could should must may might shall do does did don't doesn't didn't won't can't couldn't"
              + " wouldn't shouldn't cannot i'll we'll you'll they'll he'll she'll it'll i'd he'd she'd we'd they'd let's"
              + " let lets please helped helps not");

  private static final Set<String> PRONOUNS = words("i we you they who");
  private static final Set<String> SINGULAR = words("he she it who which that");

  private static final Set<String> BE =
      words(
          "is are was were be been being am has have had having become became becomes remain remains remained seem seems"
              + " seemed isn't wasn't aren't weren't becoming get got gets");

  /// What begins an object.
  private static final Set<String> OBJECT =
      words(
          "the a an his her its their this these those my our your him them me us it themselves itself himself herself"
              + " any each all some another such both people up");

  private static final Set<String> CLAUSE = words("that whether how what why");
  private static final Set<String> AUXILIARY =
      words("is are was were has had have will would can could may might should must does did");

  private static final Set<String> SKIPPED =
      words(
          "also never always often then still even just now only further thus actually later either again");

  /// Words after which *to* is a preposition.
  private static final Set<String> TO_NOUN =
      words(
          "due prior subject according addition response similar opposed contrary relation regard respect damage access"
              + " addicted equal opposition resistance close next related up compared exposed introduction approach"
              + " applied key adjacent leading led lead contributed return returned from thanks");

  private static final Pattern ADJECTIVE =
      Pattern.compile(
          ".{2,}(?:al|ic|ive|ous|ful|less|ish|able|ible|ary|ian|ese|ant|ent|ed|est|ing|er)|old|good|bad|great|high|low|large"
              + "|small|big|major|last|next|own|same|late|young|free|long|short|key|main|modern|black|white|red");

  private static final Pattern PLURAL =
      Pattern.compile("[a-z]{2,}(?<!s|u|i|')s|people|men|women|children|who");

  private PartOfSpeech() {}

  private static Set<String> words(String list) {
    return Set.of(list.split(" "));
  }

  /// Whether a word is a noun or adjective rather than a verb.
  ///
  /// @param script the sentence as [Script] has it
  /// @param at the word
  /// @param bias above zero for a word that mostly is one
  static boolean isNominal(List<String> script, int at, double bias) {
    int before = at - 1;
    while (before > 0 && (SKIPPED.contains(script.get(before)) || isAdverb(script.get(before)))) {
      before--;
    }
    return bias + before(script, at, before) + after(script, at) > 0;
  }

  private static boolean isAdverb(String word) {
    return word.length() > 4
        && word.endsWith("ly")
        && !word.equals("family")
        && !word.equals("only");
  }

  private static String word(List<String> script, int at) {
    return at < 0 || at >= script.size() ? "" : script.get(at);
  }

  /// What the words before it say.
  private static double before(List<String> script, int at, int before) {
    String word = script.get(at);
    String last = word(script, before);
    boolean adverb = before < at - 1;
    if (last.equals("to")) {
      return TO_NOUN.contains(word(script, before - 1)) ? 0.5 : -4;
    }
    if (last.equals("not") && BE.contains(word(script, before - 1))) {
      return 2;
    }
    if (BEFORE_VERB.contains(last)) {
      return -3.5;
    }
    boolean third = word.endsWith("s");
    if (third && SINGULAR.contains(last)) {
      return -3;
    }
    if (PRONOUNS.contains(last)) {
      return -3;
    }
    if (BE.contains(last)) {
      return 2.5;
    }
    if (DETERMINERS.contains(last)) {
      return adverb ? 1.5 : 3;
    }
    if (PREPOSITIONS.contains(last)) {
      return adverb ? 1 : 2.5;
    }
    if (last.endsWith("'s") || last.endsWith("s'")) {
      return 2.5;
    }
    if (last.equals("and") || last.equals("or") || last.equals(",") || last.equals("but")) {
      return coordinated(script, before);
    }
    if (last.isEmpty() || Script.isPause(last)) {
      return 0;
    }
    if (PLURAL.matcher(last).matches()) {
      return third ? 0.7 : adverb ? -2 : -1.2;
    }
    if (adverb) {
      return -1.5;
    }
    return ADJECTIVE.matcher(last).matches() ? 1.5 : third ? -0.5 : 0.4;
  }

  /// After *and*, a word is a verb where one with *to* or the like stands before.
  private static double coordinated(List<String> script, int and) {
    for (int i = and - 1; i >= Math.max(0, and - 6); i--) {
      String word = script.get(i);
      if (word.equals("to") || BEFORE_VERB.contains(word) || PRONOUNS.contains(word)) {
        return i < and - 1 ? -1.5 : 0;
      }
      if (Script.isPause(word) && i < and - 1) {
        return 0;
      }
    }
    return 0.3;
  }

  /// What the words after it say.
  private static double after(List<String> script, int at) {
    String next = word(script, at + 1);
    if (OBJECT.contains(next)) {
      return -1.8;
    }
    if (CLAUSE.contains(next)) {
      return -0.6;
    }
    if (next.equals("of")) {
      return 2;
    }
    if (AUXILIARY.contains(next)) {
      return 1.5;
    }
    if (next.equals("and") || next.equals("or") || next.isEmpty() || Script.isPause(next)) {
      return 0.3;
    }
    if (isAdverb(next)) {
      return -0.5;
    }
    return PREPOSITIONS.contains(next) ? 0.3 : 0.2;
  }

  /// Whether a verb stands in the infinitive or the present here: to read, can read, to write and read.
  static boolean isPresent(List<String> script, int at) {
    int before = at - 1;
    while (before > 0 && (SKIPPED.contains(script.get(before)) || isAdverb(script.get(before)))) {
      before--;
    }
    String last = word(script, before);
    if (last.equals("and") || last.equals("or")) {
      return coordinated(script, before) < 0;
    }
    return last.isEmpty()
        || last.equals("to")
        || BEFORE_VERB.contains(last)
        || last.equals("a")
        || last.equals("who") && word(script, before - 1).endsWith("s");
  }
}
