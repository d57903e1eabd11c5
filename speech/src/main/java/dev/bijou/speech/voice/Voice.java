package dev.bijou.speech.voice;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bijou.ModelFileException;
import dev.bijou.distribution.Distribution;
import dev.bijou.file.ModelFile;
import dev.bijou.file.ModelFile.Content;
import dev.bijou.file.ModelFile.Precision;
import dev.bijou.speech.json.MelJson;
import dev.bijou.speech.json.ProvenanceJson;
import dev.bijou.speech.mel.MelSettings;
import dev.bijou.speech.training.TrainingProvenance;
import dev.bijou.storage.Version;
import dev.bijou.tensor.OverTime.Span;
import dev.bijou.tensor.Workers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A voice: the density of its sound given a log-mel spectrogram.
///
/// {@snippet class="dev.bijou.speech.voice.VoiceTest" region="speak"}
///
/// @param distribution the density of groups of samples in −1 … 1 given the frames of the spectrogram
/// @param mel the settings of spectrograms; aligned, so that each frame stands for a hop of samples
/// @param provenance where the voice comes from
/// @param version the version of Bijou that trained it
public record Voice(
    Distribution distribution, MelSettings mel, TrainingProvenance provenance, String version) {
  private static final String VOICE = "voice";
  private static final String PROVENANCE = "provenance";

  /// @throws IllegalArgumentException if the front end does not fit the distribution
  public Voice {
    int hop = mel.framing().hop();
    if (!mel.framing().isAligned()
        || distribution.contextFeatures() != mel.bands()
        || distribution.features() * Span.of(distribution).contextRate() != hop) {
      throw new IllegalArgumentException(
          "the distribution has %d context features and %d × %d samples for each, but the front end %d bands and a hop of %d"
              .formatted(
                  distribution.contextFeatures(),
                  Span.of(distribution).contextRate(),
                  distribution.features(),
                  mel.bands(),
                  hop));
    }
  }

  /// A voice of this version of Bijou.
  public Voice(Distribution distribution, MelSettings mel, TrainingProvenance provenance) {
    this(distribution, mel, provenance, Version.current());
  }

  /// Samples per second.
  public int sampleRateHz() {
    return mel.sampleRateHz();
  }

  /// A vocoder that speaks with this voice.
  ///
  /// @param sigma standard deviation of the noise that becomes speech; 1 for draws from the density, less for calmer
  ///     ones
  /// @param seed of the noise
  /// @param workers the threads to use
  /// @throws IllegalArgumentException if sigma is negative or not finite
  public Vocoder vocoder(float sigma, long seed, Workers workers) {
    return new Vocoder(this, sigma, seed, workers);
  }

  /// Reads a voice.
  ///
  /// @throws ModelFileException if the file cannot be read, is damaged, or holds a model that is not a voice
  public static Voice load(Path file) {
    Content<Distribution> model = ModelFile.read(file);
    try {
      return new Voice(
          model.model(),
          MelJson.read(section(model, VOICE)),
          ProvenanceJson.read(section(model, PROVENANCE)),
          model.version());
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(file + ": " + e.getMessage(), e);
    }
  }

  /// Writes the voice to a file, which appears whole or not at all.
  ///
  /// @throws dev.bijou.OutputException if it cannot be written
  public void save(Path file, Precision precision) {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put(VOICE, MelJson.write(mel).toString());
    sections.put(PROVENANCE, ProvenanceJson.write(provenance).toString());
    ModelFile.write(file, distribution, sections, precision);
  }

  private static JsonObject section(Content<Distribution> model, String name) {
    String json = model.sections().get(name);
    if (json != null && JsonParser.parseString(json) instanceof JsonObject section) {
      return section;
    }
    throw new IllegalArgumentException(
        "a model, but not a voice: it has no section bijou.%s".formatted(name));
  }
}
