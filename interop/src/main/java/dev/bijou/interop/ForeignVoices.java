package dev.bijou.interop;

import dev.bijou.ModelFileException;
import dev.bijou.distribution.Distribution;
import dev.bijou.interop.config.Config;
import dev.bijou.interop.config.Config.Fields;
import dev.bijou.interop.container.WeightFile;
import dev.bijou.interop.container.Weights;
import dev.bijou.interop.speech.Vocoder;
import java.nio.file.Path;
import java.util.Optional;

/// Reads vocoders that other programs have learned: WaveGlow and SqueezeWave, as state dictionaries or whole pickled modules,
/// with weight normalization or without. Nothing in a file is run.
public final class ForeignVoices {
  private ForeignVoices() {}

  /// A vocoder.
  ///
  /// @param distribution the density of groups of samples in −1 … 1 given the frames of a log-mel spectrogram
  /// @param name of the architecture
  /// @param sound what its spectrograms are
  public record Vocoding(Distribution distribution, String name, Sound sound) {}

  /// The settings of spectrograms, in samples and hertz.
  public record Sound(
      int sampleRateHz, int fftSize, int windowSize, int hop, double lowestHz, double highestHz) {

    /// What a section of a training's configuration says; what is missing is as published.
    static Sound of(Fields data) {
      return new Sound(
          whole(data, "sampling_rate", 22050),
          whole(data, "filter_length", 1024),
          whole(data, "win_length", 1024),
          whole(data, "hop_length", 256),
          data.number("mel_fmin", 0),
          data.number("mel_fmax", 8000));
    }

    private static int whole(Fields fields, String name, int otherwise) {
      double value = fields.number(name, otherwise);
      if (value != Math.rint(value) || value < 1 || value > 1 << 24) {
        throw fields.wrong(name, "is %s, but must be a whole number from 1 on".formatted(value));
      }
      return (int) value;
    }
  }

  /// Reads a vocoder; empty if the file holds something else.
  ///
  /// @param file what `torch.save` or safetensors wrote
  /// @param config the `config.json` of the training, of which `data_config` counts: what is missing is as published
  /// @param source where the configuration comes from, for messages
  /// @throws ModelFileException if the file or the configuration cannot be used
  public static Optional<Vocoding> read(Path file, String config, String source) {
    Fields top = Config.parse(config, source).top();
    Fields data = top.object("data_config").orElse(top);
    try (Weights weights = WeightFile.open(file)) {
      if (!Vocoder.owns(weights)) {
        return Optional.empty();
      }
      Sound sound = Sound.of(data);
      String name = Vocoder.name(weights);
      try {
        return Optional.of(new Vocoding(Vocoder.read(weights, sound.hop()), name, sound));
      } catch (IllegalArgumentException e) { // a specification refuses its numbers
        throw new ModelFileException(
            weights.problem("its flow cannot be built: " + e.getMessage()).getMessage(), e);
      }
    }
  }
}
