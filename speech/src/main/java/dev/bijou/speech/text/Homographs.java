package dev.bijou.speech.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Words whose pronunciation depends on the words beside them: a table, `homographs.txt`, of what they mostly are and of
/// what tells that they are not.
///
/// *The* and *to* are reduced before a consonant. A spelling that a noun or adjective shares with a verb is what
/// [PartOfSpeech] finds; others go by a capital or by words that belong to one of their senses.
final class Homographs {
  private static final String RESOURCE = "homographs.txt";
  private static final Pattern CHOICE = Pattern.compile("\\(([^|)]*)\\|([^)]*)\\)");
  private static final double TENSE = Double.POSITIVE_INFINITY;
  private static final Map<String, Double> BIASES =
      Map.of("noun", 1.3, "noun?", 0.5, "either", 0.0, "verb?", -0.5, "verb", -1.3, "tense", TENSE);
  private static final Map<String, Entry> ENTRIES = read();

  /// @param bias towards the first reading; [#TENSE] where that is the past
  /// @param nominal phones of the noun, or of the usual sense
  /// @param verbal phones of the verb
  /// @param senses others
  private record Entry(
      double bias, List<String> nominal, List<String> verbal, List<Sense> senses) {}

  /// @param phones of the reading
  /// @param conditions of which one is enough
  private record Sense(List<String> phones, List<String> conditions) {
    boolean holds(List<String> script, int at, boolean capital) {
      return conditions.stream().anyMatch(condition -> holds(condition, script, at, capital));
    }

    private static boolean holds(String condition, List<String> script, int at, boolean capital) {
      boolean proper = condition.startsWith("^");
      String rest = proper ? condition.substring(1) : condition;
      if (proper && !capital) {
        return false;
      }
      String word = rest.isEmpty() ? "" : rest.substring(1);
      return switch (rest.isEmpty() ? ' ' : rest.charAt(0)) {
        case ' ' -> true;
        case '<' -> at > 0 && script.get(at - 1).equals(word);
        case '>' -> at + 1 < script.size() && script.get(at + 1).equals(word);
        default -> script.contains(rest);
      };
    }
  }

  private Homographs() {}

  /// The phones of a word in its place, or null where it sounds as everywhere.
  ///
  /// @param script the sentence as [Script] has it
  /// @param at the word
  /// @param capitals which words were written with a capital
  /// @param wordNext whether a word follows at once
  /// @param vowelNext whether that one begins with a vowel
  static @Nullable List<String> find(
      List<String> script, int at, BitSet capitals, boolean wordNext, boolean vowelNext) {
    return switch (script.get(at)) {
      case "the" -> List.of("DH", vowelNext ? "IY0" : "AH0");
      case "to" -> List.of("T", wordNext && !vowelNext ? "AH0" : "UW1");
      default -> listed(script, at, capitals.get(at));
    };
  }

  private static @Nullable List<String> listed(List<String> script, int at, boolean capital) {
    Entry entry = ENTRIES.get(script.get(at));
    if (entry == null) {
      return null;
    }
    boolean told =
        entry.senses.isEmpty()
            || at > 0 && !Script.isPause(script.get(at - 1)) && sure(script.get(at - 1));
    if (!told || entry.nominal.equals(entry.verbal)) {
      for (Sense sense : entry.senses) {
        if (sense.holds(script, at, capital)) {
          return sense.phones;
        }
      }
    }
    boolean first =
        entry.bias == TENSE
            ? !PartOfSpeech.isPresent(script, at)
            : PartOfSpeech.isNominal(script, at, entry.bias);
    return first ? entry.nominal : entry.verbal;
  }

  /// *To live* is a verb whatever follows.
  private static boolean sure(String before) {
    return before.equals("to");
  }

  private static Map<String, Entry> read() {
    Map<String, Entry> entries = new HashMap<>();
    try (InputStream in = Homographs.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar; build it again");
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split(" / ");
          String[] head = parts[0].split(" ", 3);
          Double bias = BIASES.get(head[1]);
          String phones = bias == null ? head[1] + " " + head[2] : head[2];
          entries.put(head[0], entry(bias == null ? 0 : bias, phones, parts));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " in the jar is damaged; build it again", e);
    }
    return Map.copyOf(entries);
  }

  private static Entry entry(double bias, String phones, String[] parts) {
    List<String> nominal = phones(CHOICE.matcher(phones).replaceAll("$1"));
    List<String> verbal = phones(CHOICE.matcher(phones).replaceAll("$2"));
    List<Sense> senses = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      String[] sense = parts[i].split(" : ");
      List<String> reading =
          switch (sense[0]) {
            case "n" -> nominal;
            case "v" -> verbal;
            default -> phones(sense[0]);
          };
      senses.add(new Sense(reading, List.of(sense[1].split(" "))));
    }
    return new Entry(bias, nominal, verbal, List.copyOf(senses));
  }

  private static List<String> phones(String phones) {
    return List.of(phones.strip().split(" +"));
  }
}
