package dev.bijou.table.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  @Test
  void isShort() {
    assertEquals("7.4", NumberText.of(7.4f));
    assertEquals("5", NumberText.of(5f));
    assertEquals("-0.1", NumberText.of(-0.1));
    assertEquals("1.0E10", NumberText.of(1e10));
    assertEquals("7.4", NumberText.of(7.4f, 0));
    assertEquals("1700000012", NumberText.of(12f, 1.7e9));
    assertEquals("1700000000.3", NumberText.of(0.3f, 1.7e9).substring(0, 12));
    assertEquals("0", NumberText.of(-5f, 5));
  }

  @Test
  void readsBackAsTheFloat() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 20_000; i++) {
      float value = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-3, 5)));
      double offset = random.nextInt(4) == 0 ? 0 : Math.rint(random.nextGaussian() * 1e9) / 8;
      String text = NumberText.of(value, offset);
      assertEquals(
          value,
          (float) (Double.parseDouble(text) - offset),
          Math.ulp(offset),
          text + " − " + offset);
      if (Math.ulp(offset) < Math.ulp(value) / 8) {
        assertEquals(value, (float) (Double.parseDouble(text) - offset), text + " − " + offset);
      }
      assertTrue(text.length() <= 24, text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.04, 0.0 s",
    "9.94, 9.9 s",
    "59.4, 59 s",
    "59.6, 1 min 00 s",
    "185, 3 min 05 s",
    "7830, 2 h 10 min"
  })
  void writesDurations(double seconds, String text) {
    assertEquals(text, NumberText.duration(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.5, 0.5",
    "-1234.5678, −1235",
    "123456, 123500",
    "12345678, 1.235e7",
    "0.00001234, 1.234e−5",
    "0.0001234, 0.0001234",
    "-1e30, −1e30"
  })
  void valuesAreShort(double value, String text) {
    assertEquals(text, NumberText.value(value, 4));
  }

  @ParameterizedTest
  @CsvSource({
    "0.7154340836012861, 0.71543",
    "8.038585209003215E-4, 8.0386E-4",
    "0.5, 0.5",
    "0.1, 0.1",
    "0.30000000000000004, 0.3",
    "0.9999999, 0.99999",
    "0.99999999999999988, 0.99999",
    "1, 1",
    "0, 0",
    "1.23456789e-12, 1.2346E-12",
    "4.9E-324, 4.9E-324"
  })
  void probabilitiesHaveFiveDigitsAndAreNeverRoundedToCertainties(double value, String text) {
    assertEquals(text, NumberText.probability(value));
  }
}
