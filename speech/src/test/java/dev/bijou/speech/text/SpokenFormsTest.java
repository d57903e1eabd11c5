package dev.bijou.speech.text;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The test cases of NVIDIA's NeMo-text-processing, where they are at hand; `benchmarks/reading` shows each.
class SpokenFormsTest {
  private static final Path FOLDER = Path.of("..", "..", "shared", "data", "nemo");
  private static final List<String> CLASSES =
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

  @Test
  void nineOfTenAreReadAsThere() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "skipped: no test cases in " + FOLDER);
    UsEnglish english = UsEnglish.bundled();
    int cases = 0;
    int exact = 0;
    for (String kind : CLASSES) {
      for (String line : Files.readAllLines(FOLDER.resolve("test_cases_" + kind + ".txt"))) {
        String[] pair = line.split("~");
        if (pair.length == 2) {
          cases++;
          exact += letters(english.utterance(pair[0]).words()).equals(letters(pair[1])) ? 1 : 0;
        }
      }
    }
    assertTrue(exact >= 0.9 * cases, exact + " of " + cases);
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
