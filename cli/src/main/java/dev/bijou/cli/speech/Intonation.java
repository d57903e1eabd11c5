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
          "How far the pitch moves about its mean: 1 as the speaker has it, 0 monotonous (default: what suits the speaker, or 1 with --exact).")
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
  ///
  /// @param usual the range if none was asked for
  SampleStream of(SampleStream sound, double usual) {
    return Vocoder.intoned(sound, range(usual), semitones);
  }

  /// A vocoder with this intonation.
  ///
  /// @param usual the range if none was asked for
  Vocoder of(Vocoder vocoder, double usual) {
    return vocoder.intoned(range(usual), semitones);
  }

  private double range(double usual) {
    return range == null ? usual : range;
  }
}
