package dev.bijou.cli.speech;

import dev.bijou.speech.voice.Vocoder;
import picocli.CommandLine.Option;

/// Whether sound is what the voice draws, or is corrected.
final class Exactness {
  @Option(
      names = "--exact",
      description = "Leave the sound as the voice draws it, without corrections.")
  private boolean exact;

  boolean isExact() {
    return exact;
  }

  /// The vocoder, as it was asked for.
  Vocoder of(Vocoder vocoder) {
    return exact ? vocoder : vocoder.corrected();
  }
}
