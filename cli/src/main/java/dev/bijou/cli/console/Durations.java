package dev.bijou.cli.console;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads durations as people write them.
public final class Durations {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d+)h)?(?:(\\d+)m(?:in)?)?(?:(\\d+(?:\\.\\d+)?)s)?", Pattern.CASE_INSENSITIVE);

  private Durations() {}

  /// Reads `90s`, `10m`, `2h`, `1h30m`.
  ///
  /// @throws IllegalArgumentException if the text is not a duration, or is zero
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.isEmpty() || !form.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a time; write for instance 90s, 10m or 2h");
    }
    double seconds = 3600 * part(form, 1) + 60 * part(form, 2) + part(form, 3);
    if (!(seconds > 0 && seconds < 1e9)) {
      throw new IllegalArgumentException("\"" + text + "\" is not a time to learn for");
    }
    return Duration.ofMillis(Math.max(1, Math.round(1000 * seconds)));
  }

  private static double part(Matcher form, int group) {
    return form.group(group) == null ? 0 : Double.parseDouble(form.group(group));
  }
}
