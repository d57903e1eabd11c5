package dev.bijou.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bijou.table.text.NumberText;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"90s, 90", "10m, 600", "2h, 7200", "1h30m, 5400", "0.5s, 0.5", "1h1m1s, 3661"})
  void reads(String text, double seconds) {
    assertEquals(Duration.ofMillis(Math.round(1000 * seconds)), Durations.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "90", "s", "1s1m", "-1s", "0m", "1d", "ten minutes"})
  void refuses(String text) {
    assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
  }

  @Test
  void writesWhatItReads() {
    assertEquals("1 min 30 s", NumberText.duration(Durations.parse("90s").toSeconds()));
  }
}
