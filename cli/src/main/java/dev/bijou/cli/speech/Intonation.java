package dev.bijou.cli.speech;

import dev.bijou.cli.console.UsageException;
import dev.bijou.speech.audio.SampleStream;
import dev.bijou.speech.voice.Vocoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the pitch of a speaker moves.
final class Intonation {
  @Option(
      names = "--pitch",
      paramLabel = "ST",
      description = "How much higher the voice is, in semitones (default: 0).")
  private double semitones;

  @Option(
      names = "--pitch-range",
      paramLabel = "R",
      description =
          "How far the pitch moves about its mean (default: 1.4, or 1 with --exact); 0 is monotonous.")
  private @Nullable Double range;

  void require() {
    if (!(Math.abs(semitones) <= 12)) {
      throw new UsageException("--pitch is " + semitones + ", but must lie in -12 … 12");
    }
    if (range != null && !(range >= 0 && range <= 4)) {
      throw new UsageException("--pitch-range is " + range + ", but must lie in 0 … 4");
    }
  }

  /// Sound with this intonation.
  SampleStream of(SampleStream sound, boolean exact) {
    return Vocoder.intoned(sound, range(exact), semitones);
  }

  /// A vocoder with this intonation.
  Vocoder of(Vocoder vocoder, boolean exact) {
    return vocoder.intoned(range(exact), semitones);
  }

  private double range(boolean exact) {
    return range != null ? range : exact ? 1 : Vocoder.USUAL_RANGE;
  }
}
