package dev.bijou.benchmark.reading;

import dev.bijou.speech.text.UsEnglish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether numbers, dates and the like are read as lists of written and spoken forms say: the test cases of NVIDIA's
/// NeMo-text-processing, files `test_cases_CLASS.txt` of lines `written~spoken`.
///
/// A reading is exact if its letters are those of the spoken form: case, marks, and spaces do not count, so that `PM`
/// is `P M`. It is alike if they are where *and* is left out of both.
final class Normalization {
  /// The classes that are judged.
  static final List<String> CLASSES =
      List.of(
          "cardinal",
          "date",
          "money",
          "time",
          "measure",
          "ordinal",
          "electronic",
          "decimal",
          "telephone",
          "roman",
          "range",
          "fraction");

  private static final Pattern WORD = Pattern.compile("[^\\p{L}\\p{N}']+");
  private static final Set<String> FREE = Set.of("and");

  /// A case and its reading.
  ///
  /// @param line where it stands in its file, from 1
  record Case(String kind, int line, String written, String spoken, String read) {
    boolean exact() {
      return letters(words(read)).equals(letters(words(spoken)));
    }

    boolean alike() {
      return letters(content(read)).equals(letters(content(spoken)));
    }

    private static Stream<String> words(String text) {
      return WORD.splitAsStream(text.toLowerCase(Locale.ROOT));
    }

    private static Stream<String> content(String text) {
      return words(text).filter(word -> !FREE.contains(word));
    }

    private static String letters(Stream<String> words) {
      return words.collect(Collectors.joining()).replace("'", "");
    }
  }

  private Normalization() {}

  /// Reads the cases of a class.
  static List<Case> cases(Path folder, String kind, UsEnglish english) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("test_cases_" + kind + ".txt"));
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String[] pair = lines.get(i).split("~");
      if (pair.length == 2) {
        String read = english.utterance(pair[0]).words();
        cases.add(new Case(kind, i + 1, pair[0], pair[1], read));
      }
    }
    return cases;
  }
}
