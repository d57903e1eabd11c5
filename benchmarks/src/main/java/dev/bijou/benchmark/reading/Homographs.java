package dev.bijou.benchmark.reading;

import dev.bijou.speech.text.Sentence.Token;
import dev.bijou.speech.text.UsEnglish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whether homographs are read as in WikipediaHomographData: `wordids.tsv` with the pronunciations of each reading, and
/// files of sentences, of which each has its reading.
///
/// A reading is right if the phones that are spoken are nearer to those of its pronunciation than to those of the word's
/// other readings.
final class Homographs {
  private static final Pattern FIELD = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^\\t]+)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]+");

  /// A sentence and how its word is read.
  ///
  /// @param word the homograph
  /// @param reading that is right
  /// @param read the nearest reading of what was spoken; empty where the word was not spoken as one
  record Case(String word, String reading, String sentence, String read) {
    boolean right() {
      return reading.equals(read);
    }
  }

  private Homographs() {}

  /// Reads the sentences of all files `*.tsv` in a folder.
  ///
  /// @param wordids the file of pronunciations
  static List<Case> cases(Path wordids, Path folder, UsEnglish english) throws IOException {
    Map<String, Map<String, String>> readings = new HashMap<>();
    for (List<String> row : rows(wordids)) {
      readings.computeIfAbsent(row.get(0), _ -> new HashMap<>()).put(row.get(1), row.get(3));
    }
    List<Case> cases = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".tsv")).sorted().toList();
    }
    for (Path file : files) {
      for (List<String> row : rows(file)) {
        Map<String, String> of = readings.get(row.get(0));
        if (of != null && of.containsKey(row.get(1))) {
          int start = Integer.parseInt(row.get(3));
          String read = read(english, row.get(2), start, row.get(0), of);
          cases.add(new Case(row.get(0), row.get(1), row.get(2), read));
        }
      }
    }
    return cases;
  }

  private static List<List<String>> rows(Path file) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      List<String> row = new ArrayList<>();
      Matcher fields = FIELD.matcher(line);
      while (fields.find()) {
        row.add(fields.group(1) == null ? fields.group(2) : fields.group(1).replace("\"\"", "\""));
      }
      if (row.size() > 3 && !row.get(0).equals("homograph")) {
        rows.add(row);
      }
    }
    return rows;
  }

  /// The reading that is nearest to what is spoken of the word that begins at a byte of the sentence.
  private static String read(
      UsEnglish english, String sentence, int start, String word, Map<String, String> readings) {
    byte[] bytes = sentence.getBytes(StandardCharsets.UTF_8);
    String before = new String(bytes, 0, Math.min(start, bytes.length), StandardCharsets.UTF_8);
    long earlier = occurrences(before, word);
    List<Token.Word> spoken =
        english.utterance(sentence).tokens().stream()
            .filter(Token.Word.class::isInstance)
            .map(Token.Word.class::cast)
            .filter(token -> token.spelling().replace("'s", "").equals(word))
            .toList();
    if (spoken.size() <= earlier) {
      return "";
    }
    List<String> phones = spoken.get((int) earlier).phones();
    String nearest = "";
    double least = Double.POSITIVE_INFINITY;
    for (Map.Entry<String, String> reading : readings.entrySet()) {
      double distance = Phones.distance(phones, Phones.ofIpa(reading.getValue()));
      if (distance < least) {
        least = distance;
        nearest = reading.getKey();
      }
    }
    return nearest;
  }

  private static long occurrences(String text, String word) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .filter(found -> found.group().equals(word))
        .count();
  }
}
