package dev.bijou.speech.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said of numbers, dates, abbreviations and all else in `normalization.txt`.
class NormalizationTest {
  private static final UsEnglish ENGLISH = UsEnglish.bundled();

  static Stream<Arguments> cases() throws IOException {
    try (InputStream in = NormalizationTest.class.getResourceAsStream("normalization.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("# "))
          .map(line -> line.split("\\|", -1))
          .map(fields -> Arguments.of(fields[0], fields[1]));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void says(String written, String said) {
    assertEquals(said, ENGLISH.utterance(written).words());
  }
}
