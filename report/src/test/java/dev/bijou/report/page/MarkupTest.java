package dev.bijou.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
