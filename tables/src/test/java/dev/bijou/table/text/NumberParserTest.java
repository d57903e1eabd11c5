package dev.bijou.table.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberParserTest {
  private static double parse(String text) {
    // Inside a longer buffer, as the CSV parser hands fields out.
    return NumberParser.parse(("7" + text + "7").toCharArray(), 1, text.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+1",
        "1.",
        ".5",
        "-.5",
        "00012.500",
        "6.02E23",
        "1e-5",
        "1E+5",
        "123456789012345678",
        "9007199254740993",
        "0.1",
        "1e22",
        "1e23",
        "1e-22",
        "1e-23",
        "4.9e-324",
        "1.7976931348623157e308",
        "1e400",
        "0.30000000000000004",
        "1234567890123456789012345",
        "2.2250738585072011e-308",
        "0e999999999999",
        "1e-99999999999"
      })
  void agreesWithTheJdk(String text) {
    assertEquals(Double.parseDouble(text), parse(text));
  }

  @Test
  void agreesWithTheJdkOnRandomNumbers() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(value)) {
        continue;
      }
      for (String text :
          new String[] {
            Double.toString(value),
            Float.toString((float) random.nextGaussian()),
            String.format(Locale.ROOT, "%." + random.nextInt(17) + "e", value),
            String.format(Locale.ROOT, "%." + random.nextInt(12) + "f", random.nextGaussian() * 1e4)
          }) {
        assertEquals(Double.parseDouble(text), parse(text), text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "-.",
        "e5",
        "1e",
        "1e+",
        "1.2.3",
        "1,5",
        "1d",
        "1f",
        "0x1p3",
        "NaN",
        "Infinity",
        "1 2",
        "--1",
        "1_000",
        "12%",
        "١"
      })
  void refusesWhatIsNoNumber(String text) {
    assertTrue(Double.isNaN(parse(text)), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NA", "na", "N/A", "n/a", "NaN", "nan", "NULL", "null", "?"})
  void knowsMissingCells(String text) {
    assertTrue(NumberParser.isMissing(text.toCharArray(), 0, text.length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "-", "0", "nul", "missing", "x", "??"})
  void takesNothingElseForMissing(String text) {
    assertFalse(NumberParser.isMissing(text.toCharArray(), 0, text.length()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3,5|write decimals with a point (3.5)",
        "-0,25|write decimals with a point (-0.25)",
        "1,234.5|write digits without separators of thousands, and decimals with a point",
        "1.234,5|write digits without separators of thousands, and decimals with a point",
        "1 234 567|write digits without separators of thousands, and decimals with a point",
        "red|''",
        "1,2,3|''",
        "2020-01-02|''"
      })
  void hintsAtOtherNotations(String text, String hint) {
    assertEquals(hint, NumberParser.notationHint(text));
  }
}
