package dev.bijou.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bijou.table.NumberText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MarkupTest {
  @Test
  void contentAndAttributesAreEscaped() {
    String markup =
        new Markup()
            .element("p", "a < b & \"c\" > d\u0001\uD83D\uDE00", "title", "<\"&\u0000")
            .toString();
    assertEquals(
        "<p title=\"&lt;&quot;&amp;\uFFFD\">a &lt; b &amp; &quot;c&quot; &gt; d\uFFFD\uD83D\uDE00</p>",
        markup);
  }

  @Test
  void loneSurrogatesBecomeReplacementCharacters() {
    assertEquals("<p>\uFFFD</p>", new Markup().element("p", "\uD83D").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.04, 0",
    "-0.06, -0.1",
    "1.25, 1.3",
    "-3, -3",
    "12.34, 12.3",
    "-12.36, -12.4",
    "100, 100"
  })
  void coordinatesHaveOneDecimal(double value, String text) {
    assertEquals(text, PathData.coordinate(value));
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
  @CsvSource({"5, 5.0 s", "99.94, 99.9 s", "150, 2.5 min", "7200, 2.0 h"})
  void timesHaveTheUnitThatSuits(double seconds, String text) {
    assertEquals(text, NumberText.duration(seconds));
  }
}
