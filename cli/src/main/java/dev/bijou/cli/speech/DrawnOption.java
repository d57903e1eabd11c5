package dev.bijou.cli.speech;

import dev.bijou.cli.console.UsageException;
import dev.bijou.speech.drawing.DrawnSound;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether a voice goes on learning by the sound that it draws, too.
final class DrawnOption {
  @Option(
      names = "--drawn",
      paramLabel = "W",
      description =
          "Also compare sound that the voice draws with the recordings, with this weight beside the likelihood; 1 is usual.")
  private @Nullable Double weight;

  @Option(
      names = "--critics",
      paramLabel = "W",
      description =
          "With --drawn: networks learn to tell drawn sound from recorded, and the voice learns from them, with this weight; 1 is usual.")
  private @Nullable Double critics;

  Optional<DrawnSound.Weighing> weighing() {
    if (critics != null && !(critics > 0 && critics <= 1e6)) {
      throw new UsageException("--critics is " + critics + ", but must lie in (0, 1000000]");
    }
    if (weight == null && critics != null) {
      throw new UsageException("--critics judge drawn sound; give --drawn, too");
    }
    if (weight == null) {
      return Optional.empty();
    }
    if (!(weight > 0 && weight <= 1e6)) {
      throw new UsageException("--drawn is " + weight + ", but must lie in (0, 1000000]");
    }
    return Optional.of(
        new DrawnSound.Weighing(weight, critics == null ? 0 : critics, VoiceVocode.SIGMA));
  }
}
