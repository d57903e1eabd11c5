package dev.bijou.speech.audio;

import dev.bijou.speech.SpeechException;

/// The error of a file that ends too early.
final class Truncated {
  private Truncated() {}

  static SpeechException after(long samples, long expected, String name) {
    return new SpeechException(
        "%s: the file ends after %d of %d samples; copy or record it again"
            .formatted(name, samples, expected));
  }
}
