package dev.bijou.speech.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A rule that reads a piece of text aloud.
///
/// @param pattern what it reads
/// @param reading writes the match into the script, or declines it
record Rule(Pattern pattern, Reading reading) {
  @FunctionalInterface
  interface Reading {
    /// @return false if the match is not of this kind after all; then nothing was written
    boolean read(Matcher match, Script script);
  }

  @FunctionalInterface
  interface Saying {
    void say(Matcher match, Script script);
  }

  /// A rule that may decline.
  static Rule when(String regex, Reading reading) {
    return new Rule(Pattern.compile(regex), reading);
  }

  /// A rule that reads whatever matches.
  static Rule of(String regex, Saying saying) {
    return when(
        regex,
        (match, script) -> {
          saying.say(match, script);
          return true;
        });
  }

  /// Reads the text from a place on, if it can.
  ///
  /// @return where the reading stopped, or −1
  int read(CharSequence text, int from, Script script) {
    Matcher match = pattern.matcher(text);
    match.useTransparentBounds(true).useAnchoringBounds(false).region(from, text.length());
    return match.lookingAt() && match.end() > from && reading.read(match, script)
        ? match.end()
        : -1;
  }
}
