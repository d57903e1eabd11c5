package dev.bijou.speech.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Abbreviations and what they stand for. Those in lower case match any case; keys have no dot at the end.
final class Abbreviations {
  /// What must follow for the abbreviation to be read this way.
  enum Next {
    ANYTHING,
    /// A word that begins with a capital.
    NAME,
    NUMBER,
    /// More of the sentence.
    MORE
  }

  /// @param words that are spoken
  /// @param dotted whether it is one only with its dot
  /// @param ends whether a sentence may end with it
  record Entry(String words, Next next, boolean dotted, boolean ends) {}

  private static final Map<String, Entry> ENTRIES = entries();

  /// Words that begin sentences: after an abbreviation only they tell a new sentence from a name.
  private static final Set<String> STARTERS =
      Set.of(
          "A", "After", "All", "An", "And", "As", "At", "Before", "But", "By", "For", "From", "He",
          "Her", "Here", "His", "How", "However", "I", "If", "In", "It", "Its", "Later", "My", "No",
          "Not", "Now", "Of", "On", "Once", "One", "Or", "Our", "She", "Since", "So", "Some",
          "That", "The", "Their", "Then", "There", "These", "They", "This", "Those", "Thus", "To",
          "Today", "We", "What", "When", "Where", "While", "Who", "Why", "With", "Yes", "Yet",
          "You", "Your");

  /// States of the United States, after a city or a party.
  private static final Map<String, String> STATE_NAMES =
      Map.ofEntries(
          Map.entry("Ala", "alabama"),
          Map.entry("Ariz", "arizona"),
          Map.entry("Ark", "arkansas"),
          Map.entry("Calif", "california"),
          Map.entry("Colo", "colorado"),
          Map.entry("Conn", "connecticut"),
          Map.entry("Del", "delaware"),
          Map.entry("Fla", "florida"),
          Map.entry("Ga", "georgia"),
          Map.entry("Ill", "illinois"),
          Map.entry("Ind", "indiana"),
          Map.entry("Kan", "kansas"),
          Map.entry("Ky", "kentucky"),
          Map.entry("La", "louisiana"),
          Map.entry("Mass", "massachusetts"),
          Map.entry("Md", "maryland"),
          Map.entry("Mich", "michigan"),
          Map.entry("Minn", "minnesota"),
          Map.entry("Miss", "mississippi"),
          Map.entry("Mo", "missouri"),
          Map.entry("Mont", "montana"),
          Map.entry("Neb", "nebraska"),
          Map.entry("Nev", "nevada"),
          Map.entry("Okla", "oklahoma"),
          Map.entry("Ore", "oregon"),
          Map.entry("Pa", "pennsylvania"),
          Map.entry("Tenn", "tennessee"),
          Map.entry("Tex", "texas"),
          Map.entry("Va", "virginia"),
          Map.entry("Vt", "vermont"),
          Map.entry("Wash", "washington"),
          Map.entry("Wis", "wisconsin"),
          Map.entry("Wyo", "wyoming"));

  /// Their abbreviations as alternatives of a pattern.
  static final String STATES = String.join("|", new TreeSet<>(STATE_NAMES.keySet()));

  private Abbreviations() {}

  /// The name of a state.
  static String state(String abbreviation) {
    return STATE_NAMES.getOrDefault(abbreviation, abbreviation);
  }

  static @Nullable Entry find(String word) {
    Entry exact = ENTRIES.get(word);
    return exact != null ? exact : ENTRIES.get(word.toLowerCase(Locale.ROOT));
  }

  static boolean startsSentence(String word) {
    return STARTERS.contains(word);
  }

  private static Map<String, Entry> entries() {
    Map<String, Entry> entries = new HashMap<>();
    put(
        entries,
        Next.ANYTHING,
        false,
        false,
        "Mr mister",
        "Mrs missus",
        "Ms miz",
        "Messrs messieurs");
    // Titles before names, known without a dot too
    put(
        entries,
        Next.NAME,
        false,
        false,
        "Dr doctor",
        "Mt mount",
        "Ft fort",
        "Prof professor",
        "Lt lieutenant",
        "Sgt sergeant",
        "Capt captain");
    put(entries, Next.NAME, false, true, "St saint");
    put(
        entries,
        Next.NAME,
        true,
        false,
        "Gen general",
        "Col colonel",
        "Maj major",
        "Cpl corporal",
        "Pvt private",
        "Cmdr commander",
        "Adm admiral",
        "Rev reverend",
        "Hon honorable",
        "Rt right",
        "Sen senator",
        "Rep representative",
        "Gov governor",
        "Pres president",
        "Supt superintendent",
        "Fr father",
        "Br brother",
        "Sr sister");
    put(
        entries,
        Next.NUMBER,
        true,
        false,
        "no number",
        "nos numbers",
        "p page",
        "pp pages",
        "vol volume",
        "ch chapter",
        "fig figure",
        "figs figures",
        "sec section",
        "eq equation",
        "art article",
        "op opus",
        "par paragraph",
        "ver version",
        "ca circa",
        "c circa",
        "ext extension",
        "est established",
        "Rs rupees",
        "jan january",
        "feb february",
        "apr april",
        "jun june",
        "jul july",
        "aug august",
        "sept september",
        "oct october",
        "nov november",
        "dec december");
    put(
        entries,
        Next.ANYTHING,
        true,
        false,
        "e.g for~example",
        "eg for~example",
        "i.e that~is",
        "ie that~is",
        "vs versus",
        "viz namely",
        "tel telephone",
        "cf compare",
        "approx approximately",
        "incl including",
        "resp respectively");
    put(
        entries,
        Next.ANYTHING,
        true,
        true,
        "etc et~cetera",
        "jr junior",
        "sr senior",
        "esq esquire",
        "inc incorporated",
        "ltd limited",
        "co company",
        "corp corporation",
        "bros brothers",
        "dept department",
        "assn association",
        "assoc association",
        "univ university",
        "govt government",
        "ave avenue",
        "blvd boulevard",
        "rd road",
        "hwy highway",
        "pkwy parkway",
        "st street",
        "dr drive",
        "ln lane",
        "apt apartment",
        "mfg manufacturing",
        "misc miscellaneous",
        "tsp teaspoon",
        "tbsp tablespoon");
    put(
        entries,
        Next.MORE,
        true,
        false,
        "Jan january",
        "Feb february",
        "Mar march",
        "Apr april",
        "Aug august",
        "Sept september",
        "Sep september",
        "Oct october",
        "Nov november",
        "Dec december",
        "Mon monday",
        "Tue tuesday",
        "Tues tuesday",
        "Wed wednesday",
        "Thu thursday",
        "Thurs thursday",
        "Fri friday");
    put(entries, Next.ANYTHING, false, true, "etc et~cetera", "vs versus");
    return Map.copyOf(entries);
  }

  private static void put(
      Map<String, Entry> entries, Next next, boolean dotted, boolean ends, String... pairs) {
    for (String pair : pairs) {
      String[] parts = pair.split(" ");
      entries.put(parts[0], new Entry(parts[1].replace('~', ' '), next, dotted, ends));
    }
  }
}
